// The trace truth of one page as a file of a release: docs/formats/release.md, "Trace truth".
#pragma once

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// An .npz of all printed leads.
Bytes truth_npz(const Sample& sample);
/// No truth_npz is larger; without the sample itself.
std::uint64_t largest_truth_npz(const PageRow& row, std::size_t leads, const StoredSizes& stored);

/// What such a file says of a lead.
struct LeadTruth {
    std::string lead;
    int number = 0;
    double baseline_y_px = 0, px_per_mv = 0;
    PixelRect crop_px;
    TraceTruth trace;
};

struct PageTruth {
    double rate_hz = 0;
    std::shared_ptr<const Lattice> warp; ///< null: the page is not distorted
    std::vector<PointPx> pulses_px;      ///< k_pulse_corners a pulse
    std::vector<LeadTruth> leads;
};

/// @throws DataError if it is no such file
PageTruth read_truth_npz(const Bytes& file);

} // namespace ecgpress
