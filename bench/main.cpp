// What a page costs, measured in one run: by stage beside the libraries' own time, by rank, and in
// memory.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <filesystem>

#include "runs.hpp"
#include "stages.hpp"

int main(int count, char** words) {
    try {
        CLI::App app{"Measures what a page costs: CPU time by stage, ranks, memory"};
        std::size_t pages = 10;
        std::filesystem::path program;
        app.add_option("--pages", pages, "pages timed for each layout and size")
            ->check(CLI::Range(1, 10000));
        app.add_option("--program", program,
                       "the ecgpress program; without it no whole runs are timed");
        CLI11_PARSE(app, count, words);
        const bool within = ecgpress::bench::report_stages(pages);
        if (!program.empty()) ecgpress::bench::report_runs(program, pages);
        return within ? 0 : 1;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bench: %s\n", error.what());
        return 1;
    }
}
