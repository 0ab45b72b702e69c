// The rules that every stored item obeys, each checked on the item's own bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// What is wrong, one rule a line; empty: nothing.
using Problems = std::vector<std::string>;

/// A page's JPEG: decodes whole, RGB, of the size that the table says.
Problems check_page_image(const Bytes& jpeg, int width_px, int height_px);

/// A YOLO label file: five columns, classes 0-12, 0-1 with 6 decimals, box inside the page, exactly
/// `traces` boxes of class 0.
Problems check_yolo(const std::string& text, std::size_t traces);

/// A lead's signal: a bare JSON array of `sample_count` numbers or nulls.
Problems check_signal(const std::string& json, std::uint64_t sample_count);

/// What tables say of a crop.
struct CropFacts {
    int width_px = 0, height_px = 0;
    int mask_columns_per_px = 1;
    std::optional<std::uint64_t> mask_ink_px; ///< nothing: the mask's stroke is not the printed one
};

/// A crop and its masks: sizes agree with the table, the image is RGB, the mask grey, the ink
/// pixels are as many as the table says, and the BMP is 1 exactly where the PNG is at least 128.
Problems check_crop(const Bytes& crop_png, const Bytes& mask_png, const Bytes& mask_bmp,
                    const CropFacts& facts);

/// A mask of what of a lead no later lead covers: grey, of the crop's size, with ink only where the
/// lead has some.
/// @param printed_png  the lead's mask if it shows the printed stroke; else empty
Problems check_visible_mask(const Bytes& visible_png, const Bytes& printed_png,
                            const CropFacts& facts);

/// A page's mask of where two leads lie: grey, of the page's size.
Problems check_overlap_mask(const Bytes& png, int width_px, int height_px);

} // namespace ecgpress
