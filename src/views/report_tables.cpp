#include "views/report_tables.hpp"

#include <string_view>

#include "core/csv_table.hpp"
#include "core/error.hpp"
#include "core/text.hpp"
#include "dataset/release/openable_files.hpp"
#include "views/chosen_pages.hpp"

namespace ecgpress {

namespace {

/// manifest.csv with its column indices.
struct Manifest {
    explicit Manifest(const std::filesystem::path& release)
        : table(OpenableFiles(release).place("manifest.csv")) {}

    CsvTable table;
    std::size_t index = table.column("index"), split = table.column("split"),
                layout = table.column("layout"), preset = table.column("preset"),
                look = table.column("look"), age = table.column("age"), sex = table.column("sex"),
                datasets = table.column("datasets"), width = table.column("width_px"),
                height = table.column("height_px");
    std::array<std::size_t, k_oracle_count> oracle = [this] {
        std::array<std::size_t, k_oracle_count> columns{};
        for (std::size_t i = 0; i < k_oracle_count; ++i)
            columns[i] = table.column(concat("oracle_", k_oracle_names[i], "_db"));
        return columns;
    }();
};

/// leads.csv with its column indices.
struct Leads {
    explicit Leads(const std::filesystem::path& release)
        : table(OpenableFiles(release).place("leads.csv")) {}

    CsvTable table;
    std::size_t page = table.column("page"), x0 = table.column("box_x0_px"),
                y0 = table.column("box_y0_px"), x1 = table.column("box_x1_px"),
                y1 = table.column("box_y1_px"), target = table.column("target_ink_px"),
                ratio = table.column("overlap_ratio");
};

void count(CountsBySplit& counts, std::string_view kind, Split split) {
    ++counts[std::string(kind)][static_cast<std::size_t>(split)];
}

/// Adds a value unless the cell is empty.
void add_if_told(Distribution& values, std::string_view text) {
    double value = 0;
    if (!text.empty() && parse_number(text, value)) values.add(value);
}

void add_page(ReportTables& report, const Manifest& manifest) {
    const CsvTable& row = manifest.table;
    const auto split = parse_split(row.text(manifest.split));
    if (!split)
        throw DataError(concat("manifest.csv: split is `", row.text(manifest.split),
                               "`. Expected train, val or test."));
    ++report.pages;
    report.pages_to_read.add(row.count(manifest.index));
    count(report.by_split, name_of(*split), *split);
    count(report.by_layout, row.text(manifest.layout), *split);
    count(report.by_preset, row.text(manifest.preset), *split);
    count(report.by_look, row.text(manifest.look), *split);
    count(report.by_sex, row.text(manifest.sex), *split);
    add_if_told(report.age_years, row.text(manifest.age));
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        add_if_told(report.oracle_db[i], row.text(manifest.oracle[i]));
}

void add_lead(ReportTables& report, const Leads& leads, double page_width, double page_height) {
    const CsvTable& row = leads.table;
    if (row.count(leads.target) > 0) {
        const double ratio = row.number(leads.ratio);
        ++report.crops;
        report.crops_with_overlap += ratio > 0 ? 1 : 0;
        report.overlap_ratio.add(ratio);
    }
    const double width = row.number(leads.x1) - row.number(leads.x0),
                 height = row.number(leads.y1) - row.number(leads.y0);
    if (!(width > 0)) return;
    ++report.boxes;
    report.box_width_px.add(width);
    report.box_height_px.add(height);
    report.box_width_percent.add(100 * width / page_width);
    report.box_height_percent.add(100 * height / page_height);
}

} // namespace

// Keeps every step_-th item. When the memory is full, every other item is dropped and the step is
// doubled.
void EvenChoice::add(std::uint64_t thing) {
    if (seen_++ % step_ != 0) return;
    if (kept_.size() == 2 * count_) {
        for (std::size_t i = 0; i < count_; ++i) kept_[i] = kept_[2 * i];
        kept_.resize(count_);
        step_ *= 2;
        if ((seen_ - 1) % step_ != 0) return;
    }
    kept_.push_back(thing);
}

std::vector<std::uint64_t> EvenChoice::chosen() const {
    std::vector<std::uint64_t> things;
    for (const std::uint64_t place : evenly(kept_.size(), count_)) things.push_back(kept_[place]);
    return things;
}

ReportTables read_report_tables(const std::filesystem::path& release, std::size_t sample) {
    ReportTables report(sample);
    Manifest manifest(release);
    Leads leads(release);
    // Both tables have the same order of pages, so they are read in parallel.
    bool lead_there = leads.table.next();
    while (manifest.table.next()) {
        const bool in_dataset = !manifest.table.text(manifest.datasets).empty();
        if (in_dataset)
            add_page(report, manifest);
        else
            ++report.left_out;
        const std::uint64_t index = manifest.table.count(manifest.index);
        const double width = manifest.table.number(manifest.width),
                     height = manifest.table.number(manifest.height);
        for (; lead_there && leads.table.count(leads.page) == index;
             lead_there = leads.table.next())
            if (in_dataset) add_lead(report, leads, width, height);
    }
    if (lead_there)
        throw DataError(concat("leads.csv: page ", leads.table.text(leads.page),
                               " is not at this position in manifest.csv. Both files must have the "
                               "same order of pages."));
    return report;
}

} // namespace ecgpress
