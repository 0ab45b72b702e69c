// A style in which values are sampled per page.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/image.hpp"
#include "page/page_style.hpp"

namespace ecgpress {

/// A style's value: a number, a boolean, a colour, or the index of a choice.
using StyleValue = std::variant<double, bool, Colour, int>;

/// Distribution of a value. First a piece is selected by weight, then a value within it. Numbers
/// and colours are uniformly distributed between its ends; for other types both ends are equal.
struct StyleDraw {
    struct Piece {
        StyleValue low, high;
        double weight = 1;
    };
    std::vector<Piece> pieces;
    /// If sd > 0: a normally distributed number, sampled again until it is within the only piece.
    double mean = 0, sd = 0;
};

/// A style, and the distributions of the keys that are sampled per page ("row_height_mm" -> [8,
/// 15]).
struct StyleSettings {
    PageStyle base;
    std::map<std::string, StyleDraw> draws;
};

/// The smallest and the largest number of a distribution. @pre its values are numbers
struct NumberRange {
    double low = 0, high = 0;
};
NumberRange range_of(const StyleDraw& draw);

} // namespace ecgpress
