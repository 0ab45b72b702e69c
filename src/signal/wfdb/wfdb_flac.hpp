// Signal files that are FLAC streams: the formats 508, 516 and 524.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "signal/source_file.hpp"

namespace ecgpress {

/// What a FLAC stream states about itself: each signal is a channel.
struct FlacShape {
    std::size_t channels = 0, bits = 0;
    std::uint64_t samples = 0; ///< of each channel; 0: not stated
};

/// @param name  of the file, for messages
/// @throws DataError if it is no FLAC file, IoError
FlacShape read_flac_shape(const SourceFile& file, const std::string& name);

/// Decodes the samples [first, first + count) of all channels, in the order of other signal files:
/// of each frame, `per_frame` samples of the first channel, then those of the second. Memory grows
/// with what the stream really has.
/// @pre count is a multiple of per_frame
/// @throws DataError if the stream is corrupt, ends earlier or changes its shape, IoError
std::vector<std::int32_t> decode_flac(const SourceFile& file, const std::string& name,
                                      const FlacShape& shape, std::uint64_t first,
                                      std::size_t count, std::size_t per_frame);

} // namespace ecgpress
