#include "render/png.hpp"

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <spng.h>

#include "core/error.hpp"
#include "core/text.hpp"

namespace ecgpress {
namespace {

// What a file claims is believed only within reason: memory is asked for before its pixels are
// read. Pages have at most 400 million pixels, and deflate packs at most 1032 bytes into one
// (zlib's technical details: 258 bytes in two bits).
constexpr std::size_t k_most_bytes = std::size_t{3} << 29;
constexpr std::size_t k_most_bytes_per_byte = 1032;
constexpr std::uint32_t k_longest_side_px = 1U << 20;
constexpr std::size_t k_largest_chunk = std::size_t{1} << 30;

// Measured on crops and masks of clean pages at 200 and 403 dpi: flat paper repeats itself exactly,
// and any row filter only hides that (1.5 to 6 times the time). Level 2 is as fast as 1 for colour
// and 7 % smaller. A mask is runs of one value: the strategy that looks for nothing else is faster
// and 25 % smaller than the default.
constexpr int k_row_filter = SPNG_FILTER_CHOICE_NONE;
constexpr int k_compression_level = 2;
constexpr int k_default_strategy = 0, k_runs_strategy = 3; // zlib's Z_DEFAULT_STRATEGY and Z_RLE

// The chunk that ends each file: no data, its name, its checksum.
constexpr std::uint8_t k_end_chunk[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};

struct ContextFreer {
    void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};
using Context = std::unique_ptr<spng_ctx, ContextFreer>;

struct BufferFreer {
    void operator()(void* buffer) const { std::free(buffer); }
};

void require(int result, const char* doing) {
    if (result != 0)
        throw DataError(
            concat("cannot ", doing, " a PNG file (", spng_strerror(result), ") make it again"));
}

} // namespace

Bytes encode_png(const Image& image) {
    const Context context(spng_ctx_new(SPNG_CTX_ENCODER));
    spng_ihdr header{};
    header.width = static_cast<std::uint32_t>(image.width);
    header.height = static_cast<std::uint32_t>(image.height);
    header.bit_depth = 8;
    header.color_type = image.channels == 1 ? SPNG_COLOR_TYPE_GRAYSCALE : SPNG_COLOR_TYPE_TRUECOLOR;
    require(spng_set_option(context.get(), SPNG_ENCODE_TO_BUFFER, 1), "write");
    require(spng_set_option(context.get(), SPNG_IMG_COMPRESSION_LEVEL, k_compression_level),
            "write");
    require(spng_set_option(context.get(), SPNG_IMG_COMPRESSION_STRATEGY,
                            image.channels == 1 ? k_runs_strategy : k_default_strategy),
            "write");
    require(spng_set_option(context.get(), SPNG_FILTER_CHOICE, k_row_filter), "write");
    require(spng_set_ihdr(context.get(), &header), "write");
    require(spng_encode_image(context.get(), image.pixels.data(), image.pixels.size(), SPNG_FMT_PNG,
                              SPNG_ENCODE_FINALIZE),
            "write");
    std::size_t size = 0;
    int error = 0;
    const std::unique_ptr<void, BufferFreer> buffer(
        spng_get_png_buffer(context.get(), &size, &error));
    require(error, "write");
    const auto* bytes = static_cast<const std::uint8_t*>(buffer.get());
    return Bytes(bytes, bytes + size);
}

Image decode_png(const Bytes& file) {
    // The library forgives a file that ends within its last chunk.
    if (file.size() < sizeof k_end_chunk ||
        !std::equal(std::begin(k_end_chunk), std::end(k_end_chunk),
                    file.end() - static_cast<std::ptrdiff_t>(sizeof k_end_chunk)))
        throw DataError("cannot read a PNG file (it does not end as one) make it again");
    const Context context(spng_ctx_new(0));
    require(spng_set_crc_action(context.get(), SPNG_CRC_ERROR, SPNG_CRC_ERROR), "read");
    require(spng_set_image_limits(context.get(), k_longest_side_px, k_longest_side_px), "read");
    require(spng_set_chunk_limits(context.get(), k_largest_chunk, k_largest_chunk), "read");
    require(spng_set_png_buffer(context.get(), file.data(), file.size()), "read");
    spng_ihdr header{};
    require(spng_get_ihdr(context.get(), &header), "read");
    const bool grey = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE;
    if (header.bit_depth != 8 || (!grey && header.color_type != SPNG_COLOR_TYPE_TRUECOLOR))
        throw DataError(
            "cannot read a PNG file (it is neither 8-bit grey nor 8-bit RGB) convert it");
    std::size_t size = 0;
    require(spng_decoded_image_size(context.get(), SPNG_FMT_PNG, &size), "read");
    if (size > k_most_bytes || size > k_most_bytes_per_byte * file.size())
        throw DataError(concat("cannot read a PNG file (it claims ", header.width, " x ",
                               header.height, " px, more than ", file.size(),
                               " bytes can hold) make it again"));
    Image image(static_cast<int>(header.width), static_cast<int>(header.height), grey ? 1 : 3);
    require(spng_decode_image(context.get(), image.pixels.data(), size, SPNG_FMT_PNG, 0), "read");
    require(spng_decode_chunks(context.get()), "read");
    return image;
}

} // namespace ecgpress
