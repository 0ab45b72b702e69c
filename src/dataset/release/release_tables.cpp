#include "dataset/release/release_tables.hpp"

#include <utility>

#include "codec/crc32.hpp"
#include "codec/json.hpp"
#include "core/csv_table.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "dataset/release/openable_files.hpp"

namespace ecgpress {

namespace {

Json read_log(const fs::path& release) {
    const std::string text = OpenableFiles(release).text("logs.json");
    Json log = json_depth(text) > k_deepest_json ? Json() : Json::parse_or_null(text);
    if (!log.is_object())
        throw DataError(concat((release / "logs.json").string(), " is no JSON object"));
    return log;
}

ReleaseCounts counts_of(const Json& log) {
    const Json counts = log.value("counts", Json::object());
    const Json items = counts.value("items", Json::object());
    const auto count = [&](const char* name) { return items.value(name, std::uint64_t{0}); };
    return {counts.value("pages", std::uint64_t{0}),
            count("digitization"),
            count("detection"),
            count("segmentation"),
            count("with-overlap"),
            count("without-overlap")};
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
        settings.visible = mask.value("visible", false);
        settings.overlap = mask.value("overlap", false);
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

void ReleaseTables::for_each_page(const std::function<void(const ReleasePage&)>& visit) const {
    CsvTable row(OpenableFiles(release_).place("manifest.csv"));
    while (row.next()) {
        ReleasePage page;
        page.index = row.count("index");
        page.name = row.name();
        page.group = row.text("group");
        page.patient = row.text("patient");
        page.split = row.text("split");
        page.width_px = row.size("width_px");
        page.height_px = row.size("height_px");
        page.px_per_mm = row.number("px_per_mm");
        page.lead_count = row.count("leads");
        for (const Dataset dataset :
             {Dataset::digitization, Dataset::detection, Dataset::segmentation, Dataset::overlap})
            if (row.lists("datasets", name_of(dataset))) page.datasets.add(dataset);
        for (std::size_t i = 0; i < page.crc32.size(); ++i)
            page.crc32[i] = crc32_of_text(row.text(k_page_images[i].column));
        visit(page);
    }
}

void ReleaseTables::for_each_lead(const std::function<void(const ReleaseLead&)>& visit) const {
    CsvTable row(OpenableFiles(release_).place("leads.csv"));
    while (row.next()) {
        ReleaseLead lead;
        lead.page = row.count("page");
        lead.name = row.name();
        lead.sample_count = row.count("sample_count");
        lead.target_ink_px = row.count("target_ink_px");
        lead.other_ink_px = row.count("other_ink_px");
        lead.crop_width_px = row.size("crop_width_px");
        lead.crop_height_px = row.size("crop_height_px");
        lead.mask_columns_per_px = row.size("mask_columns_per_px");
        lead.mask_is_as_printed = lead.mask_columns_per_px == 1 &&
                                  row.number("mask_line_width_px") == row.number("line_width_px");
        lead.has_box = row.number("box_x1_px") > row.number("box_x0_px");
        lead.digitization = row.lists("datasets", "digitization");
        lead.segmentation = row.lists("datasets", crop_set_name(OverlapSet::none));
        for (const OverlapSet set : {OverlapSet::with_overlap, OverlapSet::without_overlap})
            if (row.lists("datasets", crop_set_name(set))) lead.overlap = set;
        for (std::size_t i = 0; i < lead.crc32.size(); ++i)
            lead.crc32[i] = crc32_of_text(row.text(k_lead_images[i].column));
        visit(lead);
    }
}

} // namespace ecgpress
