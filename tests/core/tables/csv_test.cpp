#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/random.hpp"
#include "core/tables/csv.hpp"

namespace ecgpress {
namespace {

using Fields = std::vector<std::string>;

std::vector<CsvRow> rows_of(std::string_view text) {
    CsvReader reader(text, "table.csv");
    std::vector<CsvRow> rows;
    while (auto row = reader.next()) rows.push_back(*row);
    return rows;
}

std::string complaint(std::string_view text) {
    try {
        rows_of(text);
    } catch (const DataError& error) {
        return error.what();
    }
    return "";
}

TEST(Csv, ReadsPlainRowsWithEveryLineEnd) {
    for (const char* text : {"a,b\nc,d\n", "a,b\r\nc,d\r\n", "a,b\nc,d",
                             "\xEF\xBB\xBF"
                             "a,b\n\nc,d\n\n"}) {
        const auto rows = rows_of(text);
        ASSERT_EQ(rows.size(), 2U) << text;
        EXPECT_EQ(rows[0].fields, (Fields{"a", "b"}));
        EXPECT_EQ(rows[1].fields, (Fields{"c", "d"}));
    }
    EXPECT_TRUE(rows_of("").empty());
    EXPECT_TRUE(rows_of("\r\n\n").empty());
}

TEST(Csv, KeepsEmptyFieldsAndSpaces) {
    EXPECT_EQ(rows_of(",\n")[0].fields, (Fields{"", ""}));
    EXPECT_EQ(rows_of("a,, b ,\"\"\n")[0].fields, (Fields{"a", "", " b ", ""}));
    EXPECT_EQ(rows_of("\"\"")[0].fields, (Fields{""}));
    EXPECT_EQ(rows_of("a,")[0].fields, (Fields{"a", ""}));
}

TEST(Csv, ReadsQuotedFieldsWithCommasQuotesAndLineBreaks) {
    const auto rows = rows_of("id,text\r\n1,\"a, \"\"b\"\"\nc\r\nd\"\r\n2,\"\"\"\"\n");
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[1].fields, (Fields{"1", "a, \"b\"\nc\r\nd"}));
    EXPECT_EQ(rows[2].fields, (Fields{"2", "\""}));
    EXPECT_EQ(rows[1].line, 2U);
    EXPECT_EQ(rows[2].line, 5U) << "line breaks inside quotes count";
}

TEST(Csv, ErrorsNameTheLine) {
    EXPECT_NE(complaint("a\nb,\"never\nclosed\n").find("table.csv:2:"), std::string::npos);
    EXPECT_NE(complaint("a\n\"b\nc\"d\n").find("table.csv:3:"), std::string::npos);
    EXPECT_NE(complaint("a\nb\"c\n").find("table.csv:2:"), std::string::npos);
    EXPECT_NE(complaint("a\rb\n").find("carriage return"), std::string::npos);
    EXPECT_NE(complaint(std::string_view("a\0b", 3)).find("NUL"), std::string::npos);
    EXPECT_NE(complaint(std::string_view("\"a\0b\"", 5)).find("NUL"), std::string::npos);
}

std::string in_quotes(const std::string& field) {
    std::string text = "\"";
    for (const char c : field) text += c == '"' ? std::string("\"\"") : std::string(1, c);
    return text + "\"";
}

TEST(Csv, ReadsBackWhatWasWritten) {
    constexpr std::string_view k_alphabet = "ab,\"\n\r ;'\\";
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Rng rng(seed, 0, "test.csv");
        std::vector<Fields> written(1 + rng.below(5), Fields(1 + rng.below(6)));
        std::string text;
        for (Fields& fields : written) {
            for (std::string& field : fields) {
                for (std::uint64_t n = rng.below(8); n > 0; --n)
                    field += k_alphabet[rng.below(k_alphabet.size())];
                text += (&field == &fields.front() ? "" : ",") + in_quotes(field);
            }
            text += rng.below(2) == 0 ? "\n" : "\r\n";
        }
        const auto rows = rows_of(text);
        ASSERT_EQ(rows.size(), written.size()) << text;
        for (std::size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(rows[i].fields, written[i]) << text;
    }
}

TEST(Csv, MutatedTextGivesRowsOrADataError) {
    const std::string whole = "id,text\r\n1,\"a, \"\"b\"\"\nc\"\r\n2,\"\"\"\"\n,,\n\"x\",y\n";
    int refused = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Rng rng(seed, 0, "test.csv.fuzz");
        std::string text = whole;
        for (std::uint64_t n = 1 + rng.below(4); n > 0; --n)
            text[rng.below(text.size())] =
                static_cast<char>(rng.below(3) == 0 ? rng.below(256) : "\",\n\r"[rng.below(4)]);
        text.resize(text.size() - rng.below(6));
        refused += complaint(text).empty() ? 0 : 1;
    }
    EXPECT_GT(refused, 50);
    EXPECT_LT(refused, 500);
}

} // namespace
} // namespace ecgpress
