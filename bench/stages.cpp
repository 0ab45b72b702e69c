#include "stages.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <turbojpeg.h>
#include <unistd.h>
#include <vector>
#include <zlib.h>

#include "core/strings.hpp"
#include "dataset/shard/shard_writer.hpp"
#include "measure.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"
#include "pipeline/run/simulate.hpp"
#include "render/draw/crops.hpp"
#include "signal/sources/list.hpp"

namespace ecgpress::bench {

namespace {

/// CPU time of libjpeg-turbo's own compressor.
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

/// CPU time of zlib for the pixels of a page's crops and masks.
double crops_zlib_ms(const PrintedPage& printed) {
    double spent_ms = 0;
    for (std::size_t i = 0; i < printed.labels.panels.size(); ++i) {
        const PixelRect crop = printed.labels.panels[i].crop_px;
        spent_ms += zlib_ms(crop_image(printed.rendered.image, crop)) +
                    zlib_ms(crop_mask(printed.rendered.traces[i], crop));
    }
    return spent_ms;
}

std::string config_of(const Job& job, std::size_t pages) {
    return concat("seed: 1\noracle: {every: 0}\nsource: {kind: simulated, records: 200}\npages:\n"
                  "  - name: bench\n    layouts: [",
                  job.layout, "]\n    count: {train: ", pages, "}\n    datasets: [detection",
                  job.crops ? ", digitization, segmentation" : "", "]\n    style: {dpi: ", job.dpi,
                  job.height_mm > 0 ? ", margins_mm: {left: 14, right: 14, top: 20, bottom: 20}"
                                    : "",
                  ", page_width_mm: ", job.width_mm, ", page_height_mm: ", job.height_mm, "}\n");
}

/// A temporary folder, removed by the destructor.
struct Scratch {
    fs::path path = fs::temp_directory_path() / concat("ecgpress-bench-", ::getpid());
    Scratch() { fs::remove_all(path); }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
};

double stored_bytes(const Sample& sample) {
    std::size_t bytes = sample.image_jpeg.size() + sample.yolo.size() + sample.plan_json.size();
    for (const LeadSample& lead : sample.leads)
        bytes += lead.signal_json.size() + lead.crop_png.size() + lead.mask_png.size() +
                 lead.mask_bmp.size() + 8 * lead.truth.sample_x_px.size() +
                 5 * lead.truth.column_y_px.size();
    return static_cast<double>(bytes);
}

/// Measurements of all pages, for the medians.
struct Pages {
    std::array<std::vector<double>, k_stage_count> stages;
    std::vector<double> total, libjpeg, zlib, bytes;

