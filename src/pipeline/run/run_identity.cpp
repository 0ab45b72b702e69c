#include "pipeline/run/run_identity.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "core/version.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "pipeline/config/load_config.hpp"

namespace ecgpress {

namespace {

/// What run.json says: enough to tell two runs apart and to name what differs.
Json identity_of(const RunInputs& inputs) {
    Json config = Json::parse(inputs.texts.effective);
    return {{"config", config},
            {"fingerprint", inputs.fingerprint},
            {"source_fingerprint", inputs.source->fingerprint()},
            {"typeface_sha256", inputs.typefaces.of(Face::sans).sha256()},
            {"version", k_version}};
}

Json read_identity(const fs::path& path) {
    try {
        const std::string text = read_file(path);
        if (json_depth(text) <= k_deepest_json) return Json::parse(text);
    } catch (const JsonError& error) {
        throw ConfigError(concat(path.string(), " cannot be understood (", error.what(),
                                 "); choose another --out, or remove the folder"));
    }
    throw ConfigError(concat(path.string(), " cannot be understood (it nests more than ",
                             k_deepest_json, " deep); choose another --out, or remove the folder"));
}

/// Empty, or left by starts that were killed before they could say whose folder it is.
bool is_free(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind("run.json.", 0) != 0 || entry.path().extension() != ".part") return false;
    }
    return true;
}

/// Can a run begin in this folder? False where one has. @throws ConfigError what else is there
bool may_begin(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) return true;
    if (!fs::is_directory(folder, ignored))
        throw ConfigError(concat(folder.string(), " is no folder; choose another --out"));
    if (is_free(folder)) return true;
    // Asked last: another job of this run may have begun since.
    if (fs::exists(folder / "run.json", ignored)) return false;
    throw ConfigError(concat(folder.string(), " is not empty and holds no run (there is no ",
                             "run.json in it); choose a new folder as --out"));
}

/// Begins the run, unless another job of it did. @return whether this one did
bool begin(const fs::path& folder, const Json& identity) {
    if (!may_begin(folder)) return false;
    make_folder(folder);
    return write_file_once(folder / "run.json", identity.dump(2) + "\n");
}

} // namespace

void claim_run(const RunFolder& folder, const RunInputs& inputs) {
    if (!begin(folder.root(), identity_of(inputs))) require_run(folder, inputs);
    for (const fs::path& part : {folder.shards(), folder.parts(), folder.logs()})
        make_folder_below(folder.root(), part.filename());
    for (const ReleaseFormat& format : release_formats()) {
        std::error_code ignored;
        const fs::path place = folder.release(format.name);
        if (fs::is_symlink(fs::symlink_status(place, ignored)))
            throw IoError(concat(place.string(), " is a link (a run writes into its own folder ",
                                 "only); remove it, or give the place that it leads to as --out"));
    }
}

void require_run(const RunFolder& folder, const RunInputs& inputs) {
    const Json theirs = read_identity(folder.root() / "run.json");
    if (theirs.value("fingerprint", "") != inputs.fingerprint)
        throw ConfigError(concat(folder.root().string(), " holds another run (",
                                 differences(theirs.dump(), identity_of(inputs).dump()),
                                 "); choose another --out, or remove that folder"));
}

Config config_of_run(const RunFolder& folder) {
    const fs::path identity_path = folder.root() / "run.json";
    std::error_code ignored;
    if (!fs::exists(identity_path, ignored))
        throw ConfigError(concat(folder.root().string(),
                                 " holds no run (there is no run.json in it); give ",
                                 "the folder that was --out of `ecgpress run`, or --config FILE"));
    const Json identity = read_identity(identity_path);
    if (!identity.contains("config"))
        throw ConfigError(concat(identity_path.string(), " has no configuration in it"));
    return config_from_json(identity.at("config").dump());
}

std::string differences(const std::string& theirs_json, const std::string& ours_json) {
    constexpr std::size_t k_most = 5;
    const Json flat_theirs = Json::parse(theirs_json).flatten(),
               flat_ours = Json::parse(ours_json).flatten();
    std::vector<std::string> found;
    const auto note = [&](const std::string& key) {
        const auto value = [&](const Json& side) {
            return side.contains(key) ? side.at(key).dump() : std::string("nothing");
        };
        if (key == "/fingerprint" || value(flat_theirs) == value(flat_ours)) return;
        found.push_back(
            concat(key.substr(1), " (", value(flat_theirs), " there, ", value(flat_ours), " now)"));
    };
    for (const auto& member : flat_ours.members()) note(member.first);
    for (const auto& member : flat_theirs.members())
        if (!flat_ours.contains(member.first)) note(member.first);
    const std::size_t count = found.size();
    if (count > k_most) {
        found.resize(k_most);
        found.push_back(concat("and ", count - k_most, " more"));
    }
    return join(found, ", ");
}

std::size_t shard_count(const Config& config) {
    const std::uint64_t per_shard = config.shard.pages;
    return static_cast<std::size_t>((config.page_count() + per_shard - 1) / per_shard);
}

ShardHeader shard_header(const RunInputs& inputs, std::size_t shard) {
    ShardHeader header;
    header.version = k_version;
    header.fingerprint = inputs.fingerprint;
    header.config = inputs.texts.shard;
    header.first_page = shard * inputs.config.shard.pages;
    header.page_count =
        std::min(inputs.config.shard.pages, inputs.plan->page_count() - header.first_page);
    return header;
}

} // namespace ecgpress
