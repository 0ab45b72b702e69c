// A page's printed signals as one WFDB record: header(5) and signal(5) of the WFDB Applications
// Guide (physionet.org/physiotools/wag/), format 16.
#pragma once

#include <string>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

struct WfdbFiles {
    std::string header; ///< NAME.hea
    Bytes signals;      ///< NAME.dat
};

/// Contains all panels over the page's printed time, from the first sample of any panel to the
/// last; -32768 outside a panel's window and in gaps. @throws DataError naming the lead whose JSON
/// in the shard is corrupt
WfdbFiles wfdb_record_of(const Sample& sample);

/// Signal name of a panel: "II", "-aVR" if it is upside down, "II-rhythm" on a strip.
std::string wfdb_signal_name(const LeadRow& lead);

} // namespace ecgpress
