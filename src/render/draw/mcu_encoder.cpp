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
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_channels = 3;

// Width in MCUs of the strips that are passed to libjpeg. Measured CPU time: 16 to 128 are equal
// within 1 %; 4 takes 5 % more, the width of a page up to 4 % more.
constexpr int k_strip_columns = 32;
constexpr int k_most_strips =
    int{JPEG_MAX_DIMENSION} / (2 * DCTSIZE); // stacked vertically in one libjpeg image

// An encoded block has at most 22 + 63 * 26 bits, and each of its bytes may be followed by a
// stuffed byte (ITU-T T.81, F.1.2): less than 512 bytes. An MCU has at most 6 blocks.
constexpr std::size_t k_most_bytes = std::size_t{512} * 6 * k_strip_columns;
constexpr double k_no_dpi = 1;                 // for strips, whose headers are discarded
constexpr std::size_t k_usual_mcu_bytes = 128; // measured: 34 (4:4:4) to 120, including the marker

/// libjpeg requires that its error handler does not return, so it jumps.
struct Errors : jpeg_error_mgr {
    std::jmp_buf back;
};

struct CompressInfo : jpeg_compress_struct {
    CompressInfo() : jpeg_compress_struct{} {}
    ~CompressInfo() { jpeg_destroy_compress(this); }
    CompressInfo(const CompressInfo&) = delete;
    CompressInfo& operator=(const CompressInfo&) = delete;
};

/// One use of libjpeg's compressor, with a restart marker after every MCU.
class Compression {
  public:
    Compression(int width_px, int height_px, const JpegSettings& settings, double dpi);

    const Bytes& header() const { return header_; }
    void reserve(std::size_t mcus) { bytes_.reserve(mcus * k_usual_mcu_bytes); }
    /// Encodes one row of at most k_strip_columns MCUs.
    void write(const Image& strip);
    Bytes finish(); ///< returns all bytes after the header

  private:
    void start(const JpegSettings& settings, double dpi);
    void take(Bytes& bytes);

    /// Runs a libjpeg call and throws if libjpeg reports an error.
    /// @param call  must own nothing: longjmp skips destructors
    template <class Call> void guarded(Call call) {
        if (setjmp(errors_.back) != 0) fail();
        call();
    }
    [[noreturn]] void fail();

    Errors errors_{};
    jpeg_destination_mgr destination_{};
    // Large enough for all that libjpeg writes between two calls of take(), so that it never has to
    // suspend.
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
    jpeg_write_scanlines(&info_, nullptr, 0); // writes the header without any row
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
                           info_.image_height, " px. libjpeg reports: ", reason,
                           ". Make the page smaller."));
}

/// Copies the pixels of adjacent MCUs to a position in the strip. The image's last column is
/// repeated beyond its right edge, as in libjpeg.
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

/// Copies the pixels of MCUs to consecutive positions of the strip, starting with the first.
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

/// Encodes MCUs in strips that are stacked into one libjpeg image.
/// @param height_px  of each MCU. Only the MCUs at the lower edge of the image may be truncated:
/// below the image libjpeg repeats the last row of each subsampled component, not the last row of
/// pixels
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
    segments.cut(static_cast<std::size_t>(count)); // removes the padding of the last strip
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
    const int lowest = (grid.rows - 1) * grid.columns; // first MCU of the last row
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
