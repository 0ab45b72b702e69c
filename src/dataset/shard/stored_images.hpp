// The images that are stored for a page, each with a checksum of its own (CRC-32) in the tables:
// the written list.
#pragma once

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// A kind of image of a page or, below, of a lead.
struct PageImage {
    const char* kind;   ///< for people
    const char* column; ///< of its checksum, in pages/ of a shard and in manifest.csv
    Bytes Sample::*bytes;
    std::uint32_t PageRow::*crc32;
};
struct LeadImage {
    const char* kind;
    const char* column; ///< in leads/ of a shard and in leads.csv
    Bytes LeadSample::*bytes;
    std::uint32_t LeadRow::*crc32;
};

constexpr PageImage k_page_images[] = {
    {"page image", "image_crc32", &Sample::image_jpeg, &PageRow::image_crc32},
    {"overlap mask", "mask_overlap_crc32", &Sample::overlap_png, &PageRow::mask_overlap_crc32},
};
constexpr LeadImage k_lead_images[] = {
    {"crop", "crop_crc32", &LeadSample::crop_png, &LeadRow::crop_crc32},
    {"PNG mask", "mask_png_crc32", &LeadSample::mask_png, &LeadRow::mask_png_crc32},
    {"BMP mask", "mask_bmp_crc32", &LeadSample::mask_bmp, &LeadRow::mask_bmp_crc32},
    {"visible mask", "mask_visible_crc32", &LeadSample::visible_png, &LeadRow::mask_visible_crc32},
};

/// Of all that a page has besides images, as it is stored: label, plan, warp, pulses, then lead by
/// lead signal and trace truth.
std::uint32_t data_crc32_of(const Sample& sample);

/// Writes every checksum into the rows of the page and its leads.
void set_checksums(Sample& sample);

} // namespace ecgpress
