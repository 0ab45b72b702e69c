// The trace truth of one page as a file of a release. Format: docs/formats/release.md, "Trace
// truth".
#pragma once

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Returns an .npz of all printed leads.
Bytes truth_npz(const Sample& sample);
/// Upper limit for the size of truth_npz, computed without the sample.
std::uint64_t largest_truth_npz(const PageRow& row, std::size_t leads, const StoredSizes& stored);

/// A lead's trace truth in such a file.
struct LeadTruth {
    std::string lead;
    int number = 0;
    double baseline_y_px = 0, px_per_mv = 0;
    PixelRect crop_px;
    TraceTruth trace;
};

struct PageTruth {
    double rate_hz = 0;
    std::shared_ptr<const Lattice> warp; ///< Null if the page is not distorted.
    std::vector<PointPx> pulses_px;      ///< k_pulse_corners per pulse.
    std::vector<float> grid_nodes;       ///< As in Sample.
    std::vector<LeadTruth> leads;
};

/// @throws DataError if the file is not valid
PageTruth read_truth_npz(const Bytes& file);

} // namespace ecgpress
