#include "stages.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <turbojpeg.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

#include "core/file.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "dataset/shard.hpp"
#include "pipeline/merge.hpp"
#include "pipeline/press.hpp"
#include "pipeline/run_folder.hpp"
#include "render/crops.hpp"

namespace ecgpress::bench {

namespace {

constexpr double k_limit_ms = 150; ///< CPU for the framework's 3x4 page with all its files

double cpu_ms() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

template <class Work> double cpu_ms_of(Work&& work) {
    const double start_ms = cpu_ms();
    work();
    return cpu_ms() - start_ms;
}

/// Milliseconds a page.
struct Row {
    std::string layout;
    int width_px = 0, height_px = 0;
    StageTimes stages;
    double hdf5_ms = 0, merge_ms = 0, total_ms = 0;
    double libjpeg_ms = 0; ///< the page's pixels through libjpeg-turbo's own compressor
    double zlib_ms = 0;    ///< the crops' and masks' pixels through zlib at its default level
};

/// Once around libjpeg-turbo, with nothing of ours.
double libjpeg_ms(const Image& image, const JpegSettings& settings) {
    unsigned char* file = nullptr;
    unsigned long size = 0;
    const auto compressor = std::unique_ptr<void, int (*)(void*)>(tjInitCompress(), tjDestroy);
    const double spent_ms = cpu_ms_of([&] {
        tjCompress2(compressor.get(), image.pixels.data(), image.width, 0, image.height, TJPF_RGB,
                    &file, &size,
                    settings.subsampling == ChromaSubsampling::half ? TJSAMP_420 : TJSAMP_444,
                    settings.quality, TJFLAG_ACCURATEDCT);
    });
    tjFree(file);
    return spent_ms;
}

double zlib_ms(const Image& image) {
    uLongf size = compressBound(image.pixels.size());
    Bytes file(size);
    return cpu_ms_of([&] {
        compress2(file.data(), &size, image.pixels.data(), image.pixels.size(),
                  Z_DEFAULT_COMPRESSION);
    });
}

/// What the libraries alone need for the pixels of a page's files.
void time_libraries(const PrintedPage& printed, Row& row) {
    row.libjpeg_ms += libjpeg_ms(printed.rendered.image, printed.plan.jpeg);
    for (std::size_t i = 0; i < printed.labels.panels.size(); ++i) {
        const PixelRect crop = printed.labels.panels[i].crop_px;
        row.zlib_ms += zlib_ms(crop_image(printed.rendered.image, crop)) +
                       zlib_ms(crop_mask(printed.rendered.traces[i], crop));
    }
}

std::string config_of(const std::string& layout, double dpi, std::size_t pages) {
    return concat("seed: 1\noracle: {every: 0}\nsource: {kind: simulated, records: 200}\npages:\n  "
                  "- name: bench\n    layouts: [",
                  layout, "]\n    count: {train: ", pages,
                  "}\n    datasets: [digitization, detection, segmentation]\n    style: {dpi: ",
                  dpi, ", page_width_mm: 282.36}\n");
}

/// A folder that goes with the run.
struct Scratch {
    fs::path path = fs::temp_directory_path() / concat("ecgpress-bench-", ::getpid());
    Scratch() { fs::remove_all(path); }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

Row time_layout(const std::string& layout, double dpi, std::size_t pages) {
    const auto inputs = open_inputs(parse_config(config_of(layout, dpi, pages), "bench", {}));
    const Scratch scratch;
    const RunFolder folder(scratch.path / "run");
    folder.claim(*inputs);
    Press press(*inputs);
    std::vector<Failure> failures;
    Row row;
    row.layout = layout;
    if (const auto warm = press.print(0, failures))
        press.encode(*warm); // the blank page, the caches
    const StageTimes warm = press.times();

    ShardHeader header;
    header.fingerprint = inputs->fingerprint;
    header.page_count = pages;
    auto writer = std::make_unique<ShardWriter>(folder.shard(0), header);
    for (std::size_t i = 0; i < pages; ++i) {
        const auto printed = press.print(i, failures);
        if (!printed) throw std::runtime_error("a simulated record could not be printed");
        const Sample sample = press.encode(*printed);
        row.hdf5_ms += cpu_ms_of([&] { writer->add(sample); });
        row.width_px = sample.row.width_px;
        row.height_px = sample.row.height_px;
        time_libraries(*printed, row);
    }
    row.hdf5_ms += cpu_ms_of([&] { writer->commit(); });
    row.merge_ms =
        cpu_ms_of([&] { merge(*inputs, folder, Communicator::serial(), Progress::Style::silent); });

    const double per_page = 1.0 / static_cast<double>(pages);
    const auto ms = [&](double StageTimes::*stage) {
        row.stages.*stage = 1e3 * per_page * (press.times().*stage - warm.*stage);
    };
    for (const auto stage : {&StageTimes::read_s, &StageTimes::compose_s, &StageTimes::draw_s,
                             &StageTimes::jpeg_s, &StageTimes::overlap_s, &StageTimes::crop_png_s,
                             &StageTimes::mask_png_s, &StageTimes::mask_bmp_s, &StageTimes::text_s})
        ms(stage);
    for (double* total : {&row.hdf5_ms, &row.merge_ms, &row.libjpeg_ms, &row.zlib_ms})
        *total *= per_page;
    row.total_ms = row.stages.total_s() + row.hdf5_ms;
    return row;
}

void print_row(const Row& row) {
    const StageTimes& s = row.stages;
    std::printf("%-5s %4dx%-4d %6.1f %6.2f %6.1f %6.1f %6.2f %6.1f %6.1f %6.2f %6.1f %6.1f | %7.1f "
                "| %6.1f | %6.1f %6.1f | "
                "%5.2f\n",
                row.layout.c_str(), row.width_px, row.height_px, s.read_s, s.compose_s, s.draw_s,
                s.jpeg_s, s.overlap_s, s.crop_png_s, s.mask_png_s, s.mask_bmp_s, s.text_s,
                row.hdf5_ms, row.total_ms, row.merge_ms, row.libjpeg_ms, row.zlib_ms,
                row.total_ms / (row.libjpeg_ms + row.zlib_ms));
}

} // namespace

bool report_stages(std::size_t pages) {
    std::printf("CPU ms a page (mean of %zu, simulated records; crops and masks of every lead)\n"
                "`draw` makes page and masks; `total` is all but merge; the libraries' columns are "
                "what they need by themselves:\n"
                "libjpeg-turbo for the page's pixels, zlib (its default level) for the crops' and "
                "masks' pixels\n\n",
                pages);
    std::printf("%-5s %9s %6s %6s %6s %6s %6s %6s %6s %6s %6s %6s | %7s | %6s | %6s %6s | %5s\n",
                "", "pixels", "read", "comp.", "draw", "jpeg", "overl.", "crops", "masks", "bmp",
                "text", "hdf5", "total", "merge", "ljpeg", "zlib", "ratio");
    double framework_ms = 0;
    for (const double dpi : {200.0, 403.0})
        for (const char* layout : {"3x1", "3x4", "6x2", "12x1"}) {
            const Row row = time_layout(layout, dpi, pages);
            print_row(row);
            if (dpi > 400 && row.layout == "3x4") framework_ms = row.total_ms;
        }
    std::printf("\n3x4 at the framework's size: %.1f ms CPU with all its files (limit %.0f)\n",
                framework_ms, k_limit_ms);
    return framework_ms <= k_limit_ms;
}

} // namespace ecgpress::bench
