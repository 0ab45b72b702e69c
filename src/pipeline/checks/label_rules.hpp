// Rules for stored items, checked on each item alone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/image.hpp"
#include "dataset/shard/label_classes.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

/// Violations, one per element; empty if there are none.
using Problems = std::vector<std::string>;

/// Checks a page's image: RGB, size as in the table.
Problems check_page_image(const Image& image, int width_px, int height_px);

/// Checks a YOLO label file: five columns, the classes that are set, coordinates from 0 to 1 with 6
/// decimals, boxes inside the page, exactly `traces` boxes of traces.
Problems check_yolo(const std::string& text, std::size_t traces,
                    const LabelSettings& settings = {});

/// A lead's signal as it was read.
struct ReadSignal {
    std::vector<double> signal_mv; ///< NaN for null; empty if it is not a JSON array
    Problems problems;             ///< empty if it is an array of numbers or nulls
};
ReadSignal read_signal(const std::string& json);
/// Only the values, as far as there are any.
std::vector<double> signal_of(const std::string& json);
/// Checks a lead's signal: a JSON array of `sample_count` numbers or nulls.
Problems check_signal(const std::string& json, std::uint64_t sample_count);
/// The same for a signal that was read.
Problems check_signal(const ReadSignal& signal, std::uint64_t sample_count);

/// A crop's properties in the tables.
struct CropFacts {
    int width_px = 0, height_px = 0;
    int mask_columns_per_px = 1;
    /// Pixels above 0 in the PNG mask. No value if the mask has another stroke than the page.
    std::optional<std::uint64_t> mask_ink_px;
};

/// Checks a crop: RGB, size as in the table.
Problems check_crop(const Image& crop, const CropFacts& facts);

/// Checks a lead's PNG mask: grey, size and number of ink pixels as in the table.
Problems check_mask(const Image& mask, const CropFacts& facts);

/// Checks a lead's BMP mask, decoded to 0 and 1: size as in the table, 1 exactly where the PNG mask
/// is at least 128. @param mask  the PNG mask, valid; empty if it is not known
Problems check_binary_mask(const Image& binary, const Image& mask, const CropFacts& facts);

/// Checks a mask of a part of a lead's ink, such as the visible mask: grey, same size as the crop,
/// no more ink than the lead's mask.
/// @param kind  of mask, for messages
/// @param printed  the lead's mask, valid, if it has the stroke of the page; otherwise empty
Problems check_partial_mask(const std::string& kind, const Image& mask, const Image& printed,
                            const CropFacts& facts);

/// The facts of a lead's crop that its row states.
CropFacts facts_of(const LeadRow& row);

/// Checks a mask of a whole page: grey, or RGB for the soft mask, and of the same size as the page;
/// a semantic mask has only classes, and the shares of a soft mask are 255 together.
Problems check_page_mask(PageItem item, const Image& mask, int width_px, int height_px);

} // namespace ecgpress
