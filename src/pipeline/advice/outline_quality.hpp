// How much of their traces the outlines of yolo-seg keep.
#pragma once

#include <cstdint>
#include <vector>

#include "dataset/release/release_writer.hpp"
#include "pipeline/advice/warning.hpp"

namespace ecgpress {

/// Outlines of some pages.
struct OutlineQuality {
    std::uint64_t outlines = 0;
    std::uint64_t coarse = 0; ///< those with an IoU to their mask below 0.99
    double least_iou = 1;
};

/// Adds the outlines of a page, if its group has masks.
void add_outlines(OutlineQuality& quality, const Sample& page, const ReleaseSettings& settings);

/// A warning if some outlines are coarse.
std::vector<Warning> coarse_outlines(const OutlineQuality& quality,
                                     const ReleaseSettings& settings);

} // namespace ecgpress
