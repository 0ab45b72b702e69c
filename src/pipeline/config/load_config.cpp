#include "pipeline/config/load_config.hpp"

#include <cstring>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/printable.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"
#include "pipeline/config/config_reader.hpp"
#include "pipeline/keys/yaml_reader.hpp"

namespace ecgpress {

namespace {

constexpr FileKind k_file{"configuration", std::size_t{4} << 20};

/// The value of an override: text as it was typed, so that a path may contain " #" or ": ". Lists,
/// maps and quoted texts are YAML.
ConfigNode value_of(const std::string& written, const std::string& place,
                    ConfigProblems& problems) {
    const std::string text = trimmed(written);
    const bool is_yaml =
        text.empty() || text == "~" || text == "null" || std::strchr("[{\"'", text.front());
    if (is_yaml) return tree_of_value(text, place, problems);
    ConfigNode value;
    value.kind = ConfigNode::Kind::scalar;
    value.place = place;
    value.text = text;
    return value;
}

void apply(const std::string& setting, ConfigNode& root, ConfigProblems& problems) {
    const std::string place = "--set " + setting;
    const std::size_t equals = setting.find('=');
    if (equals == std::string::npos || equals == 0)
        return problems.add(place, "expected KEY=VALUE, for example --set seed=7.");
    const std::size_t problems_before = problems.count();
    const ConfigNode value = value_of(setting.substr(equals + 1), place, problems);
    if (problems.count() > problems_before) return;
    override_value(root, trimmed(setting.substr(0, equals)), value, problems);
}

} // namespace

Config parse_config(const std::string& yaml, const std::string& name,
                    const std::vector<std::string>& overrides) {
    ConfigProblems problems;
    ConfigNode root = tree_of_yaml(yaml, name, problems);
    // Report problems of the text first: problems that follow from them would be misleading.
    problems.throw_if_any();
    if (root.kind != ConfigNode::Kind::map)
        throw ConfigError(concat(name, " is not a configuration. It contains ", shown(root),
                                 ", expected keys with values. Start with seed: 1."));
    for (const std::string& setting : overrides) apply(setting, root, problems);
    Config config = read_config(root, problems);
    problems.throw_if_any();
    if (config.shard.pages == 0) config.shard.pages = default_shard_pages(config.page_count());
    if (!config.oracle.every) config.oracle.every = default_oracle_distance(config.page_count());
    return config;
}

namespace {

/// A name without a folder, which does not exist here, can be that of an installed configuration.
fs::path place_of(const fs::path& file) {
    std::error_code ignored;
    const fs::path installed = data_folder() / "config" / file;
    const bool is_installed = !file.empty() && !file.has_parent_path() &&
                              !fs::exists(file, ignored) && fs::is_regular_file(installed, ignored);
    return is_installed ? installed : file;
}

} // namespace

Config load_config(const std::filesystem::path& name, const std::vector<std::string>& overrides) {
    std::error_code ignored;
    const fs::path file = place_of(name);
    const fs::file_status status = fs::status(file, ignored);
    // A pipe that no program writes would never end.
    if (!fs::is_regular_file(status))
        throw ConfigError(concat("cannot read the configuration ", on_one_line(file.string()),
                                 ". It ",
                                 fs::is_fifo(status)  ? "is a pipe, not a file"
                                 : fs::exists(status) ? "is not a file"
                                                      : "does not exist",
                                 ". Use --config FILE."));
    return parse_config(read_file(file, k_file), file.string(), overrides);
}

namespace {

Config stored_config(const std::string& json, const std::vector<std::string>& overrides) {
    // JSON is also valid YAML.
    Config config = parse_config(json, "the stored configuration", overrides);
    config.source.exclude.unknown = Exclusion::Unknown::ignored;
    return config;
}

} // namespace

Config config_from_json(const std::string& json) {
    return stored_config(json, {});
}

Config config_without_paths(const std::string& json) {
    Config config = stored_config(json, {"source.path=unknown"}); // sources require one
    config.source.path.clear();
    return config;
}

} // namespace ecgpress
