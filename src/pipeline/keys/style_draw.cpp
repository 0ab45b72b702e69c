#include "pipeline/keys/style_draw.hpp"

#include <algorithm>

namespace ecgpress {

NumberRange range_of(const StyleDraw& draw) {
    NumberRange range{std::get<double>(draw.pieces.front().low),
                      std::get<double>(draw.pieces.front().high)};
    for (const StyleDraw::Piece& piece : draw.pieces) {
        range.low = std::min(range.low, std::get<double>(piece.low));
        range.high = std::max(range.high, std::get<double>(piece.high));
    }
    return range;
}

} // namespace ecgpress
