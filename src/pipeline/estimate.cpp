#include "pipeline/estimate.hpp"

#include <algorithm>
#include <chrono>
#include <numeric>

#include "core/text.hpp"
#include "pipeline/run_folder.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_pages_tried =
    2; ///< of each kind: the first also draws the blank page that the next ones share

EstimateRow row_of(const RunInputs& inputs, const PageGroup& group, std::size_t layout) {
    EstimateRow row;
    row.group = group.name;
    row.layout = group.layouts[layout].layout;
    row.pages = group.counts[layout];
    for (std::uint64_t& pages : row.pages) pages *= group.pages_a_sheet();
    const Layout& grid = *find_layout(inputs.config.layouts, row.layout);
    row.leads = static_cast<std::uint64_t>(grid.rows) * static_cast<std::uint64_t>(grid.columns) +
                grid.rhythm.size() + group.rhythm.size();
    return row;
}

/// The first pages of a layout among a group's.
std::vector<std::uint64_t> first_pages(const Plan& plan, std::uint64_t first, std::uint64_t count,
                                       const std::string& layout) {
    std::vector<std::uint64_t> pages;
    for (std::uint64_t index = first; index < first + count && pages.size() < k_pages_tried;
         ++index)
        if (plan.page(index).design.layout == layout) pages.push_back(index);
    return pages;
}

/// Adds a printed page's bytes. A page image goes into each dataset of pages, a crop into each of
/// crops.
void note_bytes(EstimateRow& row, const Sample& sample, const ReleaseSettings& release) {
    const DatasetSet datasets = sample.row.datasets;
    const auto has = [&](Dataset dataset) { return datasets.has(dataset) ? 1.0 : 0.0; };
    const double image = static_cast<double>(sample.image_jpeg.size());
    double signals = 0, crops = 0, truth = 0;
    for (const LeadSample& lead : sample.leads) {
        signals += static_cast<double>(lead.signal_json.size());
        crops += static_cast<double>(lead.crop_png.size() + lead.mask_png.size() +
                                     lead.mask_bmp.size() + lead.visible_png.size());
        truth += static_cast<double>(2 * sizeof(float) * lead.truth.sample_x_px.size() +
                                     (sizeof(float) + 1) * lead.truth.column_y_px.size());
    }
    const double overlap = static_cast<double>(sample.overlap_png.size());
    const double labels = static_cast<double>(sample.yolo.size());
    const double crop_sets = has(Dataset::segmentation) + has(Dataset::overlap);
    row.shard_bytes = image + signals + crops + labels + truth + overlap +
                      static_cast<double>(sample.plan_json.size());
    row.release_bytes = overlap + (release.trace_truth ? truth : 0) +
                        has(Dataset::digitization) * (image + signals) +
                        has(Dataset::detection) * (image + labels) + crop_sets * (crops + signals);
}

void try_pages(const std::vector<std::uint64_t>& pages, const ReleaseSettings& release,
               Press& press, EstimateRow& row, std::string& unprintable) {
    for (const std::uint64_t index : pages) {
        const auto start = std::chrono::steady_clock::now();
        std::vector<Failure> failures;
        auto printed = press.print(index, failures);
        if (!printed) {
            unprintable = concat("page ", index, ": ", failures.back().reason);
            continue;
        }
        note_bytes(row, press.encode(*printed), release);
        const std::chrono::duration<double> time = std::chrono::steady_clock::now() - start;
        row.time_s = time.count();
        row.width_px = printed->labels.width_px;
        row.height_px = printed->labels.height_px;
        press.recycle(std::move(*printed));
    }
}

std::string size_text(double bytes) {
    if (bytes < 1e9) return concat(fixed(bytes / 1e6, 1), " MB");
    return bytes < 1e12 ? concat(fixed(bytes / 1e9, 1), " GB")
                        : concat(fixed(bytes / 1e12, 2), " TB");
}

std::string time_text(double seconds) {
    if (seconds < 120) return concat(fixed(seconds, 1), " s");
    return seconds < 7200 ? concat(fixed(seconds / 60, 1), " min")
                          : concat(fixed(seconds / 3600, 1), " h");
}

std::string table_line(const std::string& group, const std::string& layout,
                       const std::vector<std::string>& cells) {
    constexpr std::size_t name_width = 14, cell_width = 10;
    const auto padded = [](const std::string& text, std::size_t width, bool right) {
        const std::string blanks(text.size() < width ? width - text.size() : 0, ' ');
        return right ? blanks + text : text + blanks;
    };
    std::string line = padded(group, name_width, false) + ' ' + padded(layout, name_width, false);
    for (const std::string& cell : cells) line += ' ' + padded(cell, cell_width, true);
    return line + '\n';
}

std::string row_line(const EstimateRow& row) {
    return table_line(row.group, row.layout,
                      {concat(row.pages[0]), concat(row.pages[1]), concat(row.pages[2]),
                       concat(row.page_count()), concat(row.page_count() * row.leads),
                       concat(row.width_px, 'x', row.height_px)});
}

} // namespace

std::uint64_t EstimateRow::page_count() const {
    return std::accumulate(pages.begin(), pages.end(), std::uint64_t{0});
}

Estimate estimate_run(const RunInputs& inputs) {
    Estimate estimate;
    Press press(inputs);
    std::uint64_t first = 0;
    for (const PageGroup& group : inputs.config.pages) {
        for (std::size_t i = 0; i < group.layouts.size(); ++i) {
            EstimateRow row = row_of(inputs, group, i);
            if (row.page_count() > 0)
                try_pages(first_pages(*inputs.plan, first, group.page_count(), row.layout),
                          inputs.config.release, press, row, estimate.unprintable);
            estimate.rows.push_back(row);
        }
        first += group.page_count();
    }
    for (std::size_t i = 0; i < k_split_count; ++i)
        estimate.records[i] = inputs.plan->records(static_cast<Split>(i)).size();
    estimate.shards = shard_count(inputs.config);
    return estimate;
}

std::string describe(const Estimate& estimate) {
    std::string text =
        table_line("group", "layout", {"train", "val", "test", "pages", "leads", "pixels"});
    EstimateRow all;
    double shard_bytes = 0, release_bytes = 0, time_s = 0;
    std::uint64_t leads = 0;
    for (const EstimateRow& row : estimate.rows) {
        text += row_line(row);
        const double pages = static_cast<double>(row.page_count());
        for (std::size_t i = 0; i < k_split_count; ++i) all.pages[i] += row.pages[i];
        leads += row.page_count() * row.leads;
        shard_bytes += pages * row.shard_bytes;
        release_bytes += pages * row.release_bytes;
        time_s += pages * row.time_s;
    }
    text += table_line("all", "",
                       {concat(all.pages[0]), concat(all.pages[1]), concat(all.pages[2]),
                        concat(all.page_count()), concat(leads)});
    text += concat("\nrecords   ", estimate.records[0], " train, ", estimate.records[1], " val, ",
                   estimate.records[2], " test\nshards    ", estimate.shards, ", about ",
                   size_text(shard_bytes), "\nrelease   about ", size_text(release_bytes),
                   " before caps\ntime      about ", time_text(time_s),
                   " on one core like this, divided by the ranks\n");
    if (!estimate.unprintable.empty())
        text +=
            concat("warning   a page that was tried cannot be made: ", estimate.unprintable, "\n");
    return text;
}

} // namespace ecgpress
