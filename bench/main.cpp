// Measures the cost of a page in one run: CPU time by stage compared with libraries, scaling over
// ranks, memory.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "core/program/memory.hpp"
#include "core/strings.hpp"
#include "damage.hpp"
#include "runs.hpp"
#include "stages.hpp"
#include "table.hpp"

namespace ecgpress::bench {

namespace {

/// Programs to measure. Without `against`, only one.
std::vector<Build> builds_of(const std::filesystem::path& program,
                             const std::filesystem::path& against) {
    std::vector<Build> builds{{"new", program}};
    if (against.empty()) return builds;
    const std::filesystem::path old = against / "apps" / "ecgpress";
    if (!std::filesystem::exists(old))
        throw std::runtime_error(concat(old.string(), " does not exist. --against needs a build "
                                                      "folder, such as build/release."));
    builds.insert(builds.begin(), {"old", old});
    return builds;
}

void report_damage(std::size_t pages) {
    report_own_pages(4 * pages);
    report_presets(pages);
    report_artifacts(std::max<std::size_t>(2, pages / 4));
}

} // namespace

} // namespace ecgpress::bench

int main(int count, char** words) {
    using namespace ecgpress::bench;
    ecgpress::keep_freed_memory(); // as in the program
    try {
        CLI::App app{"Measure the cost of a page: CPU time by stage, complete runs, memory."};
        std::size_t pages = 15;
        TableSize size;
        std::filesystem::path program, million, against;
        app.add_option("--pages", pages, "Number of pages per layout and size")
            ->check(CLI::Range(1, 10000));
        app.add_option("--program", program, "Path of ecgpress; required to measure complete runs");
        app.add_option("--against", against,
                       "Build folder of another version: measure only the rows of complete runs, "
                       "of both builds in turn, and print their ratios");
        std::vector<std::string> only_rows, only, own;
        auto* row_names = app.add_option("--rows", only_rows, "Measure only these rows");
        row_names->delimiter(',');
        app.add_option("--run-pages", size.pages, "Number of pages of complete runs")
            ->check(CLI::Range(2, 100000))
            ->capture_default_str();
        app.add_option("--times", size.times, "How often each row is measured")
            ->check(CLI::Range(1, 1000))
            ->capture_default_str();
        app.add_option("--million", million,
                       "Path of config/million.yaml; prints the core-hours it needs");
        bool only_artifacts = false;
        app.add_flag("--only-artifacts", only_artifacts, "Measure presets and artifacts only");
        app.add_option("--artifacts", only, "Measure these artifacts only")->delimiter(',');
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
        if (!program.empty()) report_rows(rows_named(only_rows), builds_of(program, against), size);
        if (!against.empty() || !only_rows.empty()) return 0;
        if (!program.empty()) report_scaling(program, pages);
        report_stages(pages);
        report_limits(time_pages({"3x4", 403, 282.36, 0, true}, pages), memory_speed_gb_per_s());
        std::printf("\nReading a record of 500 Hz: %.2f ms, at most 0.3\n", read_record_ms());
        report_damage(pages);
        if (!million.empty()) report_million(million);
        return 0;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 1;
    }
}
