#include "signal/hdf5/hdf5_filters.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "codec/inflate.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr int k_deflate = 1, k_shuffle = 2, k_fletcher32 = 3;
constexpr std::size_t k_checksum_bytes = 4;

// Of the HDF Group's list of registered filters: those of the library, and those that Python's
// packages write.
constexpr std::pair<int, const char*> k_names[] = {
    {k_deflate, "deflate"},
    {k_shuffle, "shuffle"},
    {k_fletcher32, "fletcher32"},
    {4, "szip"},
    {5, "nbit"},
    {6, "scaleoffset"},
    {307, "bzip2"},
    {32000, "lzf"},
    {32001, "blosc"},
    {32004, "lz4"},
    {32008, "bitshuffle"},
    {32013, "zfp"},
    {32015, "zstd"},
    {32026, "blosc2"},
};

/// HDF5's variant of Fletcher's checksum over big-endian words.
std::uint32_t fletcher32(std::string_view bytes) {
    constexpr std::size_t k_most_words = 360; // without an overflow
    std::uint32_t first = 0, second = 0;
    const auto fold = [](std::uint32_t sum) { return (sum & 0xffffU) + (sum >> 16U); };
    const auto byte = [&](std::size_t i) {
        return std::uint32_t{static_cast<unsigned char>(bytes[i])};
    };
    const std::size_t words = bytes.size() / 2;
    for (std::size_t word = 0; word < words;) {
        const std::size_t end = std::min(words, word + k_most_words);
        for (; word < end; ++word) {
            first += byte(2 * word) << 8U | byte(2 * word + 1);
            second += first;
        }
        first = fold(first);
        second = fold(second);
    }
    if (bytes.size() % 2 != 0) {
        first += byte(bytes.size() - 1) << 8U;
        second += first;
        first = fold(first);
        second = fold(second);
    }
    return fold(second) << 16U | fold(first);
}

/// Removes the checksum. @return false if it is wrong
bool take_checksum(std::string& bytes) {
    if (bytes.size() < k_checksum_bytes) return false;
    std::uint32_t stated = 0;
    for (std::size_t i = 1; i <= k_checksum_bytes; ++i)
        stated = stated << 8U | static_cast<unsigned char>(bytes[bytes.size() - i]);
    bytes.resize(bytes.size() - k_checksum_bytes);
    return fletcher32(bytes) == stated;
}

/// The bytes of values, which were stored as all first bytes, all second bytes, ...
std::string unshuffled(const std::string& bytes, std::size_t value_bytes) {
    if (value_bytes < 2) return bytes;
    const std::size_t count = bytes.size() / value_bytes;
    std::string values = bytes; // what is left of a value stays at the end
    for (std::size_t part = 0; part < value_bytes; ++part)
        for (std::size_t i = 0; i < count; ++i)
            values[i * value_bytes + part] = bytes[part * count + i];
    return values;
}

} // namespace

bool can_undo(const Hdf5Filter& filter) {
    return filter.number == k_deflate || filter.number == k_shuffle ||
           filter.number == k_fletcher32;
}

std::string name_of(const Hdf5Filter& filter) {
    for (const auto& [number, name] : k_names)
        if (number == filter.number) return name;
    return std::to_string(filter.number);
}

std::string undo_filters(std::string stored, const std::vector<Hdf5Filter>& filters,
                         std::uint32_t skipped, std::size_t size) {
    for (std::size_t i = filters.size(); i-- > 0;) {
        if ((skipped >> i & 1U) != 0) continue;
        if (filters[i].number == k_fletcher32) {
            if (!take_checksum(stored)) return {};
        } else if (filters[i].number == k_shuffle) {
            stored = unshuffled(stored, filters[i].parameter);
        } else {
            // Checksums of filters that were applied before it are a part of its content.
            std::size_t with_checksums = size;
            for (std::size_t j = 0; j < i; ++j)
                if (filters[j].number == k_fletcher32 && (skipped >> j & 1U) == 0)
                    with_checksums += k_checksum_bytes;
            std::string content(with_checksums, '\0');
            if (!inflate_into(stored, content)) return {};
            stored = std::move(content);
        }
    }
    return stored.size() == size ? stored : std::string();
}

} // namespace ecgpress
