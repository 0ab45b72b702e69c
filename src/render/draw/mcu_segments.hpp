// The entropy-coded data of a JPEG file that has a restart marker behind every MCU, so that MCUs
// can be exchanged.
//
// An MCU (minimum coded unit, ITU-T T.81, A.2) is the square of pixels that JPEG codes at a time.
// Behind a restart marker the coder starts anew (E.1.4): an MCU's segment follows from its own
// pixels alone, wherever it stands.
#pragma once

#include <cstddef>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// Segments of MCUs one after the other, each with its marker behind it.
class McuSegments {
  public:
    McuSegments() = default;
    /// @pre data holds whole segments, each with a two-byte marker behind it
    explicit McuSegments(Bytes data);

    std::size_t count() const { return starts_.size() - 1; }
    /// What segments first ... end - 1 and their markers occupy.
    const std::uint8_t* at(std::size_t segment) const { return data_.data() + starts_[segment]; }
    std::size_t size(std::size_t first, std::size_t end) const {
        return starts_[end] - starts_[first];
    }
    const Bytes& data() const { return data_; }

    /// Drops all segments from this one on.
    void cut(std::size_t segment);
    /// Appends those of another.
    void append(McuSegments more);
    /// Numbers the markers as in a file that consists of these segments.
    void number_markers();

  private:
    Bytes data_;
    std::vector<std::size_t> starts_{0};
};

/// `before`, then the first `count` segments of an image, in which `mcus` (ascending) are replaced
/// by `segments`: all that a file of so many MCUs is. @pre all's markers are numbered as in a file
Bytes stitch(const Bytes& before, const McuSegments& all, std::size_t count,
             const std::vector<int>& mcus, const McuSegments& segments);

} // namespace ecgpress
