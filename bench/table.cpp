#include "table.hpp"

#include <algorithm>
#include <cstdio>
#include <memory>

#include "core/strings.hpp"
#include "measure.hpp"

namespace ecgpress::bench {

namespace {

/// Values of a row, by build and then in the order of their measurement.
using Values = std::vector<std::vector<double>>;

/// Measures in turn, so that all builds see the same other load.
Values measure(const Row& row, const std::vector<std::unique_ptr<Workshop>>& workshops,
               const TableSize& size) {
    Values values(workshops.size());
    for (std::size_t i = 0; i < size.times; ++i)
        for (std::size_t build = 0; build < workshops.size(); ++build)
            values[build].push_back(row.measure(*workshops[build], size.pages));
    return values;
}

std::string target_text(const Target& target) {
    char text[64];
    if (target.least > 0 && target.most > 0)
        std::snprintf(text, sizeof text, "%g to %g", target.least, target.most);
    else
        std::snprintf(text, sizeof text, "%s %g", target.most > 0 ? "at most" : "at least",
                      std::max(target.least, target.most));
    return text;
}

bool is_met(const Target& target, double value) {
    return value >= target.least && (target.most == 0 || value <= target.most);
}

void print_name(const Row& row) {
    std::printf("%-17s %-46s", row.name, concat(row.what, ", ", row.unit).c_str());
}

void print_value(const Row& row, const std::vector<double>& values) {
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    print_name(row);
    std::printf(" %8.*f  (%.*f to %.*f)  %s: %s\n", row.decimals, median(values), row.decimals,
                *least, row.decimals, *most, target_text(row.target).c_str(),
                is_met(row.target, median(values)) ? "met" : "NOT MET");
}

void print_ratio(const Row& row, const std::vector<double>& old_values,
                 const std::vector<double>& new_values) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < old_values.size(); ++i)
        ratios.push_back(new_values[i] / old_values[i]);
    const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
    print_name(row);
    std::printf(" %8.*f %8.*f   %.3f (%.3f to %.3f)\n", row.decimals, median(old_values),
                row.decimals, median(new_values), median(ratios), *least, *most);
}

} // namespace

void report_rows(const std::vector<Row>& rows, const std::vector<Build>& builds,
                 const TableSize& size) {
    const std::filesystem::path place = place_in_memory();
    std::vector<std::unique_ptr<Workshop>> workshops;
    for (const Build& build : builds)
        workshops.push_back(std::make_unique<Workshop>(build.program, place));
    std::printf("Complete runs of %zu pages in %s, less their starts; each row %zu times. Times "
                "are CPU times, except those of two ranks.\n`encodes`: stages without reading and "
                "HDF5, of the time of libjpeg-turbo's own encoder for such pages.\n",
                size.pages, place.c_str(), size.times);
    if (builds.size() > 1)
        std::printf("Two builds in turn: medians, then the ratio %s/%s and its range.\n",
                    builds[1].name.c_str(), builds[0].name.c_str());
    std::printf("\n");
    for (const Row& row : rows) {
        const Values values = measure(row, workshops, size);
        if (builds.size() > 1)
            print_ratio(row, values[0], values[1]);
        else
            print_value(row, values[0]);
        std::fflush(stdout);
    }
}

} // namespace ecgpress::bench
