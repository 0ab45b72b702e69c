#include "pipeline/advice/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/program/stopwatch.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard/stored_items.hpp"
#include "dataset/shard/warp_bytes.hpp"

namespace ecgpress {

namespace {

// Sheets per group and layout. The first one also draws the blank page that others may reuse.
constexpr std::size_t k_least_rounds = 2, k_most_rounds = 100;
// No page is started later: `plan` is used interactively. The second is for busy hosts.
constexpr double k_patience_cpu_s = 3, k_patience_s = 6;
constexpr double k_precision = .03; ///< standard error of the total time at which no more is drawn
// CPU time to store a byte in a shard: HDF5's copies and checksums, and the system's. Measured on
// runs with 2 to 14 MB a page, to 5 %.
constexpr double k_store_s_per_byte = 1.6e-9;

EstimateRow row_of(const Config& config, const PageGroup& group, std::size_t layout) {
    EstimateRow row;
    row.group = group.name;
    row.layout = group.layouts[layout].layout;
    row.pages = group.counts[layout];
    for (std::uint64_t& pages : row.pages) pages *= group.pages_a_sheet();
    row.leads = leads_a_page(config.layouts, group, layout);
    return row;
}

/// Bytes of a page in the requested releases, except formats without an estimator: `folder`
/// (add_bytes) and formats that link to the shards.
double bytes_elsewhere(const Sample& sample, const ReleaseSettings& settings) {
    double bytes = 0;
    for (const std::string& name : settings.formats)
        if (const ReleaseFormat& format = find_release_format(name); format.page_bytes != nullptr)
            bytes += static_cast<double>(format.page_bytes(sample, settings));
    return bytes;
}

/// Bytes of a page in archives, before caps.
double bytes_in_archives(const Sample& sample, const ReleaseSettings& settings) {
    double bytes = 0;
    for (const ReleaseFormat& format : release_formats())
        if (format.page_files == 0 && format.page_bytes != nullptr)
            bytes = std::max(bytes, static_cast<double>(format.page_bytes(sample, settings)));
    return bytes;
}

/// Adds a rendered page's bytes. A page image is written into each dataset of pages, a crop into
/// each dataset of crops. Caps reduce all pages of a group by the same share.
void add_bytes(EstimateRow& row, const Sample& sample, const PlannedCounts& group,
               const ReleaseSettings& settings) {
    const double image = static_cast<double>(sample.image_jpeg.size());
    double signals = 0, numbers = 0, crops = 0;
    auto truth = static_cast<double>(warp_bytes(sample.warp.get()).size());
    for (const LeadSample& lead : sample.leads) {
        signals += static_cast<double>(lead.signal_json.size());
        numbers += static_cast<double>(sizeof(float) * lead.signal_mv.size());
        for (const LeadItemType& item : k_lead_items)
            if (item.image != nullptr) crops += static_cast<double>((lead.*item.image).size());
        truth += static_cast<double>((2 * sizeof(float) + 1) * lead.truth.sample_x_px.size() +
                                     (sizeof(float) + 1) * lead.truth.column_y_px.size());
    }
    double page_masks = 0;
    for (const PageItemType& item : k_page_items)
        if (item.asked_for != nullptr)
            page_masks += static_cast<double>((sample.*item.image).size());
    const double labels = static_cast<double>(sample.yolo.size());
    using Counts = PlannedCounts;
    const double crop_sets = group.share(&Counts::segmentation, &Counts::leads) +
                             group.share(&Counts::overlap, &Counts::leads);
    row.shard_bytes += image + signals + numbers + crops + labels + truth + page_masks +
                       static_cast<double>(sample.plan_json.size());
    row.other_bytes += bytes_elsewhere(sample, settings);
    row.archive_bytes += bytes_in_archives(sample, settings);
    row.release_bytes += group.share(&Counts::kept_pages, &Counts::pages) *
                             (page_masks + (settings.trace_truth ? truth : 0)) +
                         group.share(&Counts::digitization, &Counts::pages) * (image + signals) +
                         group.share(&Counts::detection, &Counts::pages) * (image + labels) +
                         crop_sets * (crops + signals);
}

/// Touches the memory that the first pages of a run would touch: on a virtual machine this may take
/// as long as drawing ten pages, of a run with thousands.
void touch_memory() {
    constexpr std::size_t k_pieces = 96, k_piece_bytes = std::size_t{1} << 20;
    std::vector<Bytes> pieces;
    for (std::size_t i = 0; i < k_pieces; ++i) pieces.emplace_back(k_piece_bytes, 1);
}

/// Renders sample pages of all rows alternately.
class Trial {
  public:
    Trial(const RunInputs& inputs, Estimate& estimate)
        : inputs_(inputs), estimate_(estimate), press_(inputs) {}

