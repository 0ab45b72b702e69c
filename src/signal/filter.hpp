// The filters of ECG machines.
#pragma once

#include "signal/record.hpp"

namespace ecgpress {

/// Frequencies at which half of the power remains; 0: filter not applied.
struct FilterSettings {
    double high_pass_hz = 0, low_pass_hz = 0;
    double notch_hz = 0; ///< mains frequency

    bool is_none() const { return high_pass_hz == 0 && low_pass_hz == 0 && notch_hz == 0; }
};

/// Filters every lead forwards and backwards, so that no wave is shifted in time: a first-order
/// high pass, a second-order low pass (Butterworth) and a second-order notch of 2 Hz width. Pieces
/// between gaps are filtered separately; gaps are kept. A low pass or notch at or above half the
/// sampling rate would pass all that the record can contain and is not applied.
Record filtered(const Record& record, const FilterSettings& settings);

/// Subtracts from every lead the median of its values in a window, as devices remove the offset
/// voltage of electrodes. Of two middle values the lower one is used, so that whole microvolts
/// remain whole. A lead without values in the window is unchanged.
Record centred(const Record& record, SampleWindow window);

} // namespace ecgpress
