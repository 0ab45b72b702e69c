#include "codec/png.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <libdeflate.h>
#include <memory>
#include <spng.h>

#include "codec/deflate.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

// Limits for untrusted files, because memory is allocated before the pixels are read. Pages have at
// most 400 million pixels. DEFLATE compresses at most 1032:1 (zlib's technical details: 258 bytes
// in two bits).
constexpr std::size_t k_most_bytes = std::size_t{3} << 29;
constexpr std::size_t k_most_bytes_per_byte = 1032;
constexpr std::uint32_t k_longest_side_px = 1U << 20;
constexpr std::size_t k_most_other_bytes = std::size_t{1} << 20; // of all chunks except pixels

// The chunk at the end of each file: length 0, name, checksum.
constexpr std::uint8_t k_end_chunk[] = {0, 0, 0, 0, 'I', 'E', 'N', 'D', 0xAE, 0x42, 0x60, 0x82};

constexpr std::uint8_t k_signature[] = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
constexpr std::uint8_t k_grey = 0, k_rgb = 2; // colour types

struct ContextFreer {
    void operator()(spng_ctx* context) const { spng_ctx_free(context); }
};
using Context = std::unique_ptr<spng_ctx, ContextFreer>;

struct PngFreer {
    void operator()(void* buffer) const { std::free(buffer); }
};

