#include "pipeline/compare/card_rules.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/cards/croissant.hpp"
#include "dataset/cards/dataset_card.hpp"
#include "dataset/cards/publication.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/sums.hpp"

namespace ecgpress {

namespace {

/// The files that croissant.json describes one by one: those about the whole release, and all of a
/// format without images. They come first in SHA256SUMS, and logs.json is the last of them.
std::vector<WrittenFile> described_files(const fs::path& release, bool is_all) {
    std::vector<WrittenFile> files;
    LineReader lines(InputFile::below(release, k_sums_file));
    while (const auto line = lines.next()) {
        auto file = parse_sums_line(*line);
        if (!file || states_digest(file->path)) continue;
        const bool is_last = !is_all && file->path == "logs.json";
        files.push_back(std::move(*file));
        if (is_last) break;
    }
    return files;
}

std::string first_difference(const std::string& found, const std::string& expected) {
    const std::vector<std::string> one = split_text(found, '\n'),
                                   other = split_text(expected, '\n');
    const std::size_t count = std::min(one.size(), other.size());
    std::size_t line = 0;
    while (line < count && one[line] == other[line]) ++line;
    constexpr std::size_t k_most_letters = 120;
    const auto text = [&](const std::vector<std::string>& lines) {
        return line < lines.size() ? lines[line].substr(0, k_most_letters) : std::string();
    };
    return concat("line ", line + 1, " is `", text(one), "`, expected `", text(other), "`");
}

void check_text(ComparedRelease& release, const char* path, const std::string& expected) {
    const auto text = release.read(path);
    if (text && *text != expected)
        release.report(path,
                       "differs from logs.json, or the licence and source in croissant.json: " +
                           first_difference(*text, expected));
}

} // namespace

void check_cards(ComparedRelease& release, const ReleaseTally& tally) {
    const auto card = release.read("README.md"), croissant = release.read("croissant.json"),
               digest = release.read("digest.json");
    if (!card || !croissant || !digest) return;
    const Json described = Json::parse_or_null(*croissant);
    if (!described.is_object()) return release.report("croissant.json", "is not a JSON object");
    ReleaseSummary summary = release.stated.summary;
    ReleaseDigest stated_digest;
    try {
        summary.licence = described.value("license", "");
        summary.attribution = described.value("creditText", "");
        stated_digest = parse_digest(*digest);
    } catch (const JsonError& error) {
        return release.report("croissant.json", error.what());
    } catch (const Error&) { // the check of digest.json reports it
        return;
    }
    const ReleaseSettings& settings = release.stated.settings;
    const FormatCard format = find_release_format(release.stated.format).card(tally, settings);
    const std::string again =
        croissant_json(format, summary, settings.publish,
                       described_files(release.folder(), format.images.empty()));
    if (*croissant != again)
        release.report("croissant.json", "differs from the tables, SHA256SUMS and logs.json: " +
                                             first_difference(*croissant, again));
    check_text(release, k_citation_file, citation_cff(settings.publish, summary));
    check_text(release, k_zenodo_file, zenodo_json(settings.publish, summary));
    const std::string text = dataset_card(format, summary, tally, stated_digest, settings.publish);
    if (*card != text)
        release.report("README.md",
                       "differs from the tables, logs.json, digest.json, or the licence and "
                       "source in croissant.json: " +
                           first_difference(*card, text));
    if (*digest != digest_json(stated_digest))
        release.report("digest.json", first_difference(*digest, digest_json(stated_digest)));
}

} // namespace ecgpress