    /// @param before, after  the press's counters before and after the page
    void add(const StageTimes& before, const StageTimes& after, double hdf5_ms) {
        const auto ms = [&](double StageTimes::*stage) {
            return 1e3 * (after.*stage - before.*stage);
        };
        const double spent[k_stage_count] = {ms(&StageTimes::read_s),
                                             ms(&StageTimes::compose_s),
                                             ms(&StageTimes::draw_s),
                                             ms(&StageTimes::jpeg_s),
                                             ms(&StageTimes::overlap_s),
                                             ms(&StageTimes::crop_png_s),
                                             ms(&StageTimes::mask_png_s),
                                             ms(&StageTimes::mask_bmp_s),
                                             ms(&StageTimes::signal_s),
                                             ms(&StageTimes::text_s),
                                             hdf5_ms};
        double sum = 0;
        for (std::size_t i = 0; i < k_stage_count; ++i) {
            stages[i].push_back(spent[i]);
            sum += spent[i];
        }
        total.push_back(sum);
    }
};

PageCost medians_of(const Pages& pages) {
    PageCost cost;
    for (std::size_t i = 0; i < k_stage_count; ++i) cost.stages[i] = median(pages.stages[i]);
    cost.total = median(pages.total);
    cost.libjpeg = median(pages.libjpeg);
    cost.zlib = median(pages.zlib);
    cost.bytes = median(pages.bytes);
    return cost;
}

void print_row(const std::string& layout, const PageCost& cost) {
    std::printf("%-5s %4dx%-4d", layout.c_str(), cost.width_px, cost.height_px);
    for (const double ms : cost.stages) std::printf(" %6.2f", ms);
    std::printf(" | %7.1f | %6.1f %6.1f | %5.2f\n", cost.total, cost.libjpeg, cost.zlib,
                cost.total / (cost.libjpeg + cost.zlib));
    std::fflush(stdout);
}

} // namespace

PageCost time_pages(const Job& job, std::size_t pages) {
    const auto inputs = open_inputs(parse_config(config_of(job, pages), "bench", {}));
    const Scratch scratch;
    const RunFolder folder(scratch.path / "run");
    claim_run(folder, *inputs);
    Press press(*inputs);
    std::vector<Failure> failures;
    if (auto warm = press.print(0, failures)) { // warms blank page and caches
        press.encode(*warm);
        press.recycle(std::move(*warm));
    }
    ShardHeader header;
    header.fingerprint = inputs->fingerprint;
    header.page_count = pages;
    ShardWriter writer(folder.shard(0), header);
    Pages measured;
    PageCost size;
    for (std::size_t i = 0; i < pages; ++i) {
        const StageTimes before = press.times();
        auto printed = press.print(i, failures);
        if (!printed) throw std::runtime_error("a simulated record could not be printed");
        const Sample sample = press.encode(*printed);
        const double hdf5_ms = cpu_ms_of([&] { writer.add(sample); });
        measured.add(before, press.times(), hdf5_ms);
        measured.libjpeg.push_back(libjpeg_ms(printed->rendered.image, printed->plan.jpeg));
        measured.zlib.push_back(job.crops ? crops_zlib_ms(*printed) : 0);
        measured.bytes.push_back(stored_bytes(sample));
        size.width_px = sample.row.width_px;
        size.height_px = sample.row.height_px;
        press.recycle(std::move(*printed));
    }
    const double commit_ms = cpu_ms_of([&] { writer.commit(); }) / static_cast<double>(pages);
    PageCost cost = medians_of(measured);
    cost.stages[k_stage_count - 1] += commit_ms;
    cost.total += commit_ms;
    cost.width_px = size.width_px;
    cost.height_px = size.height_px;
    return cost;
}

double libjpeg_page_ms(const std::string& layout, std::size_t pages) {
    constexpr double k_letter_width_mm = 279.4, k_letter_height_mm = 215.9; // 11 x 8.5 inches
    return time_pages({layout, 200, k_letter_width_mm, k_letter_height_mm, false}, pages).libjpeg;
}

void report_stages(std::size_t pages) {
    std::printf("CPU time per page in ms: medians of %zu pages of simulated records, with crops "
                "and masks of every lead.\n`draw` includes the masks. The columns of libraries are "
                "their own time for the same pixels:\nlibjpeg-turbo for the page, zlib (default "
                "level) for crops and masks.\n\n%-5s %9s",
                pages, "", "pixels");
    for (const char* name : k_stage_names) std::printf(" %6s", name);
    std::printf(" | %7s | %6s %6s | %5s\n", "total", "ljpeg", "zlib", "ratio");
    for (const double dpi : {200.0, 403.0})
        for (const char* layout : {"3x1", "3x4", "6x2", "12x1"})
            print_row(layout, time_pages({layout, dpi, 282.36, 0, true}, pages));
}

double memory_speed_gb_per_s() {
    constexpr std::size_t k_bytes = std::size_t{1} << 28; // larger than the caches
    Bytes from(k_bytes, 1), to(k_bytes);
    constexpr int k_times = 5;
    std::vector<double> spent_ms;
    spent_ms.reserve(k_times);
    for (int i = 0; i < k_times; ++i)
        spent_ms.push_back(cpu_ms_of([&] { std::memcpy(to.data(), from.data(), k_bytes); }));
    return 1e-6 * static_cast<double>(k_bytes + to[k_bytes - 1] - 1) / median(spent_ms);
}

void report_limits(const PageCost& cost, double memory_gb_per_s) {
    const double page = 3.0 * cost.width_px * cost.height_px;
    // Bytes that a stage must move: reads the page once, or writes what it stores.
    const double least_bytes[k_stage_count] = {120e3, 0, page, page,          0, page, 0,
                                               0,     0, 0,    2 * cost.bytes};
    std::printf("\nTime of a %dx%d page with all its files, and the minimum time to copy the bytes "
                "that each stage must move.\nMemory speed: %.1f GB/s. Stages without a minimum "
                "process only ink and text.\n",
                cost.width_px, cost.height_px, memory_gb_per_s);
    for (std::size_t i = 0; i < k_stage_count; ++i) {
        std::printf("  %-7s %6.2f ms  %3.0f %%", k_stage_names[i], cost.stages[i],
                    100 * cost.stages[i] / cost.total);
        if (least_bytes[i] > 0)
            std::printf("   at least %.2f ms", 1e-6 * least_bytes[i] / memory_gb_per_s);
        std::printf("\n");
    }
}

double read_record_ms() {
    const Scratch scratch;
    constexpr std::uint64_t k_records = 40;
    simulate(scratch.path, 1, k_records);
    SourceSettings settings;
    settings.kind = "ptb-xl";
    settings.path = scratch.path;
    const auto source = open_source(settings);
    std::vector<double> spent_ms;
    spent_ms.reserve(source->catalogue().size());
    for (std::size_t i = 0; i < source->catalogue().size(); ++i)
        spent_ms.push_back(cpu_ms_of([&] { source->read(i); }));
    return median(spent_ms);
}

} // namespace ecgpress::bench
