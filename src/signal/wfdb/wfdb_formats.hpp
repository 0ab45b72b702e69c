// Sample formats of WFDB signal files: signal(5) of the WFDB Applications Guide, one row per
// format.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

/// Samples are stored in groups that fill complete bytes, for example two samples in three bytes or
/// three in four.
struct WfdbFormat {
    int number;
    std::size_t group_samples, group_bytes;
    /// Number of bytes needed to decode the first 0, 1, 2 samples of a group.
    std::array<std::size_t, 3> reach_bytes;
    /// Decodes `count` samples, starting with the group at `group`; null for FLAC.
    void (*decode)(const unsigned char* group, std::size_t count, std::int32_t* samples);
    /// The value for "no sample".
    std::optional<std::int32_t> gap;
    /// Whether the file contains differences between samples.
    bool is_difference;

    /// Whether the file is a FLAC stream: decode_flac reads it, and no function below.
    bool is_flac() const { return decode == nullptr; }
    /// Bits of a sample at most. @pre is_flac()
    std::size_t flac_bits() const { return static_cast<std::size_t>(number) - 500; }
};

/// The row of a format, or null if it is not one of 8, 16, 24, 32, 61, 80, 160, 212, 310,
/// 311, 508, 516 and 524.
const WfdbFormat* find_wfdb_format(int number);

/// The reason why a format is not supported.
std::string unreadable_wfdb_format(int number);

/// Size of `count` samples in bytes. @pre the product does not overflow
std::size_t wfdb_bytes_of(const WfdbFormat& format, std::size_t count);
/// Number of complete samples in `bytes` bytes.
std::size_t wfdb_samples_in(const WfdbFormat& format, std::size_t bytes);

/// Decodes the first `count` samples; differences are not summed. @pre wfdb_bytes_of(format, count)
/// <= bytes.size()
std::vector<std::int32_t> decode_wfdb(const WfdbFormat& format, std::string_view bytes,
                                      std::size_t count);

} // namespace ecgpress
