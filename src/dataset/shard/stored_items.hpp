// The list of what is stored per page and per lead: its names in shards, releases and messages, its
// member in a Sample, and its checksum.
#pragma once

#include <cstddef>
#include <iterator>
#include <string>

#include "dataset/shard/mask_settings.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Items of a page, in the order of a shard's streams.
enum class PageItem { image, label, plan, mask_overlap, warp, mask_semantic, mask_soft };

/// One item of every page.
struct PageItemType {
    const char* name;               ///< Name of its stream in pages/ of a shard.
    const char* kind;               ///< Name in messages.
    const char* folder;             ///< Folder of a mask in a release of format `folder`; else "".
    const char* meaning;            ///< Text for docs/formats/shard.md.
    Bytes Sample::*image = nullptr; ///< Null if it is not an image.
    std::uint32_t PageRow::*crc32 = nullptr; ///< Checksum of an image.
    std::string Sample::*text = nullptr;     ///< Set for a text.
    bool MaskSettings::*asked_for = nullptr; ///< Null: stored in any case.
    const char* setting = "";                ///< Key of asked_for in a group's `mask`.
};

constexpr PageItemType k_page_items[] = {
    {"image", "page image", "",
     "the page image, JPEG; empty if the page's group has neither digitization nor detection",
     &Sample::image_jpeg, &PageRow::image_crc32},
    {"label", "label", "", "the YOLO label file", nullptr, nullptr, &Sample::yolo},
    {"plan", "plan", "", "every choice made for the page, JSON", nullptr, nullptr,
     &Sample::plan_json},
    {"mask_overlap", "overlap mask", "overlap-masks",
     "with `mask.overlap`: overlap of leads, each pixel's second largest coverage by any lead, PNG "
     "(grey); otherwise empty",
     &Sample::overlap_png, &PageRow::mask_overlap_crc32, nullptr, &MaskSettings::overlap,
     "overlap"},
    {"warp", "warp", "",
     "for a distorted page: the nodes of its lattice, row by row, x and y alternately, "
     "little-endian int32 in 1/1024 px of the drawing (see [release](release.md), \"Distorted "
     "pages\"); otherwise empty"},
    {"mask_semantic", "semantic mask", "semantic-masks",
     "with `mask.semantic`: the class of each pixel, PNG (grey): see [truth](../truth.md); "
     "otherwise empty",
     &Sample::semantic_png, &PageRow::mask_semantic_crc32, nullptr, &MaskSettings::semantic,
     "semantic"},
    {"mask_soft", "soft mask", "soft-masks",
     "with `mask.soft`: shares of background, of text and pulses, and of the traces in each pixel, "
     "PNG (RGB); otherwise empty",
     &Sample::soft_png, &PageRow::mask_soft_crc32, nullptr, &MaskSettings::soft, "soft"},
};

/// Items of a lead, in the order of a shard's streams. A release of format `folder` has one file
/// per item and crop, in the same order.
enum class LeadItem { crop, mask_png, mask_bmp, signal, mask_visible };

/// One item of every lead.
struct LeadItemType {
    const char* name;                   ///< Name of its stream in leads/ of a shard.
    const char* kind;                   ///< Name in messages.
    const char* folder;                 ///< Folder of its files in a release of format `folder`.
    const char* suffix;                 ///< Suffix of these files.
    const char* meaning;                ///< Text for docs/formats/shard.md.
    Bytes LeadSample::*image = nullptr; ///< Null if it is not an image.
    std::uint32_t LeadRow::*crc32 = nullptr; ///< Checksum of an image.
    std::string LeadSample::*text = nullptr; ///< Set for a text.
    bool MaskSettings::*asked_for = nullptr; ///< Null: stored in any case.
    const char* setting = "";                ///< Key of asked_for in a group's `mask`.
};

