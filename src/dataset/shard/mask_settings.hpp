// How masks are drawn: the configuration's `pages.*.mask`, which a release's tables state too.
#pragma once

namespace ecgpress {

/// How a lead's mask is drawn, and what further masks there are.
struct MaskSettings {
    double line_width_mm = 0; ///< 0: as printed
    int columns_per_px = 1;   ///< 1, 2 or 4 times the crop's horizontal resolution
    bool visible = false;     ///< of each lead, too: its ink that no later lead covers
    bool overlap = false;     ///< of each page, too: where the ink of two leads lies
};

} // namespace ecgpress
