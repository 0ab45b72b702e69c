// Figures of a report as SVG in HTML, each with a table of its numbers.
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

/// Title and axes of a figure.
struct FigureText {
    std::string id, title;
    std::string values; ///< horizontal axis with its unit: "heart rate in beats/min"
    std::string things; ///< what is counted: "pages"
    std::string note;   ///< HTML under the figure; may be empty
    double bin = 0;     ///< minimum bin width of a histogram
};

/// Returns a histogram with n, mean, median and range.
/// @param decimals  of the numbers in the text
std::string histogram(const FigureText& text, const Distribution& values, int decimals);

/// Number of items of each type in each split.
using CountsBySplit = std::map<std::string, std::array<std::uint64_t, k_split_count>>;

/// Returns one bar per type, divided by split, longest first.
std::string bars_by_split(const FigureText& text, const CountsBySplit& counts);

/// Returns one bar per type in the given order.
/// @param decimals  of the values
std::string bars(const FigureText& text, const std::vector<std::pair<std::string, double>>& values,
                 int decimals);

/// Returns a table. The first cell of each row is text, the others are numbers. Cells are HTML.
std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows);

} // namespace ecgpress
