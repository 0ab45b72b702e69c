#include "dataset/release/release_tables.hpp"

#include <utility>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/table_reader.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

namespace {

Json read_log(const fs::path& release) {
    const std::string text = OpenableFiles(release).text("logs.json");
    Json log = json_depth(text) > k_deepest_json ? Json() : Json::parse_or_null(text);
    if (!log.is_object())
        throw DataError(concat((release / "logs.json").string(),
                               " is not a JSON object. Run `ecgpress repair` on its run."));
    return log;
}

ItemCounts counts_of(const Json& log) {
    const Json told = log.value("counts", Json::object());
    const Json items = told.value("items", Json::object());
    ItemCounts counts;
    counts.pages = told.value("pages", std::uint64_t{0});
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

template <class Items> void add_checksums(std::vector<std::string>& columns, const Items& items) {
    for (const auto& item : items)
        if (item.crc32 != nullptr) columns.push_back(crc32_column(item.name));
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

ReleaseTables::ReleaseTables(fs::path release) : release_(std::move(release)), paths_(0) {
    try {
        const Json log = read_log(release_);
        paths_ = ReleasePaths(pages_per_folder_of(log));
        counts_ = counts_of(log);
        trace_truth_ = trace_truth_of(log);
        floors_db_ = floors_of(log.value("configuration", Json::object()));
        format_ = log.value("format", "");
        masks_ = masks_of(log);
    } catch (const JsonError& error) {
        throw DataError(concat((release_ / "logs.json").string(), ": ", error.what()));
    }
}

MaskSettings ReleaseTables::masks(const std::string& group) const {
    const auto found = masks_.find(group);
    return found == masks_.end() ? MaskSettings() : found->second;
}

void ReleaseTables::for_each_page(const std::function<void(const ManifestRow&)>& visit) const {
    std::vector<std::string> columns{"index",    "name",      "group",     "patient", "split",
                                     "width_px", "height_px", "px_per_mm", "leads",   "datasets"};
    add_checksums(columns, k_page_items);
    TableReader<ManifestRow> table(release_, columns);
    for (ManifestRow row; table.next(row);) visit(row);
}

void ReleaseTables::for_each_lead(const std::function<void(const LeadsRow&)>& visit) const {
    std::vector<std::string> columns{
        "page",    "name",    "sample_count",        "target_ink_px", "other_ink_px",
        "box_px",  "crop_px", "mask_columns_per_px", "line_width_px", "mask_line_width_px",
        "datasets"};
    add_checksums(columns, k_lead_items);
    TableReader<LeadsRow> table(release_, columns);
    for (LeadsRow row; table.next(row);) visit(row);
}

} // namespace ecgpress
