// CPU time of one page by stage, compared with libjpeg-turbo and zlib for the same pixels.
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace ecgpress::bench {

/// Stages of a page, in the order of the columns.
constexpr const char* k_stage_names[] = {"read",  "comp.", "draw", "jpeg", "overl.", "crops",
                                         "masks", "bmp",   "json", "text", "hdf5"};
constexpr std::size_t k_stage_count = std::size(k_stage_names);
enum class Stage { read, compose, draw, jpeg, overlap, crops, masks, bmp, json, text, hdf5 };

/// What to generate: one layout at one size.
struct Job {
    std::string layout;
    double dpi = 200;
    double width_mm = 0, height_mm = 0; ///< of the page; 0: as large as necessary
    bool crops = true;                  ///< with the segmentation dataset
};

/// CPU time per page in ms, medians over the pages.
struct PageCost {
    int width_px = 0, height_px = 0;
    std::array<double, k_stage_count> stages{};
    double total = 0;
    double libjpeg = 0; ///< libjpeg-turbo's own compressor on the page's pixels
    double zlib = 0;    ///< zlib at its default level on the pixels of crops and masks
    double bytes = 0;   ///< stored size
};

/// Generates pages of simulated records and writes them to a shard. The libraries are measured
/// after each page.
PageCost time_pages(const Job& job, std::size_t pages);

/// CPU time in ms of libjpeg-turbo's own encoder for a page of 2200x1700 without artifacts.
double libjpeg_page_ms(const std::string& layout, std::size_t pages);

/// Prints a table of all layouts at 200 dpi and at the published framework's size.
void report_stages(std::size_t pages);

/// Prints each stage's share of a page's time, and its lower bound: the time to copy the bytes that
/// it must read or write.
void report_limits(const PageCost& cost, double memory_gb_per_s);

/// Measures the speed of memcpy on a buffer larger than the caches.
double memory_speed_gb_per_s();

/// Returns the CPU time in ms to read a 500 Hz record from a PTB-XL tree.
double read_record_ms();

} // namespace ecgpress::bench
