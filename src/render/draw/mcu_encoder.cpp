#include "render/draw/mcu_encoder.hpp"

#include <algorithm>
#include <csetjmp>
#include <cstdio> // jpeglib.h needs it
#include <cstring>
#include <jpeglib.h>
#include <memory>

#include "codec/jpeg.hpp"
#include "core/error.hpp"
#include "core/geometry.hpp"
#include "core/text.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_channels = 3;

// MCUs side by side in the strips that libjpeg is given. Measured: 16 to 128 are equal within 1 %;
// 4 cost 5 % more, a page's width up to 4 %.
constexpr int k_strip_columns = 32;
constexpr int k_most_strips = int{JPEG_MAX_DIMENSION} / (2 * DCTSIZE); // one above the other

// A coded block has at most 22 + 63 * 26 bits, and each of its bytes may be stuffed with another
// (ITU-T T.81, F.1.2): less than 512 bytes, and an MCU has at most 6 blocks.
constexpr std::size_t k_most_bytes = std::size_t{512} * 6 * k_strip_columns;
constexpr double k_no_dpi = 1;                 // of strips, whose headers are not used
constexpr std::size_t k_usual_mcu_bytes = 128; // measured: 34 (4:4:4) to 120, the marker included

/// libjpeg must not return from an error: it jumps.
struct Errors : jpeg_error_mgr {
    std::jmp_buf back;
};

struct CompressInfo : jpeg_compress_struct {
    CompressInfo() : jpeg_compress_struct{} {}
    ~CompressInfo() { jpeg_destroy_compress(this); }
    CompressInfo(const CompressInfo&) = delete;
    CompressInfo& operator=(const CompressInfo&) = delete;
};

/// One run of libjpeg's compressor, with a restart marker behind every MCU.
class Compression {
  public:
    Compression(int width_px, int height_px, const JpegSettings& settings, double dpi);

    const Bytes& header() const { return header_; }
    void reserve(std::size_t mcus) { bytes_.reserve(mcus * k_usual_mcu_bytes); }
    /// The pixels of a row of at most k_strip_columns MCUs.
    void write(const Image& strip);
    Bytes finish(); ///< all that stands behind the header

  private:
    void start(const JpegSettings& settings, double dpi);
    void take(Bytes& bytes);

    /// @param call  owns nothing: a jump out of it runs no destructors
    template <class Call> void guarded(Call call) {
        if (setjmp(errors_.back) != 0) fail();
        call();
    }
    [[noreturn]] void fail();

    Errors errors_{};
    jpeg_destination_mgr destination_{};
    // Holds all that libjpeg writes between two take(), so that it never has to wait.
    std::unique_ptr<JOCTET[]> block_{new JOCTET[k_most_bytes]};
    CompressInfo info_;
    Bytes header_, bytes_;
};

Compression::Compression(int width_px, int height_px, const JpegSettings& settings, double dpi) {
    info_.err = jpeg_std_error(&errors_);
    errors_.error_exit = [](j_common_ptr info) {
        std::longjmp(static_cast<Errors*>(info->err)->back, 1);
    };
    destination_.init_destination = [](j_compress_ptr) {};
    destination_.empty_output_buffer = [](j_compress_ptr) -> boolean { return FALSE; };
    destination_.term_destination = [](j_compress_ptr) {};
    destination_.next_output_byte = block_.get();
    destination_.free_in_buffer = k_most_bytes;
    guarded([&] {
        jpeg_create_compress(&info_);
        info_.dest = &destination_;
        info_.image_width = static_cast<JDIMENSION>(width_px);
        info_.image_height = static_cast<JDIMENSION>(height_px);
        start(settings, dpi);
    });
    take(header_);
}

void Compression::start(const JpegSettings& settings, double dpi) {
    info_.input_components = k_channels;
    info_.in_color_space = JCS_RGB;
    jpeg_set_defaults(&info_);
    jpeg_set_quality(&info_, settings.quality, TRUE);
    info_.comp_info[0].h_samp_factor = info_.comp_info[0].v_samp_factor =
        settings.subsampling == ChromaSubsampling::half ? 2 : 1;
    info_.dct_method = JDCT_ISLOW;
    info_.restart_interval = 1;
    info_.density_unit = 1; // dots per inch
    info_.X_density = info_.Y_density = jfif_density(dpi);
    jpeg_start_compress(&info_, TRUE);
    jpeg_write_scanlines(&info_, nullptr, 0); // no row yet, but the header
}

void Compression::write(const Image& strip) {
    JSAMPROW rows[2 * DCTSIZE];
    for (int y = 0; y < strip.height; ++y) rows[y] = const_cast<JSAMPROW>(strip.row(y));
    guarded([&] { jpeg_write_scanlines(&info_, rows, static_cast<JDIMENSION>(strip.height)); });
    take(bytes_);
}

