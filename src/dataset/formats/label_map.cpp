#include "dataset/formats/label_map.hpp"

#include "codec/bmp.hpp"
#include "dataset/formats/lead_mask.hpp"

namespace ecgpress {

Image label_map(const Sample& page, const LabelSettings& settings) {
    Image labels(page.row.width_px, page.row.height_px, 1), most = labels;
    for (const LeadSample& lead : page.leads) {
        const std::optional<LeadMask> mask = read_lead_mask(page.row, lead);
        if (!mask) continue;
        const auto label = static_cast<std::uint8_t>(trace_class_of(lead.row, settings) + 1);
        for (int y = 0; y < mask->coverage.height; ++y) {
            const std::uint8_t *const row = mask->coverage.row(y), *const end =
                                                                       row + mask->coverage.width;
            std::uint8_t* const to = labels.row(mask->y + y) + mask->x;
            std::uint8_t* const covered = most.row(mask->y + y) + mask->x;
            for (const std::uint8_t* at = first_ink(row, end); at != end;
                 at = first_ink(at + 1, end)) {
                const auto x = at - row;
                if (*at < k_mask_threshold || *at < covered[x]) continue;
                covered[x] = *at;
                to[x] = label;
            }
        }
    }
    return labels;
}

} // namespace ecgpress
