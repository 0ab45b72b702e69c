// CPU time of one page, stage by stage, beside what libjpeg-turbo and zlib need for the same
// pixels.
#pragma once

#include <array>
#include <cstddef>
#include <string>

namespace ecgpress::bench {

/// The stages of a page, in the order of the table.
constexpr const char* k_stage_names[] = {"read",  "comp.", "draw", "jpeg", "overl.", "crops",
                                         "masks", "bmp",   "json", "text", "hdf5"};
constexpr std::size_t k_stage_count = std::size(k_stage_names);
enum class Stage { read, compose, draw, jpeg, overlap, crops, masks, bmp, json, text, hdf5 };

/// What is printed: one layout at one size.
struct Job {
    std::string layout;
    double dpi = 200;
    double width_mm = 0, height_mm = 0; ///< of the page; 0: as large as it needs
    bool crops = true;                  ///< segmentation, too
};

/// Medians over the pages, ms CPU a page.
struct PageCost {
    int width_px = 0, height_px = 0;
    std::array<double, k_stage_count> stages{};
    double page = 0; ///< made of a record in memory: composed, drawn, JPEG, YOLO and truth
    double total = 0;
    double libjpeg = 0; ///< the page's pixels through libjpeg-turbo's own compressor
    double zlib = 0;    ///< the crops' and masks' pixels through zlib at its default level
    double bytes = 0;   ///< stored
};

/// Prints pages of simulated records into a shard, the libraries' own work after each of them.
PageCost time_pages(const Job& job, std::size_t pages);

/// A table of all layouts at 200 dpi and at the published framework's size.
void report_stages(std::size_t pages);

/// Where a page's time goes, and how long each stage would take if it only moved the bytes that it
/// must read and write through this machine's memory.
void report_limits(const PageCost& cost, double memory_gb_per_s);

/// GB/s of copying more than a cache holds.
double memory_speed_gb_per_s();

/// ms CPU to read a record of 500 Hz from a PTB-XL tree.
double read_record_ms();

} // namespace ecgpress::bench
