// Exclusion of records from a catalogue by name, shared by all sources.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "signal/record.hpp"

namespace ecgpress {

/// The names of records that are not used.
struct Exclusion {
    /// Treatment of a name that no record of the source has. `reported` (a warning), because a
    /// list may be meant for several sources; `ignored`: for the list that an existing run has
    /// stored, which was reported when the run started.
    enum class Unknown { reported, ignored };

    std::vector<std::string> names;
    Unknown unknown = Unknown::reported;
};

/// Reads names from a text file, one per line, and returns them sorted without duplicates. Spaces
/// around a name are ignored, and so are comments (# at the beginning or after a space) and blank
/// lines. Encodings and line ends are those of read_text and lines_of.
/// @throws ConfigError with file and line if the file cannot be read or is too large, or if a line
/// is not a name
std::vector<std::string> read_names(const std::filesystem::path& file);

/// Returns the positions in `all` of the records that are not excluded, in order.
/// @param other_ids empty, or for each record of `all` an alternative name for exclusion (PTB-XL's
/// ecg_id)
/// @throws ConfigError if no record remains
std::vector<std::size_t> kept_positions(const std::vector<RecordInfo>& all,
                                        const Exclusion& exclude,
                                        const std::vector<std::string>& other_ids = {});

/// Removes all values of a vector but those at some positions, which are in order.
template <class Value>
void keep_only(std::vector<Value>& values, const std::vector<std::size_t>& positions) {
    for (std::size_t i = 0; i < positions.size(); ++i)
        if (i != positions[i]) values[i] = std::move(values[positions[i]]);
    values.resize(positions.size());
}

} // namespace ecgpress
