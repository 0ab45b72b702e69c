#include "views/report_tables.hpp"

#include <cmath>
#include <string_view>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/release/table_reader.hpp"
#include "signal/record_facts.hpp"
#include "views/chosen_pages.hpp"

namespace ecgpress {

namespace {

void count(CountsBySplit& counts, std::string_view kind, Split split) {
    ++counts[std::string(kind)][static_cast<std::size_t>(split)];
}

/// Adds a value unless the cell is empty.
void add_if_known(Distribution& values, std::string_view text) {
    double value = 0;
    if (!text.empty() && parse_number(text, value)) values.add(value);
}

const char* stratum_of(double difficulty) {
    return difficulty < 0.2 ? "easy, below 0.2" : difficulty < 0.5 ? "medium" : "hard, from 0.5";
}

void add_page(ReportTables& report, const ManifestRow& page) {
    ++report.pages;
    report.pages_to_read.add(page.index);
    count(report.by_split, name_of(page.split), page.split);
    count(report.by_layout, page.layout, page.split);
    count(report.by_preset, page.preset, page.split);
    count(report.by_look, page.look, page.split);
    count(report.by_stratum, stratum_of(page.difficulty), page.split);
    count(report.by_sex, page.sex, page.split);
    for (const std::string& name : main_classes_of(page)) count(report.by_class, name, page.split);
    ++report.pages_of_record[page.record];
    report.patients.insert(page.patient);
    add_if_known(report.age_years, page.age);
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        if (!std::isnan(page.oracle.db[i])) report.oracle_db[i].add(page.oracle.db[i]);
}

void add_lead(ReportTables& report, const LeadsRow& lead, const ManifestRow& page) {
    if (lead.target_ink_px > 0) {
        ++report.crops;
        report.crops_with_overlap += lead.ratio > 0 ? 1 : 0;
        report.overlap_ratio.add(lead.ratio);
    }
    const double width = lead.box_px.x1_px - lead.box_px.x0_px,
                 height = lead.box_px.y1_px - lead.box_px.y0_px;
    if (!(width > 0)) return;
    ++report.boxes;
    report.box_width_px.add(width);
    report.box_height_px.add(height);
    report.box_width_percent.add(100 * width / page.width_px);
    report.box_height_percent.add(100 * height / page.height_px);
}

} // namespace

Distribution ReportTables::pages_a_record() const {
    Distribution distribution{1};
    for (const auto& [record, count] : pages_of_record)
        distribution.add(static_cast<double>(count));
    return distribution;
}

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
    TableReader<ManifestRow> manifest(release,
                                      {"index", "split", "layout", "preset", "look", "age", "sex",
                                       "record", "patient", "superclasses", "dx", "datasets",
                                       "width_px", "height_px", "oracle_db", "difficulty"});
    TableReader<LeadsRow> leads(release, {"page", "box_px", "target_ink_px", "overlap_ratio"});
    // Both tables have the same order of pages, so they are read in parallel.
    LeadsRow lead;
    bool lead_there = leads.next(lead);
    for (ManifestRow page; manifest.next(page);) {
        const bool in_dataset = page.datasets.bits() != 0;
        if (in_dataset)
            add_page(report, page);
        else
            ++report.left_out;
        for (; lead_there && lead.page == page.index; lead_there = leads.next(lead))
            if (in_dataset) add_lead(report, lead, page);
    }
    if (lead_there)
        throw DataError(concat("leads.csv: page ", lead.page,
                               " is not at this position in manifest.csv. Both files must have the "
                               "same order of pages."));
    return report;
}

} // namespace ecgpress
