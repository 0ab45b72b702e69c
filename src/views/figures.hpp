// Figures of a report as SVG in HTML, each with its numbers in a table under it.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/lead.hpp"
#include "views/distribution.hpp"

namespace ecgpress {

/// How a figure is called and what its axes are.
struct FigureText {
    std::string id, title;
    std::string values; ///< the horizontal axis, with its unit: "heart rate in beats/min"
    std::string things; ///< what is counted: "pages"
    std::string note;   ///< HTML under the figure; may be empty
    double bin = 0;     ///< the narrowest bin that a histogram may have
};

/// Bars over the values' bins, with n, mean, median and range.
/// @param decimals  of numbers that are told
std::string histogram(const FigureText& text, const Distribution& values, int decimals);

/// How many of each kind there are in each split.
using CountsBySplit = std::map<std::string, std::array<std::uint64_t, k_split_count>>;

/// A bar a kind, in parts by split, the longest first.
std::string bars_by_split(const FigureText& text, const CountsBySplit& counts);

/// A bar a kind in the order given. @param decimals  of the values
std::string bars(const FigureText& text, const std::vector<std::pair<std::string, double>>& values,
                 int decimals);

/// Rows of cells under a head, the first of each a text and the others numbers. Cells are HTML.
std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows);

} // namespace ecgpress
