// Settings of masks: `pages.*.mask` of the configuration, also listed in the tables of a release.
#pragma once

namespace ecgpress {

/// How a lead's mask is drawn, and which additional masks are written.
struct MaskSettings {
    double line_width_mm = 0; ///< 0: as printed
    int columns_per_px = 1;   ///< 1, 2 or 4 times the crop's horizontal resolution
    bool visible = false; ///< Write an additional mask per lead: its ink that no later lead covers.
    // Additional masks per page:
    bool overlap = false;  ///< Where the ink of two leads overlaps.
    bool semantic = false; ///< The class of each pixel.
    bool soft = false;     ///< Shares of background, text and trace in each pixel.
};

} // namespace ecgpress
