#include "views/release_facts.hpp"

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/item_counts.hpp"
#include "dataset/release/openable_files.hpp"

namespace ecgpress {

namespace {

/// Reads a JSON object.
Json read_object(OpenableFiles& files, const std::string& path) {
    const std::string text = files.text(path);
    Json object = Json::parse_or_null(text);
    if (!object.is_object()) throw DataError(concat(path, " is not a JSON object."));
    return object;
}

/// Returns a text; "" for null or a missing key.
std::string text_or_none(const Json& object, const char* name) {
    const bool is_text = object.contains(name) && object[name].is_string();
    return is_text ? object[name].get<std::string>() : "";
}

void add_items(ReleaseFacts& facts, const Json& splits) {
    const auto add = [&](const char* item) {
        std::array<std::uint64_t, k_split_count> counts{};
        for (const Split split : {Split::train, Split::val, Split::test})
            counts[static_cast<std::size_t>(split)] =
                splits.at(name_of(split)).value(item, std::uint64_t{0});
        facts.items.emplace_back(item, counts);
    };
    add("pages");
    for (const CountedItems& items : k_counted_items) add(items.name);
}

} // namespace

ReleaseFacts read_release_facts(const std::filesystem::path& release) {
    ReleaseFacts facts;
    OpenableFiles files(release);
    const Json log = read_object(files, "logs.json");
    try {
        facts.version = log.at("version").get<std::string>();
        facts.source_kind = log.at("configuration").at("source").at("kind").get<std::string>();
        facts.source_fingerprint = log.at("source_fingerprint").get<std::string>();
        facts.typeface_sha256 = log.at("typeface_sha256").get<std::string>();
        add_items(facts, log.at("counts").at("splits"));
        for (const Json& failure : log.at("failures"))
            facts.failures.push_back(
                {failure.at("page").get<std::uint64_t>(), failure.at("record").get<std::string>(),
                 failure.at("reason").get<std::string>(), failure.at("replaced").get<bool>()});
    } catch (const JsonError& error) {
        throw DataError(concat((release / "logs.json").string(), ": ", error.what()));
    }
    facts.has_digest = files.refusal("digest.json") != OpenableFiles::k_missing;
    if (!facts.has_digest) return facts;
    const Json roots = read_object(files, "digest.json");
    facts.files_root = text_or_none(roots, "files_root");
    facts.pixels_root = text_or_none(roots, "pixels_root");
    return facts;
}

} // namespace ecgpress
