// The filters that ECG machines put on what they print.
#pragma once

#include "signal/record.hpp"

namespace ecgpress {

/// Frequencies at which half of the power is left; 0: no such filter.
struct FilterSettings {
    double high_pass_hz = 0, low_pass_hz = 0;
    double notch_hz = 0; ///< the mains

    bool is_none() const { return high_pass_hz == 0 && low_pass_hz == 0 && notch_hz == 0; }
};

/// Every lead filtered forwards and backwards, so that no wave is moved: a first-order high pass, a
/// second-order low pass (Butterworth) and a second-order notch of 2 Hz width. Each piece between
/// gaps by itself; gaps stay. A low pass or notch at or beyond half the rate lets everything
/// through that the record can hold: it is left out.
Record filtered(const Record& record, const FilterSettings& settings);

} // namespace ecgpress
