#include "pipeline/compare/stored_page.hpp"

#include <algorithm>
#include <cmath>

#include "codec/json.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/shard/stored_items.hpp"
#include "dataset/shard/truth_file.hpp"
#include "page/labels.hpp"
#include "pipeline/rules/plan_text_rules.hpp"
#include "pipeline/rules/truth_rules.hpp"

namespace ecgpress {

namespace {

template <class Item>
NamedFile named(const std::string& of, const std::string& kind, const Item& item) {
    return {concat(of, ": ", kind), std::string(item.begin(), item.end())};
}

PageTruth truth_of(const Sample& sample) {
    PageTruth truth;
    truth.rate_hz = sample.row.rate_hz;
    truth.warp = sample.warp;
    truth.pulses_px = sample.pulses_px;
    truth.grid_nodes = sample.grid_nodes;
    for (const LeadSample& lead : sample.leads)
        truth.leads.push_back({name_of(lead.row.lead), lead.row.number, lead.row.baseline_y_px,
                               lead.row.px_per_mv, lead.row.crop_px, lead.truth});
    return truth;
}

/// A page of a shard in the form in which files of releases are compared.
PageFiles files_of(const Sample& sample) {
    const std::string page = page_name(sample.row);
    PageFiles files;
    files.image = named(page, type_of(PageItem::image).kind, sample.image_jpeg);
    files.labels.push_back(named(page, type_of(PageItem::label).kind, sample.yolo));
    files.truth.path = concat(page, ": ", k_truth_kind);
    files.stored_truth = truth_of(sample);
    files.mask_overlap = named(page, type_of(PageItem::mask_overlap).kind, sample.overlap_png);
    files.mask_semantic = named(page, type_of(PageItem::mask_semantic).kind, sample.semantic_png);
    files.mask_soft = named(page, type_of(PageItem::mask_soft).kind, sample.soft_png);
    for (const LeadSample& lead : sample.leads) {
        const std::string name = lead_name(sample.row, lead.row);
        files.leads.push_back(
            {{named(name, type_of(LeadItem::signal).kind, lead.signal_json)},
             named(name, type_of(LeadItem::crop).kind, lead.crop_png),
             named(name, type_of(LeadItem::mask_png).kind, lead.mask_png),
             named(name, type_of(LeadItem::mask_bmp).kind, lead.mask_bmp),
             named(name, type_of(LeadItem::mask_visible).kind, lead.visible_png)});
    }
    return files;
}

/// Compares the ink on the drawing, which only shards have, with the stroke along the trace.
void check_drawn_ink(const Sample& sample, const PageTruth& truth, const Report& report) {
    const double px_per_mm = sample.row.px_per_mm;
    const RectPx flat{0, 0, static_cast<double>(sample.row.width_px),
                      static_cast<double>(sample.row.height_px)},
        drawing{0, 0, std::round(sample.row.page_width_mm * px_per_mm),
                std::round(sample.row.page_height_mm * px_per_mm)};
    // On a distorted page ink is in whole pixels.
    const double tolerance_px = sample.warp ? 1.51 : 0.005;
    for (std::size_t i = 0; i < sample.leads.size(); ++i) {
        const LeadRow& row = sample.leads[i].row;
        const RectPx ink = stroke_extent(drawn_positions(truth, i), row.line_width_px,
                                         sample.warp ? drawing : flat);
        for (const auto& [found, expected] :
             {std::pair{row.ink_px.x0_px, ink.x0_px}, std::pair{row.ink_px.y0_px, ink.y0_px},
              std::pair{row.ink_px.x1_px, ink.x1_px}, std::pair{row.ink_px.y1_px, ink.y1_px}})
            if (!is_close(found, expected, tolerance_px)) {
                report(k_leads_table,
                       concat(lead_name(sample.row, row), ": ink_px has a side at ",
                              shortest(found), " px, its trace at ", fixed(expected, 3), " px"));
                break;
            }
    }
}

/// Compares a signal as numbers, which only shards have, with its text.
std::string difference_of_numbers(const std::vector<float>& numbers,
                                  const std::vector<double>& signal_mv) {
    if (numbers.size() != signal_mv.size())
        return concat("signal_mv has ", numbers.size(), " values, its signal ", signal_mv.size());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        const auto expected = static_cast<float>(signal_mv[i]);
        if (numbers[i] != expected && !(std::isnan(numbers[i]) && std::isnan(expected)))
            return concat("signal_mv is ", shortest(double{numbers[i]}), " mV at sample ", i,
                          ", its signal ", shortest(signal_mv[i]), " mV");
    }
    return {};
}

void compare_plan(const Sample& sample, const PageRows& rows, const PlannedPages* planned,
                  const Report& report) {
    const std::string page = page_name(sample.row);
    if (planned == nullptr) {
        for (const std::string& problem : check_plan(Json::parse_or_null(sample.plan_json), rows))
            report(concat(page, ": ", type_of(PageItem::plan).kind), problem);
        return;
    }
    for (const std::string& problem : planned->compare(sample.row, sample.plan_json))
        report(page, problem);
    for (const std::string& problem : planned->compare(rows)) report(page, problem);
}

} // namespace

PageRows rows_of(const Sample& sample) {
    const PageRow& page = sample.row;
    std::vector<LeadRow> leads;
    for (const LeadSample& lead : sample.leads) leads.push_back(lead.row);
    PageSelection selection;
    selection.digitization = page.datasets.has(Dataset::digitization);
    selection.detection = page.datasets.has(Dataset::detection);
    DatasetSet datasets;
    for (const Dataset dataset : {Dataset::digitization, Dataset::detection})
        if (page.datasets.has(dataset)) datasets.add(dataset);
    for (const LeadRow& lead : leads) {
        const bool has_crop = !lead.crop_px.empty();
        selection.segmentation.push_back(has_crop && page.datasets.has(Dataset::segmentation));
        selection.overlap.push_back(!has_crop || !page.datasets.has(Dataset::overlap)
                                        ? OverlapSet::none
                                    : lead.other_ink_px > 0 ? OverlapSet::with_overlap
                                                            : OverlapSet::without_overlap);
        if (selection.segmentation.back()) datasets.add(Dataset::segmentation);
        if (selection.overlap.back() != OverlapSet::none) datasets.add(Dataset::overlap);
    }
    PageRows rows;
    rows.page = manifest_row(page, leads.size(), datasets);
    for (std::size_t i = 0; i < leads.size(); ++i)
        rows.leads.push_back(leads_row(page, leads[i], selection, i));
    for (const WordRow& word : sample.words) rows.words.push_back(words_row(page, word));
    for (const BeatRow& beat : sample.beats) rows.beats.push_back(beats_row(page, beat));
    return rows;
}

ReadPage check_stored_page(const Sample& sample, const PageRows& rows, const StatedConfig& stated,
                           const PlannedPages* planned, PageChecks which, const Report& report) {
    if (sample.leads.size() != rows.leads.size()) return {}; // a problem of the rows
    const PageFiles files = files_of(sample);
    if (which == PageChecks::all) compare_plan(sample, rows, planned, report);
    if (which == PageChecks::all) check_drawn_ink(sample, *files.stored_truth, report);
    ReadPage page = check_page_files(files, rows, stated, which, report);
    for (std::size_t i = 0; i < std::min(page.leads.size(), sample.leads.size()); ++i) {
        const std::string difference =
            difference_of_numbers(sample.leads[i].signal_mv, page.leads[i].signal_mv);
        if (!difference.empty()) report(rows.leads[i].name, difference);
    }
    return page;
}

} // namespace ecgpress