constexpr LeadItemType k_lead_items[] = {
    {"crop", "crop", "image", ".png", "the part of the page inside the lead's box, PNG (RGB)",
     &LeadSample::crop_png, &LeadRow::crop_crc32},
    {"mask_png", "PNG mask", "mask-png", ".png",
     "the lead's own ink in this crop, PNG (grey, coverage 0-255)", &LeadSample::mask_png,
     &LeadRow::mask_png_crc32},
    {"mask_bmp", "BMP mask", "mask-bmp", ".bmp",
     "the same as 0 and 1, BMP; 1 where the PNG is 128 or more", &LeadSample::mask_bmp,
     &LeadRow::mask_bmp_crc32},
    {"signal", "signal", "signal-json", ".json",
     "the printed samples in millivolts, a bare JSON array, `null` in gaps", nullptr, nullptr,
     &LeadSample::signal_json},
    {"mask_visible", "visible mask", "mask-visible", ".png",
     "with `mask.visible`: the lead's ink that no later lead covers, PNG (grey); otherwise empty",
     &LeadSample::visible_png, &LeadRow::mask_visible_crc32, nullptr, &MaskSettings::visible,
     "visible"},
};

static_assert(std::size(k_page_items) == static_cast<std::size_t>(PageItem::mask_soft) + 1);
static_assert(std::size(k_lead_items) == static_cast<std::size_t>(LeadItem::mask_visible) + 1);

constexpr const PageItemType& type_of(PageItem item) {
    return k_page_items[static_cast<std::size_t>(item)];
}
constexpr const LeadItemType& type_of(LeadItem item) {
    return k_lead_items[static_cast<std::size_t>(item)];
}

/// True if crops of a group with these settings have a file of this item.
inline bool is_stored(const LeadItemType& item, const MaskSettings& settings) {
    return item.asked_for == nullptr || settings.*item.asked_for;
}
/// True if it is a mask of whole pages and a group with these settings has it.
inline bool is_stored_mask(const PageItemType& item, const MaskSettings& settings) {
    return item.asked_for != nullptr && settings.*item.asked_for;
}

/// True if the settings request masks in addition to those of every crop.
bool has_more_masks(const MaskSettings& settings);

/// Name of the column with an image's checksum, in shards and tables: "crop_crc32".
std::string crc32_column(const char* item_name);

/// An array of a lead's trace truth.
template <class Value> struct TruthArray {
    const char* name; ///< Name of its stream in leads/ of a shard.
    std::vector<Value> TraceTruth::*values;
    const char* meaning; ///< Text for docs/formats/shard.md.
};
constexpr TruthArray<float> k_truth_positions[] = {
    {"sample_x_px", &TraceTruth::sample_x_px, "each printed sample's x; NaN in gaps"},
    {"sample_y_px", &TraceTruth::sample_y_px, "each printed sample's y; NaN in gaps"},
    {"column_y_px", &TraceTruth::column_y_px,
     "the trace's y at the centre of each pixel column that it crosses, from column "
     "`leads/first_column` on; NaN in gaps"},
};
constexpr TruthArray<std::uint8_t> k_truth_flags[] = {
    {"column_steep", &TraceTruth::column_steep,
     "1 if the trace moves 2 px or more within the column, otherwise 0"},
    {"sample_flags", &TraceTruth::sample_flags,
     "visibility of each sample, a sum of flags: 1 inside the image, 2 on existing paper and not "
     "covered, 4 a quarter or more of its ink remains, 8 at least 10 grey levels darker than the "
     "surrounding paper, 32 another trace is within its line width; 0 in gaps (16 is not used)"},
};
constexpr const char* k_pulses_meaning =
    "x and y alternately of the corners of the rows' calibration pulses, 8 per pulse (start of the "
    "foot, base and top of the rising edge, middle of the top before and after a step if the row "
    "has two gains, top and base of the falling edge, end of the foot)";
constexpr const char* k_nodes_meaning =
    "with `truth.grid_nodes`: x, y and visibility (1 or 0) of each crossing of the grid's major "
    "lines, `pages/grid_rows` rows of `pages/grid_columns`; x and y are NaN outside the image";
constexpr const char* k_signal_meaning =
    "each printed sample in millivolts, the value of `leads/signal` rounded to float32; NaN in "
    "gaps";
constexpr const char* k_truth_kind = "trace truth"; ///< Name in messages.

} // namespace ecgpress
