// Applies filters to an image in one pass over its rows, so that the rows between two filters stay
// in the processor's cache and no second image is needed.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

class RowChain {
  public:
    /// Changes a row of the image.
    using Change = std::function<void(std::uint8_t* row, int y)>;
    /// Makes a row from the rows around it: rows[-reach] to rows[reach] can be read. Beyond the
    /// edges of the image its last pixels are repeated: vertically without limit, horizontally for
    /// `margin_px` pixels.
    using Make = std::function<void(std::uint8_t* to, const std::uint8_t* const* rows, int y)>;

    void add(Change change);
    void add(int reach, int margin_px, Make make);

    /// Applies all filters, in the order in which they were added, to an image of three channels.
    void run(Image& image);

  private:
    struct Step {
        Change change; ///< empty: `make`
        int reach, margin_px;
        Make make;
        Bytes kept; ///< the last 2 reach + 1 rows, with margins
        std::vector<const std::uint8_t*> rows;
    };
    /// Where a row must be that enters a step: among the rows that the next filter keeps, or in the
    /// image.
    std::uint8_t* place_for(std::size_t step, int y, Image& image);
    static std::uint8_t* kept_row(Step& step, int y, const Image& image);
    void pass_on(std::size_t step, std::uint8_t* row, int y, Image& image);
    void produce(std::size_t step, int y, Image& image);

    std::vector<Step> steps_;
};

} // namespace ecgpress
