#include <gtest/gtest.h>

#include "codec/json.hpp"
#include "codec/yaml_string.hpp"

namespace ecgpress {
namespace {

/// The quotes are also JSON, and contain nothing that YAML 1.1 does not print or reads as a line
/// end.
TEST(YamlString, IsYamlAndJson) {
    const std::string text =
        "a: \"b\" \\ # \n\u007f\u0080\u0085\u009f\u00a0\u2028\u2029\uFEFF\uFFFE"
        "\uFFFFé\U0001F600";
    const std::string quoted = yaml_quoted(text);
    EXPECT_EQ(Json::parse(quoted).get<std::string>(), text);
    for (const char* raw :
         {"\x7f", "\u0080", "\u0085", "\u009f", "\u2028", "\u2029", "\uFEFF", "\uFFFE", "\uFFFF"})
        EXPECT_EQ(quoted.find(raw), std::string::npos) << quoted;
    EXPECT_NE(quoted.find("\u00a0"), std::string::npos);
    EXPECT_NE(quoted.find("é\U0001F600"), std::string::npos);
}

} // namespace
} // namespace ecgpress
