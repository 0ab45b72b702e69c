// A look in which values are drawn for each page.
#pragma once

#include <map>
#include <string>
#include <variant>
#include <vector>

#include "core/image.hpp"
#include "page/page_style.hpp"

namespace ecgpress {

/// A style's value: a number, a switch, a colour, or which of a choice's names.
using StyleValue = std::variant<double, bool, Colour, int>;

/// How one value is drawn: a piece by its weight, then within the piece. Numbers and colours lie
/// evenly between its ends; of other values both ends are the same.
struct StyleDraw {
    struct Piece {
        StyleValue low, high;
        double weight = 1;
    };
    std::vector<Piece> pieces;
    /// sd > 0: a number, normally distributed, drawn again until it lies in the one piece.
    double mean = 0, sd = 0;
};

/// A style, and the keys of it that are drawn for each page ("row_height_mm" -> [8, 15]).
struct StyleSettings {
    PageStyle base;
    std::map<std::string, StyleDraw> draws;
};

/// The least and the largest number that a draw can give. @pre it draws numbers
struct NumberRange {
    double low = 0, high = 0;
};
NumberRange range_of(const StyleDraw& draw);

} // namespace ecgpress
