#include "codec/bmp.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

// File header of 14 bytes, info header of 40, and a palette of two colours of 4 bytes each: 0
// black, 1 white.
constexpr std::size_t k_info_offset = 14;
constexpr std::uint32_t k_info_size = 40;
constexpr std::size_t k_palette_offset = k_info_offset + k_info_size;
constexpr std::size_t k_pixel_offset = k_palette_offset + 8;
constexpr std::uint8_t k_palette[] = {0, 0, 0, 0, 255, 255, 255, 0};

/// Bytes per row, padded to a multiple of 4.
std::size_t row_size(int width) {
    return (static_cast<std::size_t>(width) + 31) / 32 * 4;
}

void put(Bytes& file, std::size_t offset, int size, std::uint32_t value) {
    for (int i = 0; i < size; ++i)
        file[offset + static_cast<std::size_t>(i)] = static_cast<std::uint8_t>(value >> (8 * i));
}

std::uint32_t get(const Bytes& file, std::size_t offset, int size) {
    std::uint32_t value = 0;
    for (int i = 0; i < size; ++i)
        value |= static_cast<std::uint32_t>(file[offset + static_cast<std::size_t>(i)]) << (8 * i);
    return value;
}

[[noreturn]] void fail(const std::string& reason) {
    throw DataError(
        concat("cannot read the mask as a BMP file: ", reason, ". Regenerate the file."));
}

void require(bool condition, const char* reason) {
    if (!condition) fail(reason);
}

} // namespace

Bytes encode_mask_bmp(const Image& mask) {
    const std::size_t row = row_size(mask.width),
                      size = row * static_cast<std::size_t>(mask.height);
    Bytes file(k_pixel_offset + size);
    file[0] = 'B';
    file[1] = 'M';
    put(file, 2, 4, static_cast<std::uint32_t>(file.size()));
    put(file, 10, 4, k_pixel_offset);
    put(file, k_info_offset, 4, k_info_size);
    put(file, k_info_offset + 4, 4, static_cast<std::uint32_t>(mask.width));
    put(file, k_info_offset + 8, 4,
        static_cast<std::uint32_t>(mask.height)); // positive: the lowest row first
    put(file, k_info_offset + 12, 2, 1);          // planes
    put(file, k_info_offset + 14, 2, 1);          // bits per pixel
    put(file, k_info_offset + 20, 4, static_cast<std::uint32_t>(size));
    put(file, k_info_offset + 32, 4, 2); // colours
    std::copy(std::begin(k_palette), std::end(k_palette), file.begin() + k_palette_offset);
    for (int y = 0; y < mask.height; ++y) {
        std::uint8_t* to =
            file.data() + k_pixel_offset + static_cast<std::size_t>(mask.height - 1 - y) * row;
        const std::uint8_t* from = mask.row(y);
        const std::uint8_t* const end = from + mask.width;
        for (const std::uint8_t* at = first_ink(from, end); at != end; at = first_ink(at + 1, end))
            if (const auto x = at - from; *at >= k_mask_threshold)
                to[x / 8] = static_cast<std::uint8_t>(to[x / 8] | 0x80U >> (x % 8));
    }
    return file;
}

Image decode_mask_bmp(const Bytes& file) {
    require(file.size() >= k_pixel_offset, "it is shorter than its header");
    require(file[0] == 'B' && file[1] == 'M', "it does not begin with \"BM\"");
    require(get(file, 10, 4) == k_pixel_offset && get(file, k_info_offset, 4) == k_info_size,
            "its header has an unexpected size");
    require(get(file, k_info_offset + 12, 2) == 1 && get(file, k_info_offset + 14, 2) == 1,
            "it does not have 1 bit per pixel");
    require(get(file, k_info_offset + 16, 4) == 0, "it is compressed");
    require(std::equal(std::begin(k_palette), std::end(k_palette), file.begin() + k_palette_offset),
            "its palette is not black and white");
    const std::uint32_t width = get(file, k_info_offset + 4, 4),
                        height = get(file, k_info_offset + 8, 4);
    // Image has sides of type int.
    constexpr std::uint32_t k_longest_side_px = 1U << 30;
    require(width > 0 && height > 0 && width <= k_longest_side_px && height <= k_longest_side_px,
            "its width or height is out of range");
    const std::size_t row = row_size(static_cast<int>(width));
    require(file.size() == k_pixel_offset + row * height && get(file, 2, 4) == file.size(),
            "its length does not match its width and height");
    Image mask(static_cast<int>(width), static_cast<int>(height), 1);
    for (int y = 0; y < mask.height; ++y) {
        const std::uint8_t* from =
            file.data() + k_pixel_offset + static_cast<std::size_t>(mask.height - 1 - y) * row;
        for (int x = 0; x < mask.width; ++x) mask.row(y)[x] = from[x / 8] >> (7 - x % 8) & 1U;
    }
    return mask;
}

} // namespace ecgpress
