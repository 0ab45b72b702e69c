#include "render/png.hpp"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <libdeflate.h>
#include <memory>
#include <spng.h>

#include "core/error.hpp"
#include "core/text.hpp"
#include "render/run_deflate.hpp"

namespace ecgpress {
namespace {

// What a file claims is believed only within reason: memory is asked for before its pixels are
// read. Pages have at most 400 million pixels, and deflate packs at most 1032 bytes into one
// (zlib's technical details: 258 bytes in two bits).
constexpr std::size_t k_most_bytes = std::size_t{3} << 29;
constexpr std::size_t k_most_bytes_per_byte = 1032;
constexpr std::uint32_t k_longest_side_px = 1U << 20;
constexpr std::size_t k_largest_chunk = std::size_t{1} << 30;

// The chunk that ends each file: no data, its name, its checksum.
constexpr std::uint8_t k_end_chunk[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};

constexpr std::uint8_t k_signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::uint8_t k_grey = 0, k_rgb = 2; // colour types
constexpr std::uint8_t k_up = 2;              // each byte less the one above it

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

void put_number(Bytes& bytes, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
        bytes.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put_chunk(Bytes& file, const char* name, const Bytes& data) {
    put_number(file, static_cast<std::uint32_t>(data.size()));
    const std::size_t start = file.size();
    file.insert(file.end(), name, name + 4);
    file.insert(file.end(), data.begin(), data.end());
    put_number(file, libdeflate_crc32(0, file.data() + start, file.size() - start));
}

/// How many of the bytes from `at` on are equal to those `distance` before.
std::size_t run_length(const std::uint8_t* at, const std::uint8_t* end, std::size_t distance) {
    const std::uint8_t* const start = at;
    for (std::uint64_t here = 0, before = 0; end - at >= 8; at += 8) {
        std::memcpy(&here, at, sizeof here);
        std::memcpy(&before, at - distance, sizeof before);
        if (here != before) break;
    }
    while (at != end && *at == *(at - distance)) ++at;
    return static_cast<std::size_t>(at - start);
}

/// A function of its own, for the compiler to see that it can take 16 bytes at a time.
void subtract(const std::uint8_t* row, const std::uint8_t* above, std::size_t count,
              std::uint8_t* difference) {
    for (std::size_t i = 0; i < count; ++i)
        difference[i] = static_cast<std::uint8_t>(row[i] - above[i]);
}

/// Rows of a picture as a PNG file's data: each byte less the one above it, so that what goes on
/// from row to row becomes zeros, and what changes alike from pixel to pixel becomes a run.
class RowWriter {
  public:
    RowWriter(std::size_t row_bytes, int channels)
        : row_bytes_(row_bytes), distance_(static_cast<std::size_t>(channels)),
          line_(distance_ + 1 + row_bytes), deflate_(channels) {}

    /// @param above  null: nothing
    void add(const std::uint8_t* row, const std::uint8_t* above) {
        std::copy(line_.end() - static_cast<std::ptrdiff_t>(distance_), line_.end(),
                  line_.begin()); // what stands before this line
        std::uint8_t* const line = line_.data() + distance_;
        line[0] = k_up;
        if (above == nullptr)
            std::copy(row, row + row_bytes_, line + 1);
        else
            subtract(row, above, row_bytes_, line + 1);
        checksum_ = libdeflate_adler32(checksum_, line, row_bytes_ + 1);
        const std::uint8_t* const end = line + row_bytes_ + 1;
        deflate_.expect(row_bytes_ + 1);
        const std::uint8_t* at = line;
        for (; is_first_ && at != end && at < line + distance_; ++at) deflate_.literal(*at);
        while (at != end) {
            const std::size_t run = *at == *(at - distance_) ? run_length(at, end, distance_) : 0;
            if (run >= RunDeflate::k_shortest_run) {
                deflate_.run(run);
                at += run;
            } else {
                deflate_.literal(*at++);
            }
        }
        is_first_ = false;
    }

    /// A zlib stream (RFC 1950).
    Bytes finish() {
        Bytes stream{0x78, 0x01}; // deflate with a window of 32 KiB, fast
        const Bytes data = deflate_.finish();
        stream.insert(stream.end(), data.begin(), data.end());
        put_number(stream, checksum_);
        return stream;
    }

  private:
    std::size_t row_bytes_, distance_;
    Bytes line_; ///< the end of the line before, the filter's number, the filtered row
    RunDeflate deflate_;
    std::uint32_t checksum_ = 1;
    bool is_first_ = true;
};

Bytes compressed_rows(const Image& image, const PixelRect& part) {
    const auto channels = static_cast<std::size_t>(image.channels);
    RowWriter writer(channels * static_cast<std::size_t>(part.width), image.channels);
    const std::uint8_t* above = nullptr;
    for (int y = part.y; y < part.bottom(); ++y) {
        const std::uint8_t* row = image.row(y) + channels * static_cast<std::size_t>(part.x);
        writer.add(row, above);
        above = row;
    }
    return writer.finish();
}

} // namespace

Bytes encode_png(const Image& image) {
    return encode_png(image, {0, 0, image.width, image.height});
}

Bytes encode_png(const Image& image, const PixelRect& part) {
    Bytes file(std::begin(k_signature), std::end(k_signature));
    Bytes header;
    put_number(header, static_cast<std::uint32_t>(part.width));
    put_number(header, static_cast<std::uint32_t>(part.height));
    const std::uint8_t kind[] = {8, image.channels == 1 ? k_grey : k_rgb, 0, 0, 0};
    header.insert(header.end(), std::begin(kind), std::end(kind));
    put_chunk(file, "IHDR", header);
    put_chunk(file, "IDAT", compressed_rows(image, part));
    file.insert(file.end(), std::begin(k_end_chunk), std::end(k_end_chunk));
    return file;
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