void require(int result, const char* doing) {
    if (result != 0)
        throw DataError(concat("cannot ", doing, " the PNG file: ", spng_strerror(result),
                               ". Regenerate the file."));
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

/// A zlib stream (RFC 1950). Ends the DEFLATE stream. @param checksum  Adler-32 of the bytes
Bytes zlib_stream(DeflateWriter& deflate, std::uint32_t checksum) {
    Bytes stream{0x78, 0x01}; // zlib header: DEFLATE, window of 32 KiB, fastest
    const Bytes data = deflate.finish();
    stream.insert(stream.end(), data.begin(), data.end());
    put_number(stream, checksum);
    return stream;
}

/// Length of the common prefix of [at, end) and the bytes from `other`.
std::size_t common_length(const std::uint8_t* at, const std::uint8_t* end,
                          const std::uint8_t* other) {
    const std::uint8_t* const start = at;
    for (std::uint64_t here = 0, there = 0; end - at >= 8; at += 8, other += 8) {
        std::memcpy(&here, at, sizeof here);
        std::memcpy(&there, other, sizeof there);
        if (here != there) break;
    }
    for (; at != end && *at == *other; ++at) ++other;
    return static_cast<std::size_t>(at - start);
}

/// Compresses the rows of an image into PNG data. It searches only the matches that pages and masks
/// consist of: one pixel back, the row above, and, where a row does not begin like the row above,
/// the last row with the same beginning and end. All rows between two grid lines are alike, and so
/// are all rows on grid lines. A search for arbitrary matches would take several times as long.
class RowWriter {
  public:
    RowWriter(std::size_t row_bytes, int channels)
        : row_bytes_(row_bytes), pixel_(static_cast<std::size_t>(channels)) {}

    /// @param row  must stay valid until finish()
    void add(const std::uint8_t* row) {
        checksum_ = libdeflate_adler32(checksum_, &k_no_filter, 1);
        checksum_ = libdeflate_adler32(checksum_, row, row_bytes_);
        deflate_.expect(row_bytes_ + 1);
        deflate_.literal(k_no_filter);
        std::array<Source, 3> sources{};
        std::size_t count = 0;
        const Source one_back{row, pixel_, pixel_};
        if (pixel_ == 1) sources[count++] = one_back; // masks are long runs of one value
        if (has_row(1)) {
            sources[count++] = source(1);
            if (const std::size_t back = rows_back_alike(row); back > 1)
                sources[count++] = source(back);
        }
        if (pixel_ > 1) sources[count++] = one_back;
        add_tokens(row, sources.data(), count);
        rows_.push_back(row);
    }

    Bytes finish() { return zlib_stream(deflate_, checksum_); }

  private:
    /// A place that may contain the same bytes as the current row.
    struct Source {
        const std::uint8_t* row = nullptr; ///< the current row, or one above
        std::size_t back = 0;              ///< offset to the left in bytes
        std::size_t distance = 0;          ///< to the match in the DEFLATE stream
    };

    /// Returns whether the row `back` rows up exists and is within DEFLATE's window.
    bool has_row(std::size_t back) const {
        return rows_.size() >= back && back * (row_bytes_ + 1) <= DeflateWriter::k_farthest_copy;
    }
    Source source(std::size_t back) const {
        return {rows_[rows_.size() - back], 0, back * (row_bytes_ + 1)};
    }
    bool begins_like(const std::uint8_t* row, const std::uint8_t* other) const {
        const std::size_t count = std::min(row_bytes_, k_looked_at);
        return std::memcmp(row, other, count) == 0 &&
               std::memcmp(row + row_bytes_ - count, other + row_bytes_ - count, count) == 0;
    }
    /// Distance in rows to the last row with the same beginning and end; 0 if there is none.
    std::size_t rows_back_alike(const std::uint8_t* row) const {
        for (std::size_t back = 1; has_row(back); ++back)
            if (begins_like(row, rows_[rows_.size() - back])) return back;
        return 0;
    }

    void add_tokens(const std::uint8_t* row, const Source* sources, std::size_t count) {
        for (std::size_t at = 0; at < row_bytes_;) {
            std::size_t longest = 0, distance = 0;
            for (std::size_t i = 0; i < count && longest < k_long_enough; ++i) {
                if (at < sources[i].back) continue; // would start before the row
                const std::uint8_t* bytes = sources[i].row + (at - sources[i].back);
                if (row[at] != *bytes) continue;
                const std::size_t length = common_length(row + at, row + row_bytes_, bytes);
                const std::size_t least =
                    sources[i].back > 0 ? DeflateWriter::k_shortest_copy : k_least_far;
                if (length < least || length <= longest) continue;
                longest = length;
                distance = sources[i].distance;
            }
            if (longest == 0) {
                deflate_.literal(row[at++]);
            } else {
                deflate_.copy(longest, distance);
                at += longest;
            }
        }
    }

    static constexpr std::uint8_t k_no_filter = 0;
    static constexpr std::size_t k_looked_at = 24;   ///< at both ends of a row: 1 mm of paper
    static constexpr std::size_t k_long_enough = 48; ///< ends the search for a longer copy
    static constexpr std::size_t k_least_far = 6;    ///< shorter ones need the bits of literals

    std::size_t row_bytes_, pixel_;
    std::vector<const std::uint8_t*> rows_;
    DeflateWriter deflate_;
    std::uint32_t checksum_ = 1;
};

Bytes compressed_rows(const Image& image, const PixelRect& part) {
    const auto channels = static_cast<std::size_t>(image.channels);
    RowWriter writer(channels * static_cast<std::size_t>(part.width), image.channels);
    for (int y = part.y; y < part.bottom(); ++y)
        writer.add(image.row(y) + channels * static_cast<std::size_t>(part.x));
    return writer.finish();
}

/// Appends a row under the filter Paeth (PNG 1.2, 6.6): the difference to the neighbour (left,
/// above or above left) that is closest to left + above - above left.
/// @param above  the row above; zeros for the first row
void add_filtered(Bytes& filtered, const std::uint8_t* row, const std::uint8_t* above,
                  std::size_t bytes, std::size_t pixel) {
    constexpr std::uint8_t k_paeth = 4;
    const std::size_t begin = filtered.size() + 1;
    filtered.push_back(k_paeth);
    filtered.resize(begin + bytes);
    std::uint8_t* const to = filtered.data() + begin;
    for (std::size_t i = 0; i < std::min(pixel, bytes); ++i)
        to[i] = static_cast<std::uint8_t>(row[i] - above[i]);
    for (std::size_t i = pixel; i < bytes; ++i) { // 16-bit integers, for vectors of eight
        const auto left = static_cast<std::int16_t>(row[i - pixel]),
                   up = static_cast<std::int16_t>(above[i]),
                   corner = static_cast<std::int16_t>(above[i - pixel]);
        const auto to_left = static_cast<std::int16_t>(up - corner),
                   to_up = static_cast<std::int16_t>(left - corner),
                   to_corner = static_cast<std::int16_t>(to_left + to_up);
        const auto far_left = static_cast<std::int16_t>(std::abs(to_left)),
                   far_up = static_cast<std::int16_t>(std::abs(to_up)),
                   far_corner = static_cast<std::int16_t>(std::abs(to_corner));
        const std::int16_t other = far_up <= far_corner ? up : corner;
        const std::int16_t nearest = far_left <= std::min(far_up, far_corner) ? left : other;
        to[i] = static_cast<std::uint8_t>(row[i] - nearest);
    }
}

/// A zlib stream of the filtered rows, in blocks that stay in the second-level cache.
Bytes compressed_noise(const Image& image) {
    constexpr std::size_t k_block_bytes = std::size_t{128} << 10;
    DeflateWriter deflate;
    std::uint32_t checksum = 1;
    const Bytes nothing(image.stride());
    const std::uint8_t* above = nothing.data();
    Bytes block;
    for (int y = 0; y < image.height; ++y) {
        add_filtered(block, image.row(y), above, image.stride(),
                     static_cast<std::size_t>(image.channels));
        above = image.row(y);
        if (block.size() < k_block_bytes && y + 1 < image.height) continue;
        checksum = libdeflate_adler32(checksum, block.data(), block.size());
        deflate.add_noise(block.data(), block.size());
        block.clear();
    }
    return zlib_stream(deflate, checksum);
}

/// A file of one chunk of compressed pixels.
Bytes png_file(int width, int height, int channels, const Bytes& pixels) {
    Bytes file(std::begin(k_signature), std::end(k_signature));
    Bytes header;
    put_number(header, static_cast<std::uint32_t>(width));
    put_number(header, static_cast<std::uint32_t>(height));
    const std::uint8_t kind[] = {8, channels == 1 ? k_grey : k_rgb, 0, 0, 0};
    header.insert(header.end(), std::begin(kind), std::end(kind));
    put_chunk(file, "IHDR", header);
    put_chunk(file, "IDAT", pixels);
    file.insert(file.end(), std::begin(k_end_chunk), std::end(k_end_chunk));
    return file;
}

} // namespace

