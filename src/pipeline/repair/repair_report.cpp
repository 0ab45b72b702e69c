#include "pipeline/repair/repair_report.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_most_lines = 50; ///< per heading: keeps the report readable

} // namespace

void add_listed(std::vector<std::string>& lines, const std::vector<std::string>& listed) {
    for (std::size_t i = 0; i < std::min(listed.size(), k_most_lines); ++i)
        lines.push_back("  " + listed[i]);
    if (listed.size() > k_most_lines)
        lines.push_back(concat("  and ", listed.size() - k_most_lines, " more"));
}

std::string describe(const RepairReport& report, const RepairSettings& settings) {
    std::string text;
    for (const std::string& line : report.lines) text += line + "\n";
    if (report.stopped)
        return text + "stopped   on request. The same command resumes the repair.\n";
    const char* verb = settings.dry_run ? "affected" : "repaired";
    return text + concat(verb, "  ", report.shards_mended, " of ", counted(report.shards, "shard"),
                         " (", counted(report.pages_drawn, "page"),
                         settings.dry_run ? " to redraw, " : " redrawn, ", report.pages_kept,
                         " kept), ", report.releases_mended, " of ",
                         counted(report.releases, "release"), ", in ", fixed(report.wall_s, 1),
                         " s: ",
                         report.whole       ? "no problems left"
                         : settings.dry_run ? "nothing was written"
                                            : "problems left",
                         "\n");
}

} // namespace ecgpress
