// The beats that WFDB annotation files state.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "signal/beats.hpp"
#include "signal/source_root.hpp"

namespace ecgpress {

/// An annotation file, and the leads that its annotations are of.
struct AnnotationFile {
    std::string name, bytes; ///< name: for messages
    std::vector<Lead> leads;
    /// The lead of each signal of the record, if annotations can be of one signal (channel); else
    /// empty.
    std::vector<std::optional<Lead>> channels;
};

/// A record, as far as its annotations matter.
struct AnnotatedRecord {
    double time_hz = 0;  ///< units of time a second, unless a file states its own
    double rate_hz = 0;  ///< of samples
    SampleWindow window; ///< the part of the recording
};

/// The bytes of a file, or std::nullopt if there is none. @throws DataError if it is not a file, is
/// outside of the root or is too large; IoError
std::optional<std::string> read_annotation_file(const std::filesystem::path& path,
                                                const SourceRoot& root);

/// The beats of a record, in samples of the recording. Beats that are not in the window may be
/// missing.
///
/// A beat is an annotation whose code is one of a beat (isqrs of WFDB); its time is the R peak. The
/// codes "(", "p", "t" and ")" are onsets, peaks and offsets: an onset is that of the peak after
/// it, an offset that of the peak before it. Notes with the texts of PTB-XL+ ("p-wave onset", "R
/// peak") are read likewise. A P wave belongs to the beat that begins up to 0.6 s later, a T wave
/// to the one up to 0.8 s before; a wave without such a beat is a row of its own, without an R
/// peak. If annotations of beats and waves name several channels, each is of the lead of its
/// signal, else they are of all leads of their file. Of several leads, R peaks within 0.12 s are
/// one beat.
/// @param files  none: no beats, and an empty source
/// @throws DataError if a file is damaged or has more than 50 waves a second
RecordBeats annotated_beats(const std::vector<AnnotationFile>& files,
                            const AnnotatedRecord& record);

} // namespace ecgpress
