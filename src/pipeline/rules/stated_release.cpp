#include "pipeline/rules/stated_release.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/shard/stored_items.hpp"
#include "page/layouts.hpp"

namespace ecgpress {

namespace {

std::vector<std::string> keys_of(const Json& object) {
    std::vector<std::string> keys;
    if (object.is_object())
        for (const auto& [key, value] : object.members()) keys.push_back(key);
    return keys;
}

DatasetSet datasets_of(const Json& names) {
    DatasetSet set;
    for (std::size_t i = 0; i < k_dataset_count; ++i)
        for (const Json& name : names)
            if (name.get<std::string>() == dataset_names()[i]) set.add(static_cast<Dataset>(i));
    return set;
}

MaskSettings masks_of(const Json& mask) {
    MaskSettings masks;
    const auto read = [&](const auto& items) {
        for (const auto& item : items)
            if (item.asked_for != nullptr) masks.*item.asked_for = mask.value(item.setting, false);
    };
    read(k_page_items);
    read(k_lead_items);
    masks.line_width_mm = mask.value("line_width_mm", masks.line_width_mm);
    masks.columns_per_px = mask.value("columns_per_px", masks.columns_per_px);
    return masks;
}

/// Layouts that a configuration defines: a list of objects with name and rows of lead names.
std::vector<Layout> own_layouts(const Json& config) {
    std::vector<Layout> layouts;
    for (const Json& own : config.value("layouts", Json::array())) {
        std::vector<std::vector<Lead>> rows;
        for (const Json& row : own.value("rows", Json::array())) {
            rows.emplace_back();
            for (const Json& name : row)
                if (const auto lead = parse_lead(name.get<std::string>()))
                    rows.back().push_back(*lead);
        }
        layouts.push_back(make_layout(own.value("name", ""), rows));
    }
    return layouts;
}

/// Presets of `artifacts`. Pages of a list or of pairs can have any.
std::vector<std::string> presets_of(const Json& group) {
    if (!group.contains("artifacts")) return {"clean"};
    std::vector<std::string> presets = keys_of(group["artifacts"]);
    const auto is_preset = [](const std::string& name) { return name != "paired"; };
    return std::all_of(presets.begin(), presets.end(), is_preset) ? presets
                                                                  : std::vector<std::string>();
}

void read_styles(const Json& looks, StatedGroup& stated) {
    if (!looks.is_object()) return;
    for (const auto& [look, settings] : looks.members()) {
        const Json style = settings.value("style", Json::object());
        if (!style.is_object()) continue;
        auto& numbers = stated.styles[look];
        for (const auto& [key, value] : style.members()) {
            if (value.is_number()) numbers[key] = value.get<double>();
            if (value.is_string()) numbers[concat(key, '/', value.get<std::string>())] = 1;
            if (!value.is_object()) continue;
            for (const auto& [part, number] : value.members())
                if (number.is_number()) numbers[concat(key, '/', part)] = number.get<double>();
        }
        stated.is_fitted |= !style.contains("fit_to_page") || style["fit_to_page"] != Json(false);
    }
}

StatedGroup group_of(const Json& group, const std::vector<Layout>& own) {
    StatedGroup stated;
    stated.datasets = datasets_of(group.value("datasets", Json::array()));
    stated.masks = masks_of(group.value("mask", Json::object()));
    for (const std::string& name : keys_of(group.value("layouts", Json::object())))
        for (const auto* layouts : {&own, &standard_layouts()})
            if (const Layout* layout = find_layout(*layouts, name)) {
                stated.layouts.push_back(*layout);
                break;
            }
    stated.looks = keys_of(group.value("looks", Json::object()));
    stated.presets = presets_of(group);
    read_styles(group.value("looks", Json::object()), stated);
    stated.config = group;
    return stated;
}

ReleaseSettings settings_of(const Json& config) {
    const Json release = config.value("release", Json::object());
    ReleaseSettings settings;
    settings.labels = label_settings(config);
    settings.truth = truth_settings(config);
    settings.pages_per_folder = release.value("pages_per_folder", std::uint64_t{0});
    settings.outline_points = release.value("outline_points", std::uint64_t{0});
    settings.trace_truth = release.value("trace_truth", false);
    settings.only = release.value("only", "");
    settings.pixel_digest = release.value("pixel_digest", false);
    settings.publish = {release.value("title", ""),   release.value("creator", ""),
                        release.value("url", ""),     release.value("date", ""),
                        release.value("license", ""), release.value("doi", ""),
                        release.value("version", ""), release.value("description", ""),
                        release.value("citation", "")};
    return settings;
}

std::vector<Failure> failures_of(const Json& log) {
    std::vector<Failure> failures;
    for (const Json& failure : log.value("failures", Json::array()))
        failures.push_back({failure.value("page", std::uint64_t{0}), failure.value("record", ""),
                            failure.value("reason", ""), failure.value("replaced", true)});
    return failures;
}

StatedConfig config_of(const Json& config) {
    StatedConfig stated;
    stated.seed = config.value("seed", std::uint64_t{0});
    const Json source = config.value("source", Json::object());
    stated.most_lost = source.value("most_lost", 1.0);
    stated.has_windows = source.value("window_s", 0.0) > 0;
    stated.oracle_every = config.value("oracle", Json::object()).value("every", std::uint64_t{0});
    stated.labels = label_settings(config);
    stated.truth = truth_settings(config);
    const std::vector<Layout> own = own_layouts(config);
    for (const Json& group : config.value("pages", Json::array()))
        stated.groups[group.value("name", "")] = group_of(group, own);
    return stated;
}

StatedRelease stated_by(const Json& log) {
    const Json config = log.value("configuration", Json::object());
    StatedRelease stated{config_of(config), log.value("format", ""), {}, {}, {}};
    stated.settings = settings_of(config);
    stated.summary.version = log.value("version", "");
    stated.summary.config = config.dump();
    stated.summary.source_fingerprint = log.value("source_fingerprint", "");
    stated.summary.typeface_sha256 = log.value("typeface_sha256", "");
    stated.summary.failures = failures_of(log);
    stated.counts = log.value("counts", Json::object());
    return stated;
}

} // namespace

const Layout* StatedGroup::layout(const std::string& name) const {
    return find_layout(layouts, name);
}

std::optional<double> StatedGroup::style(const std::string& look, const std::string& key) const {
    const auto of_look = styles.find(look);
    if (of_look == styles.end()) return std::nullopt;
    const auto number = of_look->second.find(key);
    return number == of_look->second.end() ? std::nullopt : std::optional(number->second);
}

const StatedGroup* StatedConfig::group(const std::string& name) const {
    const auto found = groups.find(name);
    return found == groups.end() ? nullptr : &found->second;
}

int jpeg_quality_of(const StatedGroup* group) {
    constexpr int k_default_quality = 95;
    if (group == nullptr || !group->config.contains("jpeg")) return k_default_quality;
    const Json& jpeg = group->config["jpeg"];
    if (!jpeg.is_object() || !jpeg.contains("quality")) return k_default_quality;
    return jpeg["quality"].is_integer() ? jpeg["quality"].get<int>() : 1;
}

StatedConfig read_stated_config(const std::string& config) try {
    return config_of(Json::parse(config));
} catch (const JsonError& error) {
    throw DataError(concat("the configuration cannot be read: ", error.what()));
} catch (const ConfigError& error) { // a layout
    throw DataError(concat("the configuration is not valid: ", error.what()));
}

StatedRelease read_stated_release(const std::string& logs_json) {
    const Json log = Json::parse_or_null(logs_json);
    if (!log.is_object())
        throw DataError("logs.json is not a JSON object. The release cannot be compared with its "
                        "configuration. Run `ecgpress repair` on its run.");
    try {
        return stated_by(log);
    } catch (const JsonError& error) {
        throw DataError(concat("logs.json is not the log of a release: ", error.what(),
                               ". Run `ecgpress repair` on its run."));
    } catch (const ConfigError& error) { // a layout of the configuration
        throw DataError(concat("logs.json has an invalid configuration: ", error.what()));
    }
}

} // namespace ecgpress
