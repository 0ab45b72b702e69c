// How hard a page is to read.
#pragma once

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Writes the shares of samples that the difficulty is computed from, and it, into the page's row.
/// The flags of its samples, the homography's error and the oracle must be there.
void set_difficulty(Sample& sample);

/// The difficulty of a page with these shares: 0 (all is seen, dark, alone and flat) to 1 (nothing
/// can be read). It is 1 - v c (1 - k / 2) b r: the share of visible samples, the share with
/// contrast, half of the share that other traces crowd, b = 20 px / (20 px + homography_rms_px)
/// for bends, and r = 0.5 + 0.5 min(1, dB / 20 dB) for the reading from columns, where the oracle
/// measured it (otherwise 1). The weights are by eye.
double difficulty_of(const PageRow& page);

} // namespace ecgpress
