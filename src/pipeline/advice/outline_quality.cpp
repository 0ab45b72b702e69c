#include "pipeline/advice/outline_quality.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/mask_polygon.hpp"
#include "pipeline/rules/mask_decoders.hpp"

namespace ecgpress {

namespace {

constexpr double k_good_iou = 0.99;

/// Intersection over union of the foreground of two masks of a page. An outline of a mask is inside
/// the mask's bounds.
double iou(const LeadMask& mask, const LeadMask& outline) {
    std::uint64_t both = 0;
    for (int y = 0; y < outline.coverage.height; ++y)
        for (int x = 0; x < outline.coverage.width; ++x)
            both +=
                outline.is_ink(x, y) && mask.is_ink(outline.x + x - mask.x, outline.y + y - mask.y)
                    ? 1
                    : 0;
    std::uint64_t ink = 0;
    for (int y = 0; y < mask.coverage.height; ++y)
        for (int x = 0; x < mask.coverage.width; ++x) ink += mask.is_ink(x, y) ? 1 : 0;
    return static_cast<double>(both) / static_cast<double>(ink + area_of(outline) - both);
}

} // namespace

void add_outlines(OutlineQuality& quality, const Sample& page, const ReleaseSettings& settings) {
    for (const LeadSample& lead : page.leads) {
        const auto mask = read_lead_mask(page.row, lead);
        if (!mask) continue;
        const auto outline = mask_of_polygon(outline_of(*mask, settings.outline_points));
        const double share = outline ? iou(*mask, *outline) : 0;
        ++quality.outlines;
        quality.coarse += share < k_good_iou ? 1 : 0;
        quality.least_iou = std::min(quality.least_iou, share);
    }
}

std::vector<Warning> coarse_outlines(const OutlineQuality& quality,
                                     const ReleaseSettings& settings) {
    if (quality.coarse == 0) return {};
    return {
        {concat(quality.coarse, " of ", quality.outlines,
                " outlines of yolo-seg on sample pages have an IoU to their mask below ",
                shortest(k_good_iou), ", the lowest ", fixed(quality.least_iou, 2)),
         concat("Their traces are too long or too noisy for ", settings.outline_points,
                " points, which is as many as older trainers keep"),
         "Set release.outline_points: 0 for exact outlines, or lower style.dpi or max_side_px"}};
}

} // namespace ecgpress
