#include "views/release_pages.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "core/csv_table.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/shard/truth_file.hpp"

namespace ecgpress {

namespace {

Bytes bytes_of(OpenableFiles& files, const std::string& path) {
    const std::string text = files.text(path);
    return {text.begin(), text.end()};
}

double number_or_nan(std::string_view text) {
    double value = 0;
    return parse_number(text, value) ? value : std::numeric_limits<double>::quiet_NaN();
}

/// Converts a row of manifest.csv.
PageRow page_row(const CsvTable& table) {
    const auto whole = [&](const char* name) { return static_cast<int>(table.count(name)); };
    PageRow row;
    row.index = table.count("index");
    row.record = table.text("record");
    row.patient = table.text("patient");
    row.split = parse_split(table.text("split")).value_or(Split::train);
    row.group = table.text("group");
    row.layout = table.text("layout");
    row.rows = whole("rows");
    row.columns = whole("columns");
    row.width_px = whole("width_px");
    row.height_px = whole("height_px");
    row.dpi = table.number("dpi");
    row.px_per_mm = table.number("px_per_mm");
    row.paper_speed_mm_per_s = table.number("paper_speed_mm_per_s");
    row.gain_mm_per_mv = table.number("gain_mm_per_mv");
    row.rate_hz = table.number("rate_hz");
    row.gap_samples = static_cast<std::uint32_t>(table.count("gap_samples"));
    row.seed = table.count("seed");
    for (const Dataset dataset :
         {Dataset::digitization, Dataset::detection, Dataset::segmentation, Dataset::overlap})
        if (table.lists("datasets", name_of(dataset))) row.datasets.add(dataset);
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        row.oracle.db[i] = number_or_nan(table.text(concat("oracle_", k_oracle_names[i], "_db")));
    row.preset = table.text("preset");
    row.look = table.text("look");
    row.sheet = table.count("sheet");
    row.age = table.text("age");
    row.sex = table.text("sex");
    return row;
}

RectPx rect(const CsvTable& table, const std::string& name) {
    return {table.number(name + "_x0_px"), table.number(name + "_y0_px"),
            table.number(name + "_x1_px"), table.number(name + "_y1_px")};
}

/// Converts a row of leads.csv.
LeadRow lead_row(const CsvTable& table) {
    const auto whole = [&](const char* name) {
        return static_cast<int>(table.number(name)); // a crop can start at a negative position
    };
    LeadRow row;
    row.lead = parse_lead(table.text("lead")).value_or(Lead::I);
    row.number = whole("number");
    row.rhythm = table.text("rhythm") == "1";
    row.inverted = table.text("inverted") == "1";
    row.start_s = table.number("start_s");
    row.first_sample = static_cast<std::uint32_t>(table.count("first_sample"));
    row.sample_count = static_cast<std::uint32_t>(table.count("sample_count"));
    row.first_x_px = table.number("first_x_px");
    row.baseline_y_px = table.number("baseline_y_px");
    row.px_per_s = table.number("px_per_s");
    row.px_per_mv = table.number("px_per_mv");
    row.line_width_px = table.number("line_width_px");
    row.mask_line_width_px = table.number("mask_line_width_px");
    row.mask_columns_per_px = whole("mask_columns_per_px");
    row.box_px = rect(table, "box");
    row.visible_box_px = rect(table, "visible");
    row.name_box_px = rect(table, "name");
    row.crop_px = {whole("crop_x_px"), whole("crop_y_px"), whole("crop_width_px"),
                   whole("crop_height_px")};
    row.visible_fraction = table.number("visible_fraction");
    row.target_ink_px = table.count("target_ink_px");
    row.other_ink_px = table.count("other_ink_px");
    return row;
}

/// A page, and the datasets that each of its leads is in.
struct ReleasePart {
    Sample sample;
    std::vector<std::string> lead_datasets;
};

/// Returns the chosen pages by index, with only their rows filled in.
std::map<std::uint64_t, ReleasePart> chosen_rows(OpenableFiles& files, const PageChoice& choice,
                                                 std::uint64_t& total) {
    for (CsvTable table(files.place("manifest.csv")); table.next();)
        total += table.text("datasets").empty() ? 0 : 1;
    const std::vector<std::uint64_t> places = evenly(total, choice.count);
    std::map<std::uint64_t, ReleasePart> parts;
    std::uint64_t place = 0;
    for (CsvTable table(files.place("manifest.csv")); table.next();) {
        if (table.text("datasets").empty()) continue; // in no dataset, because of caps
        const auto& wanted = choice.indices.empty() ? places : choice.indices;
        const std::uint64_t key = choice.indices.empty() ? place++ : table.count("index");
        if (std::find(wanted.begin(), wanted.end(), key) == wanted.end()) continue;
        const PageRow row = page_row(table);
        parts[row.index].sample.row = row;
    }
    for (const std::uint64_t index : choice.indices)
        if (parts.count(index) == 0)
            throw ConfigError(concat("page ", index, " does not exist in ",
                                     files.place("manifest.csv").string(),
                                     ". Use another --index."));
    return parts;
}

void add_leads(OpenableFiles& files, std::map<std::uint64_t, ReleasePart>& parts) {
    CsvTable table(files.place("leads.csv"));
    const std::size_t page = table.column("page");
    while (table.next()) {
        const auto part = parts.find(table.count(page));
        if (part == parts.end()) continue;
        LeadSample lead;
        lead.row = lead_row(table);
        part->second.sample.leads.push_back(std::move(lead));
        part->second.lead_datasets.emplace_back(table.text("datasets"));
    }
}

/// Reads the files of a lead.
void read_lead(OpenableFiles& files, const ReleasePaths& paths, const PageRow& page,
               const std::string& datasets, LeadSample& lead) {
    const std::string name = lead_name(page, lead.row);
    for (const std::string& dataset : split_text(datasets, ';')) {
        if (dataset == name_of(Dataset::digitization))
            lead.signal_json =
                files.text(paths.digitization_signal(page.index, page_name(page), name));
        for (const OverlapSet set :
             {OverlapSet::none, OverlapSet::with_overlap, OverlapSet::without_overlap}) {
            if (dataset != crop_set_name(set)) continue;
            const CropPaths crop = paths.crop(set, page.index, name);
            lead.crop_png = bytes_of(files, crop.image);
            lead.mask_png = bytes_of(files, crop.mask_png);
            lead.mask_bmp = bytes_of(files, crop.mask_bmp);
            lead.signal_json = files.text(crop.signal_json);
        }
    }
}

void read_truth(OpenableFiles& files, const std::string& file, Sample& sample) {
    const Bytes bytes = bytes_of(files, file);
    PageTruth truth = read_truth_npz(bytes);
    sample.warp = truth.warp;
    sample.pulses_px = std::move(truth.pulses_px);
    if (truth.leads.size() != sample.leads.size())
        throw DataError(concat(file, " contains ", truth.leads.size(), " leads, leads.csv ",
                               sample.leads.size(), "."));
    for (std::size_t i = 0; i < truth.leads.size(); ++i)
        sample.leads[i].truth = std::move(truth.leads[i].trace);
}

void read_files(OpenableFiles& files, const ReleaseTables& tables, ReleasePart& part) {
    Sample& sample = part.sample;
    const ReleasePaths& paths = tables.paths();
    const std::string name = page_name(sample.row);
    const std::uint64_t index = sample.row.index;
    if (sample.row.datasets.has(Dataset::detection)) {
        sample.image_jpeg = bytes_of(files, paths.detection_image(index, name));
        sample.yolo = files.text(paths.detection_label(index, name));
    } else if (sample.row.datasets.has(Dataset::digitization))
        sample.image_jpeg = bytes_of(files, paths.digitization_image(index, name));
    if (tables.masks(sample.row.group).overlap)
        sample.overlap_png = bytes_of(files, paths.overlap_mask(index, name));
    for (std::size_t i = 0; i < sample.leads.size(); ++i)
        read_lead(files, paths, sample.row, part.lead_datasets[i], sample.leads[i]);
    if (tables.has_trace_truth()) read_truth(files, paths.trace_truth(index, name), sample);
}

} // namespace

std::uint64_t for_each_release_page(const fs::path& release, const PageChoice& choice,
                                    const std::function<void(const Sample&)>& visit) {
    const ReleaseTables tables(release);
    OpenableFiles files(release);
    std::uint64_t total = 0;
    auto parts = chosen_rows(files, choice, total);
    add_leads(files, parts);
    for (auto& [index, part] : parts) {
        read_files(files, tables, part);
        visit(part.sample);
        part = {}; // frees the page's memory
    }
    return total;
}

} // namespace ecgpress
