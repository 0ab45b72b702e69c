#include "pipeline/run/run_identity.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "core/version.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "pipeline/config/load_config.hpp"

namespace ecgpress {

namespace {

/// Limit: a configuration of 4 MiB, whose values need more space as indented JSON.
constexpr FileKind k_run_file{"run.json", std::size_t{64} << 20};

/// The content of run.json: identifies a run, with enough detail to report differences.
Json identity_of(const RunInputs& inputs) {
    Json config = Json::parse(inputs.texts.effective);
    return {{"config", config},
            {"fingerprint", inputs.fingerprint},
            {"source_fingerprint", inputs.source->fingerprint()},
            {"typeface_sha256", inputs.typefaces.of(Face::sans).file().sha256()},
            {"typefaces_from", places_of(inputs.typefaces)},
            {"typefaces_sha256", digests_of(inputs.typefaces)},
            {"version", k_version}};
}

/// A configuration without its `release`, and other values.
std::string without_release(const std::string& config, Json values) {
    const Json all = Json::parse_or_null(config);
    if (all.is_object())
        for (const auto& [key, value] : all.members())
            if (key != "release") values[key] = value;
    return values.dump();
}

Json read_identity(const fs::path& path) {
    try {
        return Json::parse(read_file(path, k_run_file, Links::refused));
    } catch (const JsonError& error) {
        throw ConfigError(concat("Cannot read ", path.string(), ". ", error.what(),
                                 ". Use another --out, or remove the folder."));
    }
}

/// True if the folder is empty, or contains only files of starts that were killed before they wrote
/// run.json.
bool is_free(const fs::path& folder) {
    for (const auto& entry : fs::directory_iterator(folder)) {
        const std::string name = entry.path().filename().string();
        if (name.rfind("run.json.", 0) != 0 || entry.path().extension() != ".part") return false;
    }
    return true;
}

/// True if a new run can use this folder, false if it contains a run. @throws ConfigError if it
/// contains anything else
bool may_begin(const fs::path& folder) {
    std::error_code ignored;
    if (!fs::exists(folder, ignored)) return true;
    if (!fs::is_directory(folder, ignored))
        throw ConfigError(concat(folder.string(), " is not a folder. Use another --out."));
    if (is_free(folder)) return true;
    // Checked last, because another job may have started this run in the meantime.
    if (fs::exists(folder / "run.json", ignored)) return false;
    throw ConfigError(concat(folder.string(),
                             " is not empty and contains no run. It has no run.json. ",
                             "Use a new folder as --out."));
}

/// Starts the run, unless another job has already started it. @return true if this job started it
bool begin(const fs::path& folder, const Json& identity) {
    if (!may_begin(folder)) return false;
    make_folder(folder);
    return write_file_once(folder / "run.json", identity.dump(2) + "\n");
}

} // namespace

RunIdentity parse_run_identity(const std::string& text) try {
    if (trimmed(text).empty()) throw DataError("is empty");
    const Json json = Json::parse(text);
    RunIdentity run;
    run.fingerprint = json.at("fingerprint").get<std::string>();
    run.source_fingerprint = json.at("source_fingerprint").get<std::string>();
    run.typeface_sha256 = json.at("typeface_sha256").get<std::string>();
    run.version = json.at("version").get<std::string>();
    if (json.contains("typefaces_sha256"))
        run.typefaces_sha256 = json.at("typefaces_sha256").get<std::vector<std::string>>();
    run.config = config_from_json(json.at("config").dump());
    run.texts = texts_of(run.config);
    return run;
} catch (const JsonError& error) {
    throw DataError(concat("cannot be read: ", error.what()));
} catch (const ConfigError& error) {
    throw DataError(concat("has a configuration that cannot be read: ", error.what()));
}

RunIdentity identity_of_shard(const ShardHeader& header) {
    RunIdentity run;
    run.config = config_without_paths(header.config);
    run.texts = texts_of(run.config);
    run.texts.shard = header.config;
    run.fingerprint = header.fingerprint;
    run.version = header.version;
    return run;
}

bool can_check_fingerprint(const RunIdentity& run) {
    return run.version == k_version && run.typefaces_sha256;
}

std::string fingerprint_problem(const RunIdentity& run) {
    if (!can_check_fingerprint(run)) return "";
    const std::string known =
        fingerprint_of(run.texts.shard, run.source_fingerprint, run.version, *run.typefaces_sha256);
    if (known == run.fingerprint) return "";
    return concat("states the fingerprint ", run.fingerprint, ", but its values have ", known,
                  ". It was changed after the run was started. Restore it.");
}

std::string differences_of(const StatedRun& release, const RunIdentity& run) {
    return differences(
        without_release(release.config, {{"version", release.version},
                                         {"source_fingerprint", release.source_fingerprint},
                                         {"typeface_sha256", release.typeface_sha256}}),
        without_release(run.texts.release, {{"version", run.version},
                                            {"source_fingerprint", run.source_fingerprint},
                                            {"typeface_sha256", run.typeface_sha256}}));
}

std::string differences_of(const ShardHeader& shard, const RunIdentity& run) {
    return differences(without_release(shard.config, {{"version", shard.version}}),
                       without_release(run.texts.shard, {{"version", run.version}}));
}

void claim_run(const RunFolder& folder, const RunInputs& inputs) {
    if (!begin(folder.root(), identity_of(inputs))) require_run(folder, inputs);
    for (const fs::path& part : {folder.shards(), folder.logs()})
        make_folder_below(folder.root(), part.filename());
    for (const ReleaseFormat& format : release_formats()) {
        std::error_code ignored;
        const fs::path place = folder.release(format.name);
        if (fs::is_symlink(fs::symlink_status(place, ignored)))
            throw IoError(concat(place.string(),
                                 " is a link. A run writes only into its own folder. ",
                                 "Remove the link, or use its target as --out."));
    }
}

void require_run(const RunFolder& folder, const RunInputs& inputs) {
    const Json theirs = read_identity(folder.root() / "run.json");
    if (theirs.value("fingerprint", "") != inputs.fingerprint)
        throw ConfigError(concat(folder.root().string(),
                                 " contains another run. Different values: ",
                                 differences(theirs.dump(), identity_of(inputs).dump()),
                                 ". Use another --out, or remove the folder."));
}

Config config_of_run(const RunFolder& folder) {
    const fs::path identity_path = folder.root() / "run.json";
    std::error_code ignored;
    if (!fs::exists(identity_path, ignored))
        throw ConfigError(
            concat(folder.root().string(), " contains no run. It has no run.json. Use ",
                   "the folder that was --out of ecgpress run, or add --config FILE."));
    const Json identity = read_identity(identity_path);
    if (!identity.contains("config"))
        throw ConfigError(
            concat(identity_path.string(),
                   " contains no configuration. Use another --out, or remove the folder."));
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

ShardHeader shard_header(const RunIdentity& run, std::size_t shard) {
    ShardHeader header;
    header.version = run.version;
    header.fingerprint = run.fingerprint;
    header.config = run.texts.shard;
    header.first_page = shard * run.config.shard.pages;
    header.page_count =
        std::min(run.config.shard.pages, run.config.page_count() - header.first_page);
    return header;
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