Bytes encode_png(const Image& image) {
    return encode_png(image, {0, 0, image.width, image.height});
}

Bytes encode_png(const Image& image, const PixelRect& part) {
    return png_file(part.width, part.height, image.channels, compressed_rows(image, part));
}

Bytes encode_noisy_png(const Image& image) {
    return png_file(image.width, image.height, image.channels, compressed_noise(image));
}

Image decode_png(const Bytes& file) {
    // The library accepts a file that ends within its last chunk.
    if (file.size() < sizeof k_end_chunk ||
        !std::equal(std::begin(k_end_chunk), std::end(k_end_chunk),
                    file.end() - static_cast<std::ptrdiff_t>(sizeof k_end_chunk)))
        throw DataError(
            "cannot read the PNG file: it does not end with an IEND chunk. Regenerate the file.");
    const Context context(spng_ctx_new(0));
    require(spng_set_crc_action(context.get(), SPNG_CRC_ERROR, SPNG_CRC_ERROR), "read");
    require(spng_set_image_limits(context.get(), k_longest_side_px, k_longest_side_px), "read");
    require(spng_set_chunk_limits(context.get(), k_most_other_bytes, k_most_other_bytes), "read");
    require(spng_set_png_buffer(context.get(), file.data(), file.size()), "read");
    spng_ihdr header{};
    require(spng_get_ihdr(context.get(), &header), "read");
    const bool grey = header.color_type == SPNG_COLOR_TYPE_GRAYSCALE;
    if (header.bit_depth != 8 || (!grey && header.color_type != SPNG_COLOR_TYPE_TRUECOLOR))
        throw DataError("cannot read the PNG file: it is neither 8-bit grey nor 8-bit RGB. Convert "
                        "or regenerate the file.");
    std::size_t size = 0;
    require(spng_decoded_image_size(context.get(), SPNG_FMT_PNG, &size), "read");
    if (size > k_most_bytes || size > k_most_bytes_per_byte * file.size())
        throw DataError(concat("cannot read the PNG file: its header states ", header.width, " x ",
                               header.height, " px, more than ", file.size(),
                               " bytes can encode. Regenerate the file."));
    Image image(static_cast<int>(header.width), static_cast<int>(header.height), grey ? 1 : 3);
    require(spng_decode_image(context.get(), image.pixels.data(), size, SPNG_FMT_PNG, 0), "read");
    require(spng_decode_chunks(context.get()), "read");
    return image;
}

} // namespace ecgpress
