// Leaving records out of a catalogue by their names: one rule for all sources.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "signal/record.hpp"

namespace ecgpress {

/// The positions in `all` of the records that stay, in order.
/// @param exclude   names of records that are left out
/// @param other_ids empty, or one more name for each record of `all` by which it may be excluded
/// (PTB-XL's ecg_id)
/// @throws ConfigError with all names that no record has and the nearest one that there is; or if
/// no record stays
std::vector<std::size_t> kept_positions(const std::vector<RecordInfo>& all,
                                        const std::vector<std::string>& exclude,
                                        const std::vector<std::string>& other_ids = {});

} // namespace ecgpress
