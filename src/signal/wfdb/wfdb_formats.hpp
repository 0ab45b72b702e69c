// How WFDB signal files store samples: the formats of signal(5) of the WFDB Applications Guide, one
// row each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecgpress {

/// Samples lie in groups of whole bytes: two in three bytes, three in four.
struct WfdbFormat {
    int number;
    std::size_t group_samples, group_bytes;
    /// How many bytes the first 0, 1, 2 samples of a group reach into.
    std::array<std::size_t, 3> reach_bytes;
    /// Reads `count` samples from the group that begins at `group` on.
    void (*decode)(const unsigned char* group, std::size_t count, std::int32_t* samples);
    /// The value that stands for "no sample".
    std::optional<std::int32_t> gap;
    /// Whether the file holds the change from sample to sample.
    bool is_difference;
};

/// The format's row, or null if it is none of 8, 16, 24, 32, 61, 80, 160, 212, 310, 311.
const WfdbFormat* find_wfdb_format(int number);

/// Why a format cannot be read: the name of what it is, as far as it is known.
std::string unreadable_wfdb_format(int number);

/// How many bytes `count` samples take. @pre the product does not overflow
std::size_t wfdb_bytes_of(const WfdbFormat& format, std::size_t count);
/// How many whole samples lie in `bytes` bytes.
std::size_t wfdb_samples_in(const WfdbFormat& format, std::size_t bytes);

/// The first `count` samples as they are stored. @pre wfdb_bytes_of(format, count) <= bytes.size()
std::vector<std::int32_t> decode_wfdb(const WfdbFormat& format, std::string_view bytes,
                                      std::size_t count);

} // namespace ecgpress