Bytes Compression::finish() {
    guarded([&] { jpeg_finish_compress(&info_); });
    take(bytes_);
    return std::move(bytes_);
}

void Compression::take(Bytes& bytes) {
    bytes.insert(bytes.end(), block_.get(), static_cast<JOCTET*>(destination_.next_output_byte));
    destination_.next_output_byte = block_.get();
    destination_.free_in_buffer = k_most_bytes;
}

void Compression::fail() {
    char reason[JMSG_LENGTH_MAX];
    errors_.format_message(reinterpret_cast<j_common_ptr>(&info_), reason);
    throw DataError(concat("cannot write a JPEG file of ", info_.image_width, " x ",
                           info_.image_height, " px (", reason, ") make the page smaller"));
}

/// Copies pixels of MCUs that stand side by side to a place in the strip. Beyond the image's right
/// edge its last column goes on, as in libjpeg.
void copy_mcus(const Image& image, const PixelRect& mcus, Image& strip, int place_px) {
    const int inside_px = std::min(mcus.width, image.width - mcus.x);
    const std::size_t inside = k_channels * static_cast<std::size_t>(inside_px);
    const std::size_t all = k_channels * static_cast<std::size_t>(mcus.width);
    const std::uint8_t* from = image.row(mcus.y) + k_channels * static_cast<std::size_t>(mcus.x);
    std::uint8_t* to = strip.row(0) + k_channels * static_cast<std::size_t>(place_px);
    for (int row = 0; row < mcus.height; ++row, from += image.stride(), to += strip.stride()) {
        std::memcpy(to, from, inside);
        for (std::size_t i = inside; i < all; ++i) to[i] = to[i - k_channels];
    }
}

using Mcus = std::vector<int>::const_iterator;

/// Copies the pixels of MCUs to a strip of that many places, or of fewer MCUs to its first ones.
void fill_strip(const Image& image, const McuGrid& grid, Mcus first, Mcus end, Image& strip) {
    const int side = grid.side_px;
    for (int place_px = 0; first != end;) {
        const int x = *first % grid.columns, y = *first / grid.columns;
        int run = 1;
        while (first + run != end && first[run] == *first + run && x + run < grid.columns) ++run;
        copy_mcus(image, {x * side, y * side, run * side, strip.height}, strip, place_px);
        place_px += run * side;
        first += run;
    }
}

/// @param height_px  of each MCU: only the image's lowest ones may be cut, for below the image
///                   libjpeg goes on with the last row of each component, not of the pixels
McuSegments encode_strips(const Image& image, const JpegSettings& settings, const McuGrid& grid,
                          Mcus first, Mcus end, int height_px) {
    const auto count = static_cast<int>(end - first);
    const int rows = (count + k_strip_columns - 1) / k_strip_columns;
    const int columns = (count + rows - 1) / rows;
    Image strip(columns * grid.side_px, height_px, k_channels);
    Compression compression(strip.width, rows * height_px, settings, k_no_dpi);
    compression.reserve(static_cast<std::size_t>(count));
    for (; first != end; first += std::min<std::ptrdiff_t>(columns, end - first)) {
        fill_strip(image, grid, first, first + std::min<std::ptrdiff_t>(columns, end - first),
                   strip);
        compression.write(strip);
    }
    McuSegments segments(compression.finish());
    segments.cut(static_cast<std::size_t>(count)); // what filled the last strip up
    return segments;
}

} // namespace

McuGrid::McuGrid(const Image& image, ChromaSubsampling subsampling)
    : side_px(subsampling == ChromaSubsampling::half ? 2 * DCTSIZE : DCTSIZE),
      columns((image.width + side_px - 1) / side_px), rows((image.height + side_px - 1) / side_px) {
}

Bytes encode_mcu_header(const Image& image, const JpegSettings& settings, double dpi) {
    return Compression(image.width, image.height, settings, dpi).header();
}

McuSegments encode_mcus(const Image& image, const JpegSettings& settings,
                        const std::vector<int>& mcus) {
    const McuGrid grid(image, settings.subsampling);
    const int lowest = (grid.rows - 1) * grid.columns; // the first MCU of the last row
    McuSegments result;
    for (Mcus first = mcus.begin(), end; first != mcus.end(); first = end) {
        const bool cut = *first >= lowest;
        const int most = cut ? k_strip_columns : k_strip_columns * k_most_strips;
        end = cut ? mcus.end() : std::lower_bound(first, mcus.end(), lowest);
        end = first + std::min<std::ptrdiff_t>(most, end - first);
        const int height_px = cut ? image.height - (grid.rows - 1) * grid.side_px : grid.side_px;
        result.append(encode_strips(image, settings, grid, first, end, height_px));
    }
    return result;
}

} // namespace ecgpress
