// The measured rows of complete runs, each with its target.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "workshop.hpp"

namespace ecgpress::bench {

/// What a row's value must be.
struct Target {
    double least = 0, most = 0; ///< 0: no limit
};

/// One measured value of a build.
struct Row {
    const char *name, *what, *unit;
    Target target;
    int decimals = 1;
    /// Measures once. @param pages  the size of the measured runs
    double (*measure)(const Workshop& workshop, std::size_t pages);
};

/// All rows, in the order of their output.
const std::vector<Row>& rows();

/// The rows with these names; all if none is given. @throws std::runtime_error for unknown names
std::vector<Row> rows_named(const std::vector<std::string>& names);

} // namespace ecgpress::bench
