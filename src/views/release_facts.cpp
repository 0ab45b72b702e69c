#include "views/release_facts.hpp"

#include <nlohmann/json.hpp>

#include "core/error.hpp"
#include "core/text.hpp"
#include "dataset/release/openable_files.hpp"

namespace ecgpress {

namespace {

using nlohmann::json;

/// Reads a JSON object. Deep nesting is rejected before parsing, which is recursive.
json read_object(OpenableFiles& files, const std::string& path) {
    const std::string text = files.text(path);
    json object = json_depth(text) > k_deepest_json ? json() : json::parse(text, nullptr, false);
    if (!object.is_object()) throw DataError(concat(path, " is not a JSON object."));
    return object;
}

/// Returns a text; "" for null or a missing key.
std::string text_or_none(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

void add_items(ReleaseFacts& facts, const json& splits) {
    for (const char* item : {"pages", "digitization", "detection", "segmentation", "with-overlap",
                             "without-overlap"}) {
        std::array<std::uint64_t, k_split_count> counts{};
        for (const Split split : {Split::train, Split::val, Split::test})
            counts[static_cast<std::size_t>(split)] =
                splits.at(name_of(split)).value(item, std::uint64_t{0});
        facts.items.emplace_back(item, counts);
    }
}

} // namespace

ReleaseFacts read_release_facts(const std::filesystem::path& release) {
    ReleaseFacts facts;
    OpenableFiles files(release);
    const json log = read_object(files, "logs.json");
    try {
        facts.version = log.at("version");
        facts.source_fingerprint = log.at("source_fingerprint");
        facts.typeface_sha256 = log.at("typeface_sha256");
        add_items(facts, log.at("counts").at("splits"));
        for (const json& failure : log.at("failures"))
            facts.failures.push_back({failure.at("page"), failure.at("record"),
                                      failure.at("reason"), failure.at("replaced")});
    } catch (const json::exception& error) {
        throw DataError(concat((release / "logs.json").string(), ": ", error.what()));
    }
    facts.has_digest = files.refusal("digest.json") != OpenableFiles::k_missing;
    if (!facts.has_digest) return facts;
    const json roots = read_object(files, "digest.json");
    facts.files_root = text_or_none(roots, "files_root");
    facts.pixels_root = text_or_none(roots, "pixels_root");
    return facts;
}

} // namespace ecgpress
