#include <gtest/gtest.h>
#include <set>

#include "page/header_text.hpp"
#include "page/text_line.hpp"

namespace ecgpress {
namespace {

TEST(TextLine, EveryRoleHasItsOwnName) {
    std::set<std::string> names;
    for (std::size_t i = 0; i < k_text_role_count; ++i)
        names.insert(name_of(static_cast<TextRole>(i)));
    EXPECT_EQ(names.size(), k_text_role_count);
    EXPECT_STREQ(name_of(TextRole::lead_name), "lead-name");
    EXPECT_STREQ(name_of(TextRole::viewer), "viewer");
}

TEST(TextLine, WordsAreBetweenBlanks) {
    TextLine line("ID:", TextRole::id, false);
    line.add(" X12", TextRole::id).add("   TEST,  \xC3\x84 ", TextRole::patient_name);
    const auto words = words_of(line.text, line.parts);
    ASSERT_EQ(words.size(), 4U);
    const char* const texts[] = {"ID:", "X12", "TEST,", "\xC3\x84"};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(line.text.substr(words[i].begin, words[i].end - words[i].begin), texts[i]);
        EXPECT_EQ(words[i].role, i < 2 ? TextRole::id : TextRole::patient_name);
        EXPECT_EQ(words[i].phi, i > 0);
    }
    EXPECT_TRUE(words_of("   ", TextLine("   ", TextRole::id).parts).empty());
    EXPECT_TRUE(words_of("", {}).empty());
}

TEST(TextLine, AWordOfTwoPartsIsProtectedIfOneIs) {
    TextLine line("No.", TextRole::id, false);
    line.add("17", TextRole::id).add(" mm", TextRole::measurement);
    const auto words = words_of(line.text, line.parts);
    ASSERT_EQ(words.size(), 2U);
    EXPECT_TRUE(words[0].phi);
    EXPECT_FALSE(words[1].phi);
}

/// Every part of a full header has the role that its place gives, and only the identity is
/// protected.
TEST(TextLine, HeadersStateWhatTheirWordsAre) {
    for (std::uint64_t sheet = 0; sheet < 50; ++sheet) {
        Rng content(4, sheet, "header.content"), identity(4, sheet, "header");
        const TextColumns columns =
            header_text(HeaderForm::full, invented_content(content), identity);
        std::multiset<TextRole> roles;
        for (std::size_t column = 0; column < columns.size(); ++column)
            for (const TextLine& line : columns[column]) {
                ASSERT_EQ(line.parts.back().end, line.text.size());
                for (const TextWord& word : words_of(line.text, line.parts)) {
                    roles.insert(word.role);
                    if (column == 0) continue;
                    EXPECT_EQ(word.role, column == 1 ? TextRole::measurement : TextRole::statement);
                    EXPECT_FALSE(word.phi);
                }
            }
        EXPECT_EQ(roles.count(TextRole::patient_name), 2U);
        EXPECT_EQ(roles.count(TextRole::id), 2U);
        EXPECT_EQ(roles.count(TextRole::date), 2U);
        EXPECT_EQ(roles.count(TextRole::age), 2U);
        EXPECT_EQ(roles.count(TextRole::sex), 1U);
        EXPECT_EQ(roles.count(TextRole::location), 2U);
        EXPECT_EQ(roles.count(TextRole::staff), 2U);
    }
}

} // namespace
} // namespace ecgpress
