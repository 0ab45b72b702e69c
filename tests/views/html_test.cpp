#include <gtest/gtest.h>

#include "views/html.hpp"

namespace ecgpress {
namespace {

std::string coded(const std::string& text) {
    return base64(text.data(), text.size());
}

// Test vectors of RFC 4648, section 10.
TEST(Html, Base64MatchesRfc4648) {
    EXPECT_EQ(coded(""), "");
    EXPECT_EQ(coded("f"), "Zg==");
    EXPECT_EQ(coded("fo"), "Zm8=");
    EXPECT_EQ(coded("foo"), "Zm9v");
    EXPECT_EQ(coded("foob"), "Zm9vYg==");
    EXPECT_EQ(coded("fooba"), "Zm9vYmE=");
    EXPECT_EQ(coded("foobar"), "Zm9vYmFy");
    EXPECT_EQ(coded("\xFF\xFE\xFD"), "//79");
}

TEST(Html, EscapedTextCannotEndItsElement) {
    EXPECT_EQ(escaped_html("<b a=\"1\">&"), "&lt;b a=&quot;1&quot;&gt;&amp;");
    EXPECT_EQ(json_for_script("{\"a\":\"</script>\"}").find('<'), std::string::npos);
}

TEST(Html, FillsEachPlaceholderOnce) {
    EXPECT_EQ(filled("{{a}}-{{b}}-{{a}}", {{"a", "{{b}}"}, {"b", "2"}}), "{{b}}-2-{{b}}");
    EXPECT_EQ(filled("none", {}), "none");
}

TEST(Html, TextsAreBuiltInCompletely) {
    for (const char* name : {"preview.html", "report.html", "card.html"})
        EXPECT_NE(web_text(name).find("{{"), std::string::npos) << name;
    EXPECT_EQ(web_text("preview.js").substr(0, 3), "// ");
    EXPECT_NE(web_text("preview.js").find("\n})();"), std::string::npos);
}

} // namespace
} // namespace ecgpress
