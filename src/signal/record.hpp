// A 12-lead recording in millivolts, and the checks before it is rendered.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/lead.hpp"

namespace ecgpress {

/// The classes of a record. Records with the same classes can share one list: a catalogue has a
/// million records and few lists.
class ClassNames {
  public:
    ClassNames() = default;
    ClassNames(std::vector<std::string> names) // NOLINT(google-explicit-constructor)
        : names_(names.empty()
                     ? nullptr
                     : std::make_shared<const std::vector<std::string>>(std::move(names))) {}
    ClassNames(std::initializer_list<std::string> names)
        : ClassNames(std::vector<std::string>(names)) {}

    const std::string* begin() const { return names_ ? names_->data() : nullptr; }
    const std::string* end() const { return names_ ? names_->data() + names_->size() : nullptr; }
    std::size_t size() const { return names_ ? names_->size() : 0; }

  private:
    std::shared_ptr<const std::vector<std::string>> names_; // null if there are none
};

/// Information about a record from a source's catalogue, without opening the record.
struct RecordInfo {
    std::string name;     ///< unique in the source, stable between runs: "00001_hr"
    std::string patient;  ///< equal for records of one person; the record's own name if unknown
    int fold = 0;         ///< PTB-XL's strat_fold 1 ... 10; 0 if the source has none
    ClassNames classes{}; ///< classes_of() its facts
};

/// A range of samples.
struct SampleWindow {
    std::size_t first = 0, count = 0;
};

/// leads_mv[index_of(lead)] has one value per sample, NaN in gaps; it is empty if the lead is
/// missing. All other leads have the same length.
struct Record {
    std::string name;
    double rate_hz = 0;
    double start_s = 0; ///< time of the first sample in the recording that the source stores
    std::array<std::vector<double>, k_lead_count> leads_mv;
    std::array<bool, k_lead_count> is_derived{}; ///< computed from other leads, not recorded
    std::vector<std::string> other_signals;      ///< names of the signals that are no leads
    std::optional<SampleWindow> inside;          ///< of a part: its samples without the margins

    const std::vector<double>& lead_mv(Lead lead) const { return leads_mv[index_of(lead)]; }
    std::size_t sample_count() const;
};

/// The time window [start_s, start_s + duration_s): samples from round(start * rate) up to, but not
/// including, round((start + duration) * rate). Consecutive windows share no sample and leave none
/// out.
SampleWindow sample_window(double start_s, double duration_s, double rate_hz);

/// A part of a recording: `length_s` seconds, at `place` from 0 (the first possible position) up
/// to, but not including, 1 (the last one). `margin_s` more are read on both sides, as far as there
/// are samples.
struct RecordPart {
    double length_s = 0, place = 0, margin_s = 0;
};

/// The samples of a part of a recording.
struct PartWindow {
    SampleWindow read;   ///< with the margins
    SampleWindow inside; ///< without them, counted from the first one that is read
};

/// All samples if the recording is not longer than the part.
PartWindow window_of(const RecordPart& part, std::size_t sample_count, double rate_hz);

/// Keeps only these samples. @pre they exist
void cut_to(Record& record, SampleWindow window);

/// Replaces a lead's equal samples at the beginning and at the end of a record by gaps, if they
/// last 1 s or more: they are padding, not a recording. A lead of equal samples only stays as it
/// is.
void remove_padding(Record& record);

/// What to do with a record that does not have all leads of a page for its whole duration.
enum class Incomplete {
    refuse, ///< it is not printed
    print   ///< what exists is printed: panels may be empty, flat or end early
};

/// @throws DataError if a lead of `leads` has a value beyond 1 V anywhere; unless incomplete
/// records are printed, also if it is missing, has no value in the window or is flat in it (all
/// values equal, 1 s of them or more), or if the record ends before the window. The message
/// contains the lead and the values.
void require_printable(const Record& record, const std::vector<Lead>& leads, double start_s,
                       double duration_s, Incomplete incomplete = Incomplete::refuse);

} // namespace ecgpress
