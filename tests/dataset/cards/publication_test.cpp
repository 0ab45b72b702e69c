// What a release says about itself to other programs: licences, quoted texts, .zenodo.json.
#include <gtest/gtest.h>

#include "codec/json.hpp"
#include "dataset/cards/front_matter.hpp"
#include "dataset/cards/licences.hpp"
#include "dataset/cards/publication.hpp"

namespace ecgpress {
namespace {

Json deposit_of(const std::string& licence, const std::string& description = "") {
    PublishSettings publish;
    publish.license = licence;
    publish.description = description;
    return Json::parse(zenodo_json(publish, {}));
}

TEST(Publication, HuggingFaceGetsItsOwnNames) {
    for (const auto& [licence, id] : {std::pair("odbl-1.0", "odbl"),
                                      {"pddl-1.0", "pddl"},
                                      {"odc-by-1.0", "odc-by"},
                                      {"c-uda-1.0", "c-uda"},
                                      {"cc-by-4.0", "cc-by-4.0"},
                                      {"cc0-1.0", "cc0-1.0"},
                                      {"gpl-3.0-only", "gpl-3.0"},
                                      {"gfdl-1.3-or-later", "gfdl"},
                                      {"unknown", "unknown"},
                                      {"", "unknown"},
                                      {"other", "other"}}) {
        const HubLicence found = hub_licence(licence);
        EXPECT_EQ(found.id, id) << licence;
        EXPECT_EQ(found.name, "") << licence;
    }
    const HubLicence known = hub_licence("ogl-uk-3.0"), own = hub_licence("no");
    EXPECT_EQ(known.id, "other");
    EXPECT_EQ(known.name, "ogl-uk-3.0");
    EXPECT_EQ(known.link, "https://spdx.org/licenses/OGL-UK-3.0.html");
    EXPECT_EQ(own.id, "other");
    EXPECT_EQ(own.name, "no");
    EXPECT_EQ(own.link, "");
}

TEST(Publication, TheCardsLicenceIsAText) {
    PublishSettings publish;
    for (const std::string licence : {"no", "1.0", "CC-BY-4.0", "Y", "2026"}) {
        publish.license = licence;
        const std::string head = front_matter({}, {}, {}, publish);
        EXPECT_EQ(head.rfind("---\nlicense: \"", 0), 0U) << head;
        const bool is_known = licence == "CC-BY-4.0";
        EXPECT_EQ(head.find("\nlicense_name: \"" + in_lower_case(licence) + "\"\n") ==
                      std::string::npos,
                  is_known)
            << head;
    }
}

TEST(Publication, CitationFilesStateTheLicencesOfTheirSchema) {
    for (const char* licence : {"CC-BY-4.0", "ODbL-1.0", "etalab-2.0", "OGL-UK-3.0", "0BSD",
                                "BSL-1.0", "CDLA-Sharing-1.0", "ZPL-2.1"})
        EXPECT_EQ(spdx_of(in_lower_case(licence)), licence);
    for (const char* licence : {"", "no", "other", "unknown", "cc", "cdla-permissive-2.0"})
        EXPECT_EQ(spdx_of(licence), "") << licence;
}

/// A stated licence is not called one that nobody stated.
TEST(Publication, ZenodoGetsTheStatedLicence) {
    const auto conditions = [](const char* licence) {
        const Json deposit = deposit_of(licence);
        EXPECT_EQ(deposit.value("access_right", ""), "restricted");
        return deposit.value("access_conditions", "");
    };
    EXPECT_NE(conditions("").find("State it with release.license"), std::string::npos);
    EXPECT_EQ(conditions("UNKNOWN").find("release.license"), std::string::npos);
    EXPECT_NE(conditions("UNKNOWN").find("unknown"), std::string::npos);
    EXPECT_EQ(conditions("other").find("known"), std::string::npos);
    EXPECT_EQ(deposit_of("CC-BY-4.0").value("license", ""), "cc-by-4.0");
}

TEST(Publication, ZenodosDescriptionIsHtml) {
    EXPECT_EQ(deposit_of("", "1 < 2 & \"a\"\nb\n\n<c>").value("description", ""),
              "<p>1 &lt; 2 &amp; &quot;a&quot;<br>b</p><p>&lt;c&gt;</p>");
}

} // namespace
} // namespace ecgpress