    void run() {
        std::vector<Kind> kinds;
        auto row = estimate_.rows.begin();
        for (std::size_t group = 0; group < inputs_.config.pages.size(); ++group)
            for (std::size_t i = 0; i < inputs_.config.pages[group].layouts.size(); ++i)
                kinds.push_back({&*row++, group, i, {}, {}});
        // Largest rows first: they have most influence on the estimate if time runs out.
        std::stable_sort(kinds.begin(), kinds.end(), [](const Kind& a, const Kind& b) {
            return a.row->page_count() > b.row->page_count();
        });
        for (std::size_t round = 0; round < k_most_rounds; ++round) {
            if (round >= k_least_rounds && is_precise(kinds)) break;
            for (Kind& kind : kinds) try_sheet(kind, round);
        }
        set_times(kinds);
        for (EstimateRow& each : estimate_.rows) {
            const double printed = static_cast<double>(std::max<std::size_t>(1, each.printed));
            each.shard_bytes /= printed;
            each.release_bytes /= printed;
            each.other_bytes /= printed;
            each.archive_bytes /= printed;
            if (each.printed > 0) each.time_s += k_store_s_per_byte * each.shard_bytes;
        }
    }

  private:
    struct Kind {
        EstimateRow* row;
        std::size_t group, layout;
        std::vector<double> times_s;      ///< of rendered pages
        std::vector<std::string> presets; ///< of the same pages

        /// Number of pages whose time does not count, as there are others: the first.
        std::size_t slow_pages() const { return times_s.size() > 1 ? 1 : 0; }
        double mean_s() const {
            const auto first = times_s.begin() + static_cast<std::ptrdiff_t>(slow_pages());
            return std::accumulate(first, times_s.end(), 0.0) /
                   static_cast<double>(std::max<std::size_t>(1, times_s.size() - slow_pages()));
        }
        /// Squared standard error of the mean; 0 if there are too few pages to know it.
        double mean_variance() const {
            const std::size_t count = times_s.size() - slow_pages();
            if (count < 2) return 0;
            double sum = 0;
            for (std::size_t i = slow_pages(); i < times_s.size(); ++i)
                sum += (times_s[i] - mean_s()) * (times_s[i] - mean_s());
            return sum / static_cast<double>(count * (count - 1));
        }
    };

    /// Whether the sum over all pages is known well enough. Rows with few pages are not decisive.
    static bool is_precise(const std::vector<Kind>& kinds) {
        double total_s = 0, variance = 0;
        bool measured = true;
        for (const Kind& kind : kinds) {
            const auto pages = static_cast<double>(kind.row->page_count());
            total_s += pages * kind.mean_s();
            variance += pages * pages * kind.mean_variance();
            measured = measured && (kind.times_s.size() > k_least_rounds || pages == 0);
        }
        return measured && std::sqrt(variance) <= k_precision * total_s;
    }

    /// A page under one preset costs several times as much as one under another, and few pages are
    /// rendered. Each page's time is divided by its preset's factor, and multiplied by the mean
    /// factor of the presets that the plan gives to the kind's pages.
    void set_times(const std::vector<Kind>& kinds) {
        const auto factors = preset_factors(kinds);
        for (const Kind& kind : kinds) {
            double sum_s = 0;
            for (std::size_t i = kind.slow_pages(); i < kind.times_s.size(); ++i)
                sum_s += kind.times_s[i] / factors.at(kind.presets[i]);
            const std::size_t count = kind.times_s.size() - kind.slow_pages();
            if (count > 0)
                kind.row->time_s = sum_s / static_cast<double>(count) * mean_factor(kind, factors);
        }
    }

    /// Time of the pages of each preset, relative to the mean of their kinds.
    static std::map<std::string, double> preset_factors(const std::vector<Kind>& kinds) {
        std::map<std::string, std::pair<double, double>> sums; // found and mean times
        for (const Kind& kind : kinds)
            for (std::size_t i = kind.slow_pages(); i < kind.times_s.size(); ++i) {
                sums[kind.presets[i]].first += kind.times_s[i];
                sums[kind.presets[i]].second += kind.mean_s();
            }
        std::map<std::string, double> factors;
        for (const auto& [preset, sum] : sums) factors[preset] = sum.first / sum.second;
        return factors;
    }

    double mean_factor(const Kind& kind, const std::map<std::string, double>& factors) const {
        constexpr std::size_t k_planned_sheets = 200;
        const std::string& layout = inputs_.config.pages[kind.group].layouts[kind.layout].layout;
        double sum = 0;
        std::size_t count = 0;
        for (std::size_t sheet = 0; sheet < k_planned_sheets; ++sheet) {
            const auto page = inputs_.plan->nth_sheet(kind.group, layout, sheet);
            if (!page) break;
            const auto factor = factors.find(inputs_.plan->page(*page).preset);
            sum += factor == factors.end() ? 1 : factor->second; // none rendered: as the mean
            ++count;
        }
        return count == 0 ? 1 : sum / static_cast<double>(count);
    }

