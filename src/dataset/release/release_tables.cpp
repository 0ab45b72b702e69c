#include "dataset/release/release_tables.hpp"

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

namespace {

Json log_of(const std::string& text) {
    Json log = Json::parse_or_null(text);
    if (!log.is_object())
        throw DataError("logs.json is not a JSON object. Run `ecgpress repair` on its run.");
    return log;
}

ItemCounts counts_of(const Json& log) {
    const Json logged = log.value("counts", Json::object());
    const Json items = logged.value("items", Json::object());
    ItemCounts counts;
    counts.pages = logged.value("pages", std::uint64_t{0});
    for (const CountedItems& kind : k_counted_items)
        counts.*kind.count = items.value(kind.name, std::uint64_t{0});
    return counts;
}

std::uint64_t pages_per_folder_of(const Json& log) {
    const Json config = log.value("configuration", Json::object());
    return config.value("release", Json::object()).value("pages_per_folder", std::uint64_t{0});
}

bool trace_truth_of(const Json& log) {
    const Json config = log.value("configuration", Json::object());
    return config.value("release", Json::object()).value("trace_truth", false);
}

OracleScores floors_of(const Json& config) {
    const Json oracle = config.value("oracle", Json::object());
    const Json floors = oracle.value("floors_db", Json::object());
    OracleScores scores;
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        scores.db[i] = floors.value(k_oracle_names[i], OracleScores::k_not_measured);
    return scores;
}

std::map<std::string, MaskSettings> masks_of(const Json& log) {
    std::map<std::string, MaskSettings> masks;
    const Json config = log.value("configuration", Json::object());
    for (const Json& group : config.value("pages", Json::array())) {
        const Json mask = group.value("mask", Json::object());
        MaskSettings& settings = masks[group.value("name", "")];
        const auto read = [&](const auto& items) {
            for (const auto& item : items)
                if (item.asked_for != nullptr)
                    settings.*item.asked_for = mask.value(item.setting, false);
        };
        read(k_page_items);
        read(k_lead_items);
    }
    return masks;
}

} // namespace

OracleScores oracle_floors_db(const std::string& config_json) {
    const Json config = Json::parse_or_null(config_json);
    return config.is_object() ? floors_of(config) : OracleScores();
}

LabelSettings label_settings(const Json& config) {
    LabelSettings settings;
    if (!config.is_object()) return settings;
    const Json labels = config.value("labels", Json::object());
    settings.rhythm_class = labels.value("rhythm_class", false);
    settings.pulse_class = labels.value("pulse_class", false);
    settings.page_class = labels.value("page_class", false);
    return settings;
}

TruthSettings truth_settings(const Json& config) {
    TruthSettings settings;
    if (!config.is_object()) return settings;
    const Json truth = config.value("truth", Json::object());
    settings.words = truth.value("words", false);
    settings.beats = truth.value("beats", false);
    settings.grid_nodes = truth.value("grid_nodes", false);
    return settings;
}

ReleaseTables::ReleaseTables(const std::string& text) : paths_(0) {
    try {
        const Json log = log_of(text);
        const Json config = log.value("configuration", Json::object());
        run_ = {log.value("version", ""), log.value("source_fingerprint", ""),
                log.value("typeface_sha256", ""), config.dump()};
        paths_ = ReleasePaths(pages_per_folder_of(log));
        counts_ = counts_of(log);
        trace_truth_ = trace_truth_of(log);
        labels_ = label_settings(config);
        truth_ = truth_settings(config);
        floors_db_ = floors_of(config);
        format_ = log.value("format", "");
        masks_ = masks_of(log);
    } catch (const JsonError& error) {
        throw DataError(concat("logs.json: ", error.what()));
    }
}

MaskSettings ReleaseTables::masks(const std::string& group) const {
    const auto found = masks_.find(group);
    return found == masks_.end() ? MaskSettings() : found->second;
}

} // namespace ecgpress
