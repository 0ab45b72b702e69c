// A 12-lead recording in millivolts, and what must hold before it is printed.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "core/lead.hpp"

namespace ecgpress {

/// What a source's catalogue tells of a record without opening it.
struct RecordInfo {
    std::string name;    ///< unique in the source, stable between runs: "00001_hr"
    std::string patient; ///< equal for records of one person; the record's own name if the source
                         ///< does not tell
    int fold = 0;        ///< PTB-XL's strat_fold 1 ... 10; 0 if the source has none
    std::string age{};   ///< whole years, "90" for 90 or more; "" if the source does not tell
    std::string sex{};   ///< "female", "male", or "" if the source does not tell
};

/// leads_mv[index_of(lead)] holds one value a sample, NaN where there is a gap; it is empty where
/// the lead is missing. All leads that are there have the same length.
struct Record {
    std::string name;
    double rate_hz = 0;
    std::array<std::vector<double>, k_lead_count> leads_mv;

    const std::vector<double>& lead_mv(Lead lead) const { return leads_mv[index_of(lead)]; }
    std::size_t sample_count() const;
};

/// The time window [start_s, start_s + duration_s) in whole samples.
struct SampleWindow {
    std::size_t first = 0, count = 0;
};

/// Samples round(start * rate) up to, not including, round((start + duration) * rate), so that
/// windows that follow each other in time share no sample and leave none out.
SampleWindow sample_window(double start_s, double duration_s, double rate_hz);

/// @throws DataError if a lead of `leads` is missing, has no value in the window, is flat over the
/// whole record (all values equal), has a value beyond 1 V anywhere, or the record is shorter than
/// the window. The message names the lead and the figures.
void require_printable(const Record& record, const std::vector<Lead>& leads, double start_s,
                       double duration_s);

} // namespace ecgpress