    void try_sheet(Kind& kind, std::size_t round) {
        const PageGroup& group = inputs_.config.pages[kind.group];
        const auto first =
            inputs_.plan->nth_sheet(kind.group, group.layouts[kind.layout].layout, round);
        if (!first) return;
        for (std::uint64_t i = 0; i < group.pages_a_sheet(); ++i)
            if (cpu_watch_.seconds() < k_patience_cpu_s && watch_.seconds() < k_patience_s)
                try_page(kind, *first + i);
    }

    void try_page(Kind& kind, std::uint64_t index) {
        EstimateRow& row = *kind.row;
        ++row.tried;
        const CpuStopwatch watch;
        std::vector<Failure> failures;
        auto printed = press_.print(index, failures);
        if (!printed) {
            estimate_.unprintable = concat("page ", index, ": ", failures.back().reason);
            return;
        }
        const PlannedCounts counts =
            count_release(inputs_.config, inputs_.config.pages[kind.group]);
        const Sample sample = press_.encode(*printed);
        kind.times_s.push_back(watch.seconds());
        kind.presets.push_back(printed->plan.preset);
        add_bytes(row, sample, counts, inputs_.config.release);
        if (sample.row.datasets.has(Dataset::detection)) add_boxes(estimate_.box_sides, sample);
        const ReleaseSettings& release = inputs_.config.release;
        if (std::find(release.formats.begin(), release.formats.end(), "yolo-seg") !=
                release.formats.end() &&
            !sample.image_jpeg.empty())
            add_outlines(estimate_.outlines, sample, release);
        row.width_px = printed->labels.width_px;
        row.height_px = printed->labels.height_px;
        ++row.printed;
        press_.recycle(std::move(*printed));
    }

    const RunInputs& inputs_;
    Estimate& estimate_;
    Press press_;
    Stopwatch watch_;
    CpuStopwatch cpu_watch_;
};

/// Rows without a rendered page get the mean size and time of the others.
void fill_gaps(std::vector<EstimateRow>& rows) {
    EstimateRow sum;
    for (const EstimateRow& row : rows) {
        if (row.printed == 0) continue;
        sum.shard_bytes += row.shard_bytes;
        sum.release_bytes += row.release_bytes;
        sum.other_bytes += row.other_bytes;
        sum.archive_bytes += row.archive_bytes;
        sum.time_s += row.time_s;
        ++sum.printed;
    }
    const double printed = static_cast<double>(std::max<std::size_t>(1, sum.printed));
    for (EstimateRow& row : rows) {
        if (row.printed > 0) continue;
        row.shard_bytes = sum.shard_bytes / printed;
        row.release_bytes = sum.release_bytes / printed;
        row.other_bytes = sum.other_bytes / printed;
        row.archive_bytes = sum.archive_bytes / printed;
        row.time_s = sum.time_s / printed;
    }
}

} // namespace

std::uint64_t EstimateRow::page_count() const {
    return std::accumulate(pages.begin(), pages.end(), std::uint64_t{0});
}

double Estimate::total(double EstimateRow::*a_page) const {
    double sum = 0;
    for (const EstimateRow& row : rows) sum += static_cast<double>(row.page_count()) * row.*a_page;
    return sum;
}

double Estimate::archive_page_bytes() const {
    const double bytes = total(&EstimateRow::archive_bytes);
    if (bytes == 0) return k_usual_page_bytes;
    std::uint64_t pages = 0;
    for (const EstimateRow& row : rows) pages += row.page_count();
    return bytes / static_cast<double>(pages);
}

double Estimate::time_s(int ranks) const {
    if (shards == 0) return 0;
    const auto sharers = static_cast<std::size_t>(std::max(1, ranks));
    const std::size_t shards_of_one = (shards + sharers - 1) / sharers;
    return total(&EstimateRow::time_s) * static_cast<double>(shards_of_one) /
           static_cast<double>(shards);
}

Estimate estimate_run(const RunInputs& inputs) {
    Estimate estimate;
    for (const PageGroup& group : inputs.config.pages)
        for (std::size_t i = 0; i < group.layouts.size(); ++i)
            estimate.rows.push_back(row_of(inputs.config, group, i));
    touch_memory();
    Trial(inputs, estimate).run();
    fill_gaps(estimate.rows);
    for (std::size_t i = 0; i < k_split_count; ++i)
        estimate.records[i] = inputs.plan->records(static_cast<Split>(i)).size();
    estimate.shards = shard_count(inputs.config);
    estimate.pages_a_shard = inputs.config.shard.pages;
    estimate.release = count_release(inputs.config);
    return estimate;
}

} // namespace ecgpress
