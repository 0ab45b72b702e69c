// Leaving records out of a catalogue by their names: one rule for all sources.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "signal/record.hpp"

namespace ecgpress {

/// Records that are never used, by their names.
struct Exclusion {
    /// What is done about a name that no record of the source has: a list that a person wrote has a
    /// slip of the pen, a file made for many sources has names of others, and what a run has stored
    /// was looked at when it began.
    enum class Unknown { refused, told, ignored };

    std::vector<std::string> names;
    Unknown unknown = Unknown::refused;
};

/// The names in a text file, one a line, sorted, none twice. Blanks around a name are no part of
/// it, nor is a comment: # at the beginning or after a blank. Blank lines, CRLF and a byte order
/// mark are no matter.
/// @throws ConfigError naming file and line: a file that cannot be read or is too large, a line
/// that is no name
std::vector<std::string> read_names(const std::filesystem::path& file);

/// The positions in `all` of the records that stay, in order.
/// @param other_ids empty, or one more name for each record of `all` by which it may be excluded
/// (PTB-XL's ecg_id)
/// @throws ConfigError with all names that no record has and the nearest one that there is, if they
/// are refused; or if no record stays
std::vector<std::size_t> kept_positions(const std::vector<RecordInfo>& all,
                                        const Exclusion& exclude,
                                        const std::vector<std::string>& other_ids = {});

} // namespace ecgpress
