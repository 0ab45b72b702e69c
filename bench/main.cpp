// Measures the cost of a page in one run: CPU time by stage compared with libraries, scaling over
// ranks, memory.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>
#include <vector>

#include "core/program/memory.hpp"
#include "damage.hpp"
#include "runs.hpp"
#include "stages.hpp"

namespace ecgpress::bench {

namespace {

constexpr double k_letter_width_mm = 279.4, k_letter_height_mm = 215.9; // 11 x 8.5 inches

void print_target(const char* what, double found, const char* unit, double target, bool at_least) {
    const bool met = at_least ? found >= target : found <= target;
    std::printf("  %-66s %6.2f%s  %s %g: %s\n", what, found, unit,
                at_least ? "at least" : "at most", target, met ? "met" : "NOT MET");
}

/// Targets that do not need complete runs.
void report_page_targets(std::size_t pages) {
    const auto letter = [&](const char* layout) {
        return time_pages({layout, 200, k_letter_width_mm, k_letter_height_mm, false}, pages);
    };
    const PageCost page = letter("3x4"), dense = letter("12x1");
    const PageCost paper = time_pages({"3x4", 403, 282.36, 0, true}, pages);
    report_limits(paper, memory_speed_gb_per_s());
    std::printf("\nTargets for CPU time on one core: medians of %zu pages. 1.0 is the time of "
                "libjpeg-turbo's own encoder for the same pixels in this run.\n",
                pages);
    print_target("3x4 page of 2200x1700: compose, truth, draw, JPEG, YOLO",
                 page.page / page.libjpeg, "x", 0.5, false);
    print_target("12x1 page of 2200x1700: the same", dense.page / dense.libjpeg, "x", 0.8, false);
    print_target("3x4 page of the framework's size with all files", paper.total, " ms", 40, false);
    print_target("read a record of 500 Hz", read_record_ms(), " ms", 0.3, false);
}

void report_damage(std::size_t pages) {
    report_own_pages(4 * pages);
    report_presets(pages);
    report_artifacts(std::max<std::size_t>(2, pages / 4));
    std::printf("\nTargets for CPU time on one core: means of %zu pages of 2200x1700.\n",
                2 * pages);
    print_target("page under phone-photo, with JPEG and all labels",
                 preset_ms("phone-photo", 2 * pages), " ms", 120, false);
    print_target("page of the default mixture", preset_ms("default", 2 * pages), " ms", 100, false);
}

void report_run_targets(const std::filesystem::path& program, std::size_t pages) {
    const RunRatios ratios = report_runs(program, pages);
    std::printf("\nTargets for wall time\n");
    print_target("merge compared with `cp -r` of the same tree", ratios.merge, "x", 1.5, false);
    print_target("pages/s of two ranks compared with one, in memory, without start-up",
                 ratios.two_ranks, "x", 1.9, true);
    print_target("memory of a rank", ratios.peak_mib, " MiB", 400, false);
}

} // namespace

} // namespace ecgpress::bench

int main(int count, char** words) {
    using namespace ecgpress::bench;
    ecgpress::keep_freed_memory(); // as in the program
    try {
        CLI::App app{"Measure the cost of a page: CPU time by stage, scaling over ranks, memory."};
        std::size_t pages = 15;
        std::filesystem::path program, million;
        app.add_option("--pages", pages, "Number of pages per layout and size")
            ->check(CLI::Range(1, 10000));
        app.add_option("--program", program, "Path of ecgpress; required to measure complete runs");
        app.add_option("--million", million,
                       "Path of config/million.yaml; prints the core-hours it needs");
        bool only_artifacts = false;
        app.add_flag("--only-artifacts", only_artifacts, "Measure presets and artifacts only");
        std::vector<std::string> only;
        app.add_option("--artifacts", only, "Measure these artifacts only")->delimiter(',');
        std::vector<std::string> own;
        app.add_option("--own-pages", own, "Measure these rows of pages that all differ only")
            ->delimiter(',');
        CLI11_PARSE(app, count, words);
        if (!own.empty()) {
            report_own_pages(pages, own);
            return 0;
        }
        if (!only.empty()) {
            report_artifacts(pages, only);
            return 0;
        }
        if (only_artifacts) {
            report_damage(pages);
            return 0;
        }
        // First, while this process is small: the peak memory of a child includes its parent's
        // before exec.
        if (!program.empty()) report_run_targets(program, pages);
        if (!program.empty()) report_scaling(program, pages);
        report_stages(pages);
        report_page_targets(pages);
        report_damage(pages);
        if (!million.empty()) report_million(million);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 1;
    }
}
