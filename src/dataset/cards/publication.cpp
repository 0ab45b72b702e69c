#include "dataset/cards/publication.hpp"

#include <utility>

#include "codec/json.hpp"
#include "codec/yaml_string.hpp"
#include "core/strings.hpp"
#include "dataset/cards/html_text.hpp"
#include "dataset/cards/licences.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_keywords[] = {"ECG", "electrocardiogram", "digitization", "segmentation"};

/// Why Zenodo cannot publish the data openly; empty if it knows the licence. Without a licence it
/// would publish them under its default one.
std::string open_access_problem(const PublishSettings& publish, const std::string& licence) {
    if (licence == k_other_licence)
        return "The data have a licence of their own, which this file does not name. Ask the "
               "creators for its terms.";
    if (!licence.empty() && licence != "unknown") return "";
    return publish.license.empty()
               ? "The licence of the recordings is not known. State it with release.license."
               : "The creators state that the licence is unknown. Ask them for their terms.";
}

/// An address that CITATION.cff accepts.
bool is_web_address(const std::string& url) {
    return url.rfind("https://", 0) == 0 || url.rfind("http://", 0) == 0;
}

/// Both files need at least one creator.
std::vector<std::string> required_creators(const PublishSettings& publish) {
    std::vector<std::string> creators = creators_of(publish);
    if (creators.empty()) creators.push_back("The creators of " + publish.title);
    return creators;
}

std::string yaml_line(const char* key, const std::string& text) {
    return text.empty() ? "" : concat(key, ": ", yaml_quoted(text), "\n");
}

} // namespace

std::string licence_of(const PublishSettings& publish, const ReleaseSummary& summary) {
    return publish.license.empty() ? summary.licence : in_lower_case(publish.license);
}

std::string description_of(const PublishSettings& publish) {
    return !publish.description.empty()
               ? publish.description
               : "Pages of 12-lead electrocardiograms, drawn from digital recordings by ecgpress, "
                 "with labels from geometry.";
}

std::vector<std::string> creators_of(const PublishSettings& publish) {
    std::vector<std::string> creators;
    for (const std::string& name : split_text(publish.creator, ';'))
        if (!trimmed(name).empty()) creators.push_back(trimmed(name));
    return creators;
}

std::string doi_address(const PublishSettings& publish) {
    return publish.doi.empty() ? "" : "https://doi.org/" + publish.doi;
}

std::string citation_of(const PublishSettings& publish) {
    if (!publish.citation.empty()) return publish.citation;
    const std::string creators = join(creators_of(publish), "; "), year = publish.date.substr(0, 4),
                      where = doi_address(publish);
    std::string text = concat(creators, creators.empty() || year.empty() ? "" : " ",
                              year.empty() ? "" : concat("(", year, ")"));
    if (!text.empty()) text += ". ";
    text += publish.title;
    if (!publish.version.empty()) text += concat(" (version ", publish.version, ")");
    text += " [Data set].";
    const std::string& address = where.empty() ? publish.url : where;
    return address.empty() ? text : concat(text, " ", address);
}

std::string citation_cff(const PublishSettings& publish, const ReleaseSummary& summary) {
    std::string text = "cff-version: 1.2.0\ntype: dataset\n";
    text += yaml_line("title", publish.title);
    text += yaml_line(
        "message", !publish.citation.empty()
                       ? "If you use this dataset, cite it as: " + publish.citation
                       : "If you use this dataset, cite it with these data, and cite the source of "
                         "its recordings, which README.md names.");
    text += "authors:\n";
    for (const std::string& name : required_creators(publish))
        text += "  - " + yaml_line("name", name);
    text += yaml_line("version", publish.version);
    text += yaml_line("doi", publish.doi);
    text += yaml_line("date-released", publish.date);
    text += yaml_line("license", spdx_of(licence_of(publish, summary)));
    if (is_web_address(publish.url)) text += yaml_line("url", publish.url);
    text += yaml_line("abstract", description_of(publish)) + "keywords:\n";
    for (const char* keyword : k_keywords) text += concat("  - ", keyword, "\n");
    return text;
}

std::string zenodo_json(const PublishSettings& publish, const ReleaseSummary& summary) {
    Json creators = Json::array();
    for (const std::string& name : required_creators(publish))
        creators.push_back(Json{{"name", name}});
    Json keywords = Json::array();
    for (const char* keyword : k_keywords) keywords.push_back(keyword);
    Json deposit{{"title", publish.title},
                 {"description", html_of(description_of(publish))},
                 {"upload_type", "dataset"}};
    deposit["creators"] = std::move(creators);
    const std::string licence = licence_of(publish, summary);
    const std::string problem = open_access_problem(publish, licence);
    deposit["access_right"] = problem.empty() ? "open" : "restricted";
    if (problem.empty())
        deposit["license"] = licence;
    else
        deposit["access_conditions"] = problem;
    if (!publish.version.empty()) deposit["version"] = publish.version;
    if (!publish.date.empty()) deposit["publication_date"] = publish.date;
    if (!publish.doi.empty()) deposit["doi"] = publish.doi;
    deposit["keywords"] = std::move(keywords);
    deposit["notes"] = trimmed(summary.attribution);
    if (!publish.citation.empty()) deposit["references"] = Json::array({publish.citation});
    return deposit.dump(2) + "\n";
}

} // namespace ecgpress
