// The table of measured rows: medians of one build against their targets, or two builds in turn.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "rows.hpp"

namespace ecgpress::bench {

struct Build {
    std::string name;
    std::filesystem::path program; ///< its ecgpress
};

/// How much is measured.
struct TableSize {
    std::size_t pages = 200; ///< of each run
    std::size_t times = 3;   ///< measurements of each row and build
};

/// Measures each row of all builds in turn, several times, and prints a line as soon as it is
/// measured: the median and the target; of two builds both medians, and the median, the least and
/// the largest ratio of the second to the first. @pre one or two builds
void report_rows(const std::vector<Row>& rows, const std::vector<Build>& builds,
                 const TableSize& size);

} // namespace ecgpress::bench
