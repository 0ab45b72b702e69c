#include "pipeline/release_tables.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "core/csv.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/text.hpp"

namespace ecgpress {

namespace {

using nlohmann::json;

constexpr long long k_largest_count = 1'000'000'000'000'000; // sums of them overflow nothing

/// One line of a table with its columns by name. Our own tables hold no line break within a field.
class TableRow {
  public:
    TableRow(const std::string& file, std::size_t line,
             const std::unordered_map<std::string, std::size_t>& columns,
             std::vector<std::string> fields)
        : file_(file), line_(line), columns_(columns), fields_(std::move(fields)) {}

    const std::string& text(const std::string& column) const {
        const auto found = columns_.find(column);
        if (found == columns_.end()) fail(concat("has no column `", column, "`"));
        if (found->second >= fields_.size()) fail(concat("has no value for `", column, "`"));
        return fields_[found->second];
    }
    double number(const std::string& column) const {
        double value = 0;
        if (!parse_number(text(column), value))
            fail(
                concat("has `", printable(text(column)), "` for ", column, ", which is no number"));
        return value;
    }
    std::uint64_t count(const std::string& column) const {
        long long value = 0;
        if (!parse_number(text(column), value) || value < 0 || value > k_largest_count)
            fail(concat("has `", printable(text(column)), "` for ", column,
                        ", which is no whole number"));
        return static_cast<std::uint64_t>(value);
    }
    /// A number of pixels, or of pixels to one.
    int size(const std::string& column) const {
        constexpr std::uint64_t k_largest_size = 1'000'000;
        const std::uint64_t value = count(column);
        if (value > k_largest_size)
            fail(concat("has `", value, "` for ", column, " (", k_largest_size, " is the most)"));
        return static_cast<int>(value);
    }
    /// A part of file names: as this program writes them, so that none leads anywhere else.
    const std::string& name() const {
        constexpr const char* k_letters = "0123456789abcdefghijklmnopqrstuvwxyz_-";
        const std::string& name = text("name");
        if (name.empty() || name.find_first_not_of(k_letters) != std::string::npos)
            fail(concat("has the name `", printable(name),
                        "` (names are of letters, digits, _ and -)"));
        return name;
    }
    bool lists(const std::string& column, const std::string& word) const {
        for (const std::string& listed : split_text(text(column), ';'))
            if (listed == word) return true;
        return false;
    }

  private:
    [[noreturn]] void fail(const std::string& problem) const {
        throw DataError(concat(file_, ":", line_, ": ", problem));
    }

    const std::string& file_;
    std::size_t line_;
    const std::unordered_map<std::string, std::size_t>& columns_;
    std::vector<std::string> fields_;
};

void for_each_row(const fs::path& path, const std::function<void(const TableRow&)>& visit) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw IoError(concat("cannot read ", path.string(), " (is it there?)"));
    const std::string name = path.filename().string();
    std::unordered_map<std::string, std::size_t> columns;
    std::string line;
    for (std::size_t number = 1; std::getline(in, line); ++number) {
        auto row = CsvReader(line, name).next();
        if (!row) continue;
        if (columns.empty())
            for (std::size_t i = 0; i < row->fields.size(); ++i) columns[row->fields[i]] = i;
        else
            visit(TableRow(name, number, columns, std::move(row->fields)));
    }
}

json read_log(const fs::path& release) {
    const fs::path path = release / "logs.json";
    const std::string text = read_file(path);
    json log = json_depth(text) > k_deepest_json ? json() : json::parse(text, nullptr, false);
    if (!log.is_object()) throw DataError(concat(path.string(), " is no JSON object"));
    return log;
}

ReleaseCounts counts_of(const json& log) {
    const json counts = log.value("counts", json::object());
    const json items = counts.value("items", json::object());
    const auto count = [&](const char* name) { return items.value(name, std::uint64_t{0}); };
    return {counts.value("pages", std::uint64_t{0}),
            count("digitization"),
            count("detection"),
            count("segmentation"),
            count("with-overlap"),
            count("without-overlap")};
}

std::uint64_t pages_per_folder_of(const json& log) {
    const json config = log.value("configuration", json::object());
    return config.value("release", json::object()).value("pages_per_folder", std::uint64_t{0});
}

bool trace_truth_of(const json& log) {
    const json config = log.value("configuration", json::object());
    return config.value("release", json::object()).value("trace_truth", false);
}

OracleScores floors_of(const json& log) {
    const json config = log.value("configuration", json::object());
    const json oracle = config.value("oracle", json::object());
    const json floors = oracle.value("floors_db", json::object());
    OracleScores scores;
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        scores.db[i] = floors.value(k_oracle_names[i], OracleScores::k_not_measured);
    return scores;
}

std::map<std::string, MaskSettings> masks_of(const json& log) {
    std::map<std::string, MaskSettings> masks;
    const json config = log.value("configuration", json::object());
    for (const json& group : config.value("pages", json::array())) {
        const json mask = group.value("mask", json::object());
        MaskSettings& settings = masks[group.value("name", "")];
        settings.visible = mask.value("visible", false);
        settings.overlap = mask.value("overlap", false);
    }
    return masks;
}

} // namespace

ReleaseTables::ReleaseTables(fs::path release) : release_(std::move(release)), paths_(0) {
    try {
        const json log = read_log(release_);
        paths_ = ReleasePaths(pages_per_folder_of(log));
        counts_ = counts_of(log);
        trace_truth_ = trace_truth_of(log);
        floors_db_ = floors_of(log);
        masks_ = masks_of(log);
    } catch (const json::exception& error) {
        throw DataError(concat((release_ / "logs.json").string(), ": ", error.what()));
    }
}

MaskSettings ReleaseTables::masks(const std::string& group) const {
    const auto found = masks_.find(group);
    return found == masks_.end() ? MaskSettings() : found->second;
}

void ReleaseTables::for_each_page(const std::function<void(const ReleasePage&)>& visit) const {
    for_each_row(release_ / "manifest.csv", [&](const TableRow& row) {
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
        visit(page);
    });
}

void ReleaseTables::for_each_lead(const std::function<void(const ReleaseLead&)>& visit) const {
    for_each_row(release_ / "leads.csv", [&](const TableRow& row) {
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
        visit(lead);
    });
}

} // namespace ecgpress
