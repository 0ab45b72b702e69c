// Estimate of a run's output, size and time. Nothing is written.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "core/lead.hpp"
#include "pipeline/advice/box_sizes.hpp"
#include "pipeline/advice/outline_quality.hpp"
#include "pipeline/advice/release_counts.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// A page in archives, before a page is rendered: about that of a page of 4480 px with its signals.
constexpr double k_usual_page_bytes = 1e6;

/// Pages of one group and layout, with size and time per page measured on rendered pages.
struct EstimateRow {
    std::string group, layout;
    std::array<std::uint64_t, k_split_count> pages{};
    int width_px = 0, height_px = 0; ///< of the last rendered page
    std::uint64_t leads = 0;         ///< per page
    /// Mean bytes per page. `release_bytes` is for the `folder` format, after caps.
    double shard_bytes = 0, release_bytes = 0;
    double other_bytes = 0; ///< mean bytes per page in all other requested formats
    double archive_bytes =
        0;             ///< mean bytes per page in the archives of a format, if requested or not
    double time_s = 0; ///< mean CPU time per page, with storing it in a shard
    /// Pages tried and pages rendered. If none was rendered, size and time are means of other rows.
    std::size_t tried = 0, printed = 0;

    std::uint64_t page_count() const;
};

struct Estimate {
    std::vector<EstimateRow> rows;
    std::array<std::uint64_t, k_split_count> records{};
    std::size_t shards = 0;
    std::uint64_t pages_a_shard = 0;
    PlannedCounts release;
    BoxSides box_sides;      ///< of the rendered pages in the detection dataset
    OutlineQuality outlines; ///< of the rendered pages, if yolo-seg is one of the formats
    std::string unprintable; ///< why a tried page failed; empty if none failed

    /// Sum over all pages of a per-page value of the rows.
    double total(double EstimateRow::*a_page) const;
    /// Bytes of a page in archives; k_usual_page_bytes if no page was rendered.
    double archive_page_bytes() const;
    /// Time on `ranks` ranks, each with a core of its own as fast as this one. A rank renders
    /// complete shards, so the rank with the most shards determines the time.
    double time_s(int ranks) const;
};

/// Renders the first pages of each group and layout in memory, until the time of the run is known
/// to a few percent. No page is started after 3 s of CPU time, or 6 s; rows left then have tried =
/// 0. Writes nothing.
Estimate estimate_run(const RunInputs& inputs);

} // namespace ecgpress
