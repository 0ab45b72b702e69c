#include "codec/jpeg.hpp"

#include <algorithm>
#include <memory>
#include <turbojpeg.h>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

// Limits for untrusted files, because memory is allocated before the pixels are read. Pages have at
// most 400 million pixels. A Huffman-coded block of 64 pixels takes at least two bits: one for its
// mean and one for its end.
constexpr std::int64_t k_most_pixels = std::int64_t{1} << 29;
constexpr std::int64_t k_most_pixels_per_byte = std::int64_t{64} * 4;
// For a progressive file the library keeps all coefficients in memory and processes them once per
// scan of the file, so the limit is lower.
constexpr std::int64_t k_most_progressive_per_byte = 32;

struct HandleCloser {
    void operator()(void* handle) const { tjDestroy(handle); }
};
using Handle = std::unique_ptr<void, HandleCloser>;

struct JpegFreer {
    void operator()(unsigned char* buffer) const { tjFree(buffer); }
};

int subsampling_of(const Image& image, const JpegSettings& settings) {
    if (image.channels == 1) return TJSAMP_GRAY;
    return settings.subsampling == ChromaSubsampling::half ? TJSAMP_420 : TJSAMP_444;
}

/// Sets the density, which TurboJPEG leaves out of the JFIF header (ITU-T T.871, 10.1): the unit is
/// at byte 13, followed by x and y in 16 bits each.
void write_density(Bytes& file, double dpi) {
    constexpr std::uint8_t k_dots_per_inch = 1;
    const unsigned density = jfif_density(dpi);
    const auto high = static_cast<std::uint8_t>(density >> 8),
               low = static_cast<std::uint8_t>(density & 0xFFU);
    const std::uint8_t field[] = {k_dots_per_inch, high, low, high, low};
    std::copy(std::begin(field), std::end(field), file.begin() + 13);
}

/// Inserts an EXIF segment with the orientation of the picture after the JFIF segment.
void write_orientation(Bytes& file, int orientation) {
    const auto value = static_cast<std::uint8_t>(orientation);
    const std::uint8_t segment[] = {
        0xFF, 0xE1,  0,   34,              // APP1 and its length
        'E',  'x',   'i', 'f', 0, 0,       //
        'M',  'M',   0,   42,  0, 0, 0, 8, // TIFF, big-endian; its directory is at 8
        0,    1,                           // one entry:
        0x01, 0x12,  0,   3,   0, 0, 0, 1, // orientation, one number of 16 bits
        0,    value, 0,   0,               //
        0,    0,     0,   0,               // no other directory
    };
    const std::size_t jfif_end = 4 + (std::size_t{file[4]} << 8 | file[5]) - 2 + 2;
    file.insert(file.begin() + static_cast<std::ptrdiff_t>(jfif_end), std::begin(segment),
                std::end(segment));
}

[[noreturn]] void fail_to_read(const std::string& reason) {
    throw DataError(concat("cannot read the JPEG file: ", reason, ". Regenerate the file."));
}

/// Returns whether the first frame header is a sequential one (ITU-T T.81, B.1.1.3).
bool is_sequential(const Bytes& file) {
    for (std::size_t at = 2; at + 4 <= file.size() && file[at] == 0xFF;) {
        const std::uint8_t marker = file[at + 1];
        const bool is_other = marker == 0xC4 || marker == 0xC8 || marker == 0xCC; // DHT, JPG, DAC
        if (marker >= 0xC0 && marker <= 0xCF && !is_other) return marker <= 0xC1;
        at += marker == 0xFF ? 1U : 2U + (std::size_t{file[at + 2]} << 8 | file[at + 3]);
    }
    return true; // no frame header: the library reports it
}

} // namespace

Bytes encode_jpeg(const Image& image, const JpegSettings& settings, double dpi) {
    const Handle handle(tjInitCompress());
    unsigned char* buffer = nullptr;
    unsigned long size = 0;
    const int result = tjCompress2(
        handle.get(), image.pixels.data(), image.width, static_cast<int>(image.stride()),
        image.height, image.channels == 1 ? TJPF_GRAY : TJPF_RGB, &buffer, &size,
        subsampling_of(image, settings), settings.quality, TJFLAG_ACCURATEDCT);
    const std::unique_ptr<unsigned char, JpegFreer> owner(buffer);
    if (result != 0)
        throw DataError(concat("cannot write a JPEG file of ", image.width, " x ", image.height,
                               " px: ", tjGetErrorStr2(handle.get()),
                               ". Use a smaller page or a lower resolution."));
    Bytes file(buffer, buffer + size);
    write_density(file, dpi);
    if (settings.orientation != 1) write_orientation(file, settings.orientation);
    return file;
}

Image decode_jpeg(const Bytes& file) {
    return decode_jpeg_into({}, file);
}

Image decode_jpeg_into(Image memory, const Bytes& file) {
    const Handle handle(tjInitDecompress());
    int width = 0, height = 0, subsampling = 0, colours = 0;
    const auto size = static_cast<unsigned long>(file.size());
    if (tjDecompressHeader3(handle.get(), file.data(), size, &width, &height, &subsampling,
                            &colours) != 0)
        fail_to_read(tjGetErrorStr2(handle.get()));
    const std::int64_t pixels = std::int64_t{width} * height;
    if (pixels > k_most_pixels)
        fail_to_read(
            concat("its header states ", width, " x ", height, " px, more than the limit of 2^29"));
    const std::int64_t most_per_byte =
        is_sequential(file) ? k_most_pixels_per_byte : k_most_progressive_per_byte;
    if (pixels > most_per_byte * static_cast<std::int64_t>(file.size()))
        fail_to_read(concat("its header states ", width, " x ", height, " px, more than ",
                            file.size(), " bytes can encode"));
    if (colours == TJCS_CMYK || colours == TJCS_YCCK)
        fail_to_read("its colours are CMYK, not grey or RGB");
    const int channels = colours == TJCS_GRAY ? 1 : 3;
    Image image = std::move(memory);
    if (image.width != width || image.height != height || image.channels != channels)
        image = Image(width, height, channels);
    // By default the library only warns about a truncated file and fills the rest with grey.
    if (tjDecompress2(handle.get(), file.data(), size, image.pixels.data(), width,
                      static_cast<int>(image.stride()), height,
                      colours == TJCS_GRAY ? TJPF_GRAY : TJPF_RGB,
                      TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0)
        fail_to_read(tjGetErrorStr2(handle.get()));
    return image;
}

} // namespace ecgpress
