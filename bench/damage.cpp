#include "damage.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>
#include <string>

#include "core/strings.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/press/press.hpp"
#include "render/artifacts/list.hpp"

namespace ecgpress::bench {

namespace {

/// Mean CPU times per page.
struct PresetCost {
    double draw_ms = 0, artifacts_ms = 0, jpeg_ms = 0, total_ms = 0;
};

/// Pages that differ from one another.
struct OwnPages {
    const char* name;
    const char *looks, *artifacts;
};
constexpr OwnPages k_own_pages[] = {{"one-style-clean", "", "clean"},
                                    {"own-style-clean", "export", "clean"},
                                    {"default", "default", "default"},
                                    {"phone-photo", "default", "phone-photo"},
                                    {"damaged", "default", "damaged"}};

/// @param more  top-level keys added to the configuration
std::string config_of(const std::string& artifacts, std::size_t pages, const std::string& more,
                      const std::string& looks) {
    return concat(more,
                  "seed: 1\noracle: {every: 0}\nsource: {kind: simulated, records: 60}\npages:\n"
                  "  - name: bench\n    layouts: [3x4]\n    count: {train: ",
                  pages, "}\n    datasets: [detection]\n    artifacts: ", artifacts,
                  looks.empty() ? "" : "\n    looks: ", looks,
                  "\n    style: {dpi: 200, page_width_mm: 279.4, page_height_mm: 215.9, "
                  "margins_mm: {left: 14, right: 14, top: 45, bottom: 25}, row_height_mm: 34}\n");
}

/// Returns means, not medians, because the pages of a preset differ by design.
PresetCost cost_of(const std::string& artifacts, std::size_t pages, const std::string& more = "",
                   const std::string& looks = "") {
    const auto inputs =
        open_inputs(parse_config(config_of(artifacts, pages, more, looks), "bench", {}));
    Press press(*inputs);
    std::vector<Failure> failures;
    press.print(0, failures); // warms the caches
    const StageTimes before = press.times();
    for (std::size_t i = 0; i < pages; ++i) {
        auto printed = press.print(i, failures);
        if (!printed) throw std::runtime_error("a simulated record could not be printed");
        press.encode(*printed);
        press.recycle(std::move(*printed));
    }
    const auto ms = [&](double spent_s) { return 1e3 * spent_s / static_cast<double>(pages); };
    const StageTimes& after = press.times();
    return {ms(after.draw_s - before.draw_s), ms(after.artifacts_s - before.artifacts_s),
            ms(after.jpeg_s - before.jpeg_s),
            ms(after.total_s() - before.total_s() - (after.read_s - before.read_s))};
}

} // namespace

void report_presets(std::size_t pages) {
    std::printf(
        "\nCPU time in ms of a 3x4 page of 2200x1700 under each preset: means of %zu pages.\nThe "
        "total includes composing, drawing, artifacts, JPEG and labels.\n\n%-14s %9s %6s %6s\n",
        pages, "", "artifacts", "jpeg", "total");
    for (const Preset& preset : standard_presets()) {
        const PresetCost cost = cost_of(preset.name, pages);
        std::printf("%-14s %9.1f %6.1f %6.1f\n", preset.name.c_str(), cost.artifacts_ms,
                    cost.jpeg_ms, cost.total_ms);
        std::fflush(stdout);
    }
}

void report_artifacts(std::size_t pages, const std::vector<std::string>& names) {
    std::printf("\nCPU time in ms that each single artifact adds to such a page, mild / moderate / "
                "severe: means of %zu pages.\nIncludes the additional time for labels.\n\n",
                pages);
    for (const std::string& name : names)
        if (find_artifact(name) == nullptr)
            throw std::runtime_error(concat("there is no artifact '", name, "'"));
    for (const Artifact& artifact : artifacts()) {
        if (!names.empty() && std::find(names.begin(), names.end(), artifact.name) == names.end())
            continue;
        std::printf("%-16s", artifact.name);
        for (const char* strength : {"mild", "moderate", "severe"}) {
            const std::string preset =
                concat("presets: {alone: {", artifact.name, ": ", strength, "}}\n");
            std::printf(" %7.1f", cost_of("alone", pages, preset).artifacts_ms);
        }
        std::printf("\n");
        std::fflush(stdout);
    }
}

void report_own_pages(std::size_t pages, const std::vector<std::string>& names) {
    std::printf(
        "\nCPU time in ms of 3x4 pages of 2200x1700, each with its own style and artifacts: "
        "means of %zu pages.\n\n%-24s %6s %9s %6s %6s\n",
        pages, "", "draw", "artifacts", "jpeg", "total");
    for (const OwnPages& own : k_own_pages) {
        if (!names.empty() && std::find(names.begin(), names.end(), own.name) == names.end())
            continue;
        const PresetCost cost = cost_of(own.artifacts, pages, "", own.looks);
        std::printf("%-24s %6.1f %9.1f %6.1f %6.1f\n", own.name, cost.draw_ms, cost.artifacts_ms,
                    cost.jpeg_ms, cost.total_ms);
        std::fflush(stdout);
    }
}

} // namespace ecgpress::bench
