#include <cmath>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "codec/json.hpp"

namespace ecgpress {

namespace {

Json sample() {
    return {{"text", "a\n\"b\""},
            {"list", {1, -2, 2.5, true, nullptr, Json::array(), Json::object()}},
            {"nested", {{"z", 1}, {"a", std::uint64_t{18446744073709551615U}}}}};
}

TEST(Json, WritesAsNlohmannJsonDoes) {
    const std::string text = sample().dump();
    EXPECT_EQ(text, nlohmann::ordered_json::parse(text).dump());
    EXPECT_EQ(sample().dump(2), nlohmann::ordered_json::parse(text).dump(2));
    EXPECT_EQ(Json(0.1).dump() + Json(1e300).dump() + Json(25.0).dump() + Json(-0.0).dump(),
              nlohmann::json(0.1).dump() + nlohmann::json(1e300).dump() +
                  nlohmann::json(25.0).dump() + nlohmann::json(-0.0).dump());
    EXPECT_EQ(Json(std::nan("")).dump(), "null");
    EXPECT_EQ(Json("\xff").dump(), "\"\xEF\xBF\xBD\"") << "invalid UTF-8 is replaced";
}

TEST(Json, ReadsWhatItWrote) {
    EXPECT_EQ(Json::parse(sample().dump()), sample());
    EXPECT_EQ(Json::parse(sample().dump(2)).dump(), sample().dump()) << "members keep their order";
    EXPECT_EQ(Json::parse("18446744073709551615").get<std::uint64_t>(), 18446744073709551615U);
    EXPECT_EQ(Json::parse("-9223372036854775808").get<std::int64_t>(),
              std::numeric_limits<std::int64_t>::min());
}

TEST(Json, BracesAreAnObjectIfEachItemIsANameAndAValue) {
    EXPECT_EQ((Json{{"a", 1}, {"b", {{"c", 2}}}}).dump(), "{\"a\":1,\"b\":{\"c\":2}}");
    EXPECT_EQ((Json{{2, 3}, {4, 5}}).dump(), "[[2,3],[4,5]]");
    EXPECT_EQ((Json{"a", "b"}).dump(), "[\"a\",\"b\"]");
    const std::pair<std::string, int> pair{"a", 1};
    EXPECT_EQ(Json(std::vector{pair}).dump(), "[[\"a\",1]]");
    EXPECT_EQ(Json(std::map<std::string, double>{{"b", 1.5}, {"a", 2}}).dump(),
              "{\"a\":2.0,\"b\":1.5}");
}

TEST(Json, ObjectsAreEqualInAnyOrderAndNumbersByValue) {
    EXPECT_EQ(Json::parse("{\"a\":1,\"b\":2}"), Json::parse("{\"b\":2.0,\"a\":1}"));
    EXPECT_NE(Json::parse("{\"a\":1}"), Json::parse("{\"a\":1,\"b\":2}"));
    EXPECT_NE(Json::parse("{\"a\":1}"), Json::parse("{\"b\":1}"));
    EXPECT_NE(Json::parse("[1,2]"), Json::parse("[2,1]"));
    EXPECT_EQ(Json(7), Json::parse("7"));
    EXPECT_EQ(Json(-7), Json::parse("-7"));
    EXPECT_NE(Json(-1), Json(std::uint64_t{18446744073709551615U}));
}

TEST(Json, TheLastOfTwoEqualMembersIsUsed) {
    EXPECT_EQ(Json::parse("{\"a\":1,\"b\":2,\"a\":3}").at("a").get<int>(), 3);
    EXPECT_EQ(Json::parse("{\"a\":1,\"b\":2,\"a\":3}").size(), 2U);
}

TEST(Json, AHundredThousandMembersAreReadQuickly) {
    std::string text = "{";
    for (int i = 0; i < 100'000; ++i) text += "\"" + std::to_string(i) + "\":0,";
    text.back() = '}';
    EXPECT_EQ(Json::parse(text).size(), 100'000U);
}

TEST(Json, WrongTypesAndMissingMembersAreErrors) {
    const Json json = sample();
    EXPECT_THROW(json.at("no"), JsonError);
    EXPECT_THROW(json.at("text").at("no"), JsonError);
    EXPECT_THROW(json.at("list").at(7), JsonError);
    EXPECT_THROW(json.at("text").get<double>(), JsonError);
    EXPECT_THROW(json.at("list").get<std::string>(), JsonError);
    EXPECT_THROW(json.at("list").value("a", 1), JsonError);
    EXPECT_THROW(Json(-1).get<std::uint64_t>(), JsonError);
    EXPECT_THROW(Json(1e30).get<std::int64_t>(), JsonError);
    EXPECT_THROW(Json(std::nan("")).get<int>(), JsonError);
    EXPECT_EQ(json.value("no", "otherwise"), "otherwise");
    for (const char* text : {"", "{", "[1,]", "{\"a\"}", "nul", "1 2", "\"\xff\""}) {
        EXPECT_THROW(Json::parse(text), JsonError) << text;
        EXPECT_TRUE(Json::parse_or_null(text).is_null()) << text;
    }
}

TEST(Json, FlattenGivesRfc6901Paths) {
    EXPECT_EQ(Json::parse("{\"a/b\":[{\"~\":1}],\"c\":{}}").flatten().dump(),
              "{\"/a~1b/0/~0\":1,\"/c\":null}");
}

TEST(Json, DepthIsLimited) {
    const std::string open(k_deepest_json, '['), close(k_deepest_json, ']');
    EXPECT_TRUE(Json::parse(open + close).is_array());
    EXPECT_TRUE(Json::parse("[\"" + open + open + "\"]").is_array()) << "brackets in a text";
    for (const std::string& text :
         {"[" + open + close + "]", "{\"a\":" + open + close + "}", std::string(100'000, '[')}) {
        EXPECT_THROW(Json::parse(text), JsonError);
        EXPECT_TRUE(Json::parse_or_null(text).is_null());
    }
}

} // namespace

} // namespace ecgpress
