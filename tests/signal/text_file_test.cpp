#include <gtest/gtest.h>

#include "core/error.hpp"
#include "signal/text_file.hpp"
#include "support/messages.hpp"

namespace ecgpress {
namespace {

using namespace std::string_literals;
using testing_support::expect_part;

std::string complaint_of(const std::string& bytes) {
    return testing_support::message_of<DataError>([&] { decoded_text(bytes, "LIST"); });
}

TEST(TextFile, HasTheSameTextInEachEncoding) {
    EXPECT_EQ(decoded_text("a\xc3\xa4\n", "x"), "a\xc3\xa4\n");
    EXPECT_EQ(decoded_text("\xef\xbb\xbf"s + "a", "x"), "a");
    EXPECT_EQ(decoded_text("\xff\xfe"s + "a\0\xe4\0"s, "x"), "a\xc3\xa4");
    EXPECT_EQ(decoded_text("\xfe\xff\0a\0\xe4"s, "x"), "a\xc3\xa4");
    EXPECT_EQ(decoded_text("\xff\xfe\xac\x20\x3d\xd8\x00\xde"s, "x"),
              "\xe2\x82\xac\xf0\x9f\x98\x80");
    EXPECT_EQ(decoded_text("\xb5V", "x"), "\xb5V") << "other bytes are left to the reader";
    EXPECT_EQ(decoded_text("", "x"), "");
    EXPECT_EQ(decoded_text("\xff\xfe", "x"), "");
}

TEST(TextFile, NamesTheEncodingThatItRefuses) {
    expect_part(complaint_of("\xff\xfe\0\0a\0\0\0"s), "LIST:1: the file is UTF-32");
    expect_part(complaint_of("\0\0\xfe\xff\0\0\0a"s), "UTF-32");
    expect_part(complaint_of("a\0b\0"s), "UTF-16 text without a byte order mark");
    expect_part(complaint_of("\0a\0b"s), "UTF-16 text without a byte order mark");
    expect_part(complaint_of("\xff\xfe\x61"s), "odd number of bytes");
    expect_part(complaint_of("\xff\xfe\x3d\xd8"s), "not valid UTF-16");
    expect_part(complaint_of("\xff\xfe\x00\xde\x61\0"s), "not valid UTF-16");
}

TEST(TextFile, LinesHaveAnyEndAndKeepTheirNumbers) {
    const std::vector<std::string_view> lines{"a", "", "b", "c"};
    for (const char* text : {"a\n\nb\nc", "a\n\nb\nc\n", "a\r\n\r\nb\r\nc\r\n", "a\r\rb\rc\r"})
        EXPECT_EQ(lines_of(text), lines) << text;
    EXPECT_TRUE(lines_of("").empty());
}

} // namespace
} // namespace ecgpress
