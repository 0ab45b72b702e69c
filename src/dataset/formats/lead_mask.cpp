#include "dataset/formats/lead_mask.hpp"

#include <algorithm>

#include "codec/bmp.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Each pixel is the mean of `count` columns. It is foreground if their sum is.
Image mean_of_columns(const Image& mask, int count) {
    Image mean(mask.width / count, mask.height, 1);
    for (int y = 0; y < mean.height; ++y) {
        const std::uint8_t* from = mask.row(y);
        for (int x = 0; x < mean.width; ++x) {
            int sum = 0;
            for (int i = 0; i < count; ++i) sum += *from++;
            mean.row(y)[x] = static_cast<std::uint8_t>(sum / count);
        }
    }
    return mean;
}

PixelRect foreground_of(const Image& mask) {
    int left = mask.width, right = -1, top = mask.height, bottom = -1;
    for (int y = 0; y < mask.height; ++y) {
        const std::uint8_t *const row = mask.row(y), *const end = row + mask.width;
        for (const std::uint8_t* at = first_ink(row, end); at != end; at = first_ink(at, end)) {
            if (*at >= k_mask_threshold) {
                left = std::min(left, static_cast<int>(at - row));
                right = std::max(right, static_cast<int>(at - row));
                top = std::min(top, y);
                bottom = y;
            }
            ++at;
        }
    }
    return {left, top, right - left + 1, bottom - top + 1};
}

} // namespace

bool LeadMask::is_ink(int column, int row) const {
    return column >= 0 && column < coverage.width && row >= 0 && row < coverage.height &&
           coverage.row(row)[column] >= k_mask_threshold;
}

bool has_masks(const PageRow& page) {
    return page.datasets.has(Dataset::segmentation) || page.datasets.has(Dataset::overlap);
}

std::optional<LeadMask> read_lead_mask(const PageRow& page, const LeadSample& lead) {
    if (lead.mask_png.empty()) return std::nullopt;
    const PixelRect& crop = lead.row.crop_px;
    const PixelRect whole{0, 0, page.width_px, page.height_px};
    Image mask = decode_png(lead.mask_png);
    if (mask.channels != 1 || mask.width != crop.width * lead.row.mask_columns_per_px ||
        mask.height != crop.height || !(intersection(crop, whole) == crop))
        throw DataError(concat("the mask of ", lead_name(page, lead.row), " is ", mask.width, "x",
                               mask.height,
                               " px and does not match its crop. Its shard is probably corrupt. ",
                               "Regenerate the shard."));
    if (lead.row.mask_columns_per_px > 1)
        mask = mean_of_columns(mask, lead.row.mask_columns_per_px);
    const PixelRect ink = foreground_of(mask);
    if (ink.empty()) return std::nullopt;
    LeadMask part{Image(ink.width, ink.height, 1), crop.x + ink.x, crop.y + ink.y};
    for (int y = 0; y < ink.height; ++y)
        std::copy_n(mask.row(ink.y + y) + ink.x, ink.width, part.coverage.row(y));
    return part;
}

} // namespace ecgpress
