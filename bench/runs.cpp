#include "runs.hpp"

#include <cstdio>
#include <thread>

#include "pipeline/advice/estimate.hpp"
#include "pipeline/config/load_config.hpp"
#include "workshop.hpp"

namespace ecgpress::bench {

namespace fs = std::filesystem;

void report_scaling(const fs::path& program, std::size_t pages) {
    const fs::path place = place_in_memory();
    const Workshop workshop(program, place);
    const auto wall_s = [&](std::size_t count, int ranks) {
        return workshop.generate(paper_pages(), count, ranks).wall_s;
    };
    const std::size_t strong = 16 * pages, weak = 4 * pages;
    std::printf("\nScaling in %s on %u cores, which are shared if there are more ranks.\nStrong: "
                "%zu pages in total. Weak: %zu pages per rank. The time of a run with one page per "
                "rank is subtracted.\n\n%6s %10s %10s %12s %12s\n",
                place.c_str(), std::thread::hardware_concurrency(), strong, weak, "ranks",
                "strong s", "weak s", "strong x", "weak x");
    double strong_one = 0, weak_one = 0; // times of one rank, the reference of speed-ups
    for (const int ranks : {1, 2, 4, 8}) {
        const double start_s = wall_s(static_cast<std::size_t>(ranks), ranks);
        const double strong_s = wall_s(strong, ranks) - start_s;
        const double weak_s = wall_s(weak * static_cast<std::size_t>(ranks), ranks) - start_s;
        if (ranks == 1) strong_one = strong_s, weak_one = weak_s;
        std::printf("%6d %10.2f %10.2f %12.2f %12.2f\n", ranks, strong_s, weak_s,
                    strong_one / strong_s, ranks * weak_one / weak_s);
        std::fflush(stdout);
    }
}

void report_million(const fs::path& config) {
    const auto inputs = open_inputs(load_config(config, {"source.kind=simulated"}));
    double core_s = 0, pages = 0;
    for (const EstimateRow& row : estimate_run(*inputs).rows) {
        core_s += static_cast<double>(row.page_count()) * row.time_s;
        pages += static_cast<double>(row.page_count());
    }
    // Measured on one core of the first development host. Framework: 6 s of CPU time per 3x1 page
    // and 17 s per 3x4 page, with crops and masks. ECG-Image-Kit: 1.5 s per plain page and 5 s per
    // page with wrinkles.
    constexpr double k_hour_s = 3600, k_framework_s[] = {6, 17}, k_image_kit_s[] = {1.5, 5};
    std::printf("\n%.0f pages of %s: %.1f core-hours on this host, without merge.\nPublished "
                "framework: %.0f to %.0f. ECG-Image-Kit: %.0f to %.0f.\n",
                pages, config.filename().c_str(), core_s / k_hour_s,
                pages * k_framework_s[0] / k_hour_s, pages * k_framework_s[1] / k_hour_s,
                pages * k_image_kit_s[0] / k_hour_s, pages * k_image_kit_s[1] / k_hour_s);
}

} // namespace ecgpress::bench
