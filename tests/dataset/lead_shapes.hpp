// Random ink, and pages with it, for the tests of label formats.
#pragma once

#include <algorithm>

#include "codec/png.hpp"
#include "dataset/formats/lead_mask.hpp"
#include "dataset/random_sample.hpp"

namespace ecgpress::testing_support {

/// Specks, thick random walks that cross themselves, or solid blocks with holes.
inline Image random_ink(Draws& draws, int width, int height) {
    Image ink(width, height, 1);
    const auto below = [&](int count) {
        return static_cast<int>(draws.below(static_cast<std::uint64_t>(count)));
    };
    const auto kind = draws.below(3);
    if (kind == 1) {
        int x = below(width), y = below(height);
        for (int step = 0; step < 4 * width; ++step) {
            ink.row(y)[x] = static_cast<std::uint8_t>(128 + below(128));
            (below(2) == 0 ? x : y) += below(2) == 0 ? 1 : -1;
            x = std::clamp(x, 0, width - 1);
            y = std::clamp(y, 0, height - 1);
        }
        return ink;
    }
    const int part = kind == 0 ? 2 + below(9) : 1;
    for (std::uint8_t& pixel : ink.pixels) {
        pixel = static_cast<std::uint8_t>(below(128)); // below the foreground threshold
        if (below(part) == 0 && (kind == 0 || below(5) != 0))
            pixel = static_cast<std::uint8_t>(128 + below(128));
    }
    return ink;
}

/// A page with one lead for each mask, all at (x, y).
inline Sample page_of(const std::vector<Image>& masks, int x, int y, int width_px, int height_px) {
    Sample page;
    page.row.width_px = width_px;
    page.row.height_px = height_px;
    page.row.rate_hz = 500;
    for (const Image& mask : masks) {
        LeadSample lead;
        lead.row.lead = all_leads()[page.leads.size()];
        lead.row.crop_px = {x, y, mask.width, mask.height};
        lead.mask_png = encode_png(mask);
        page.leads.push_back(std::move(lead));
    }
    return page;
}

} // namespace ecgpress::testing_support
