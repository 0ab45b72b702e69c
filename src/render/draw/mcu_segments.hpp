// Entropy-coded data of a JPEG file with a restart marker after every MCU, so that single MCUs can
// be replaced (decision 0012).
//
// An MCU (minimum coded unit, ITU-T T.81, A.2) is the square of pixels that JPEG encodes as one
// unit. A restart marker resets the encoder (E.1.4), so the segment of an MCU depends only on its
// own pixels and not on its position in the file.
#pragma once

#include <cstddef>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// Consecutive MCU segments, each followed by its marker.
class McuSegments {
  public:
    McuSegments() = default;
    /// @pre data consists of complete segments, each followed by a two-byte marker
    explicit McuSegments(Bytes data);

    std::size_t count() const { return starts_.size() - 1; }
    /// First byte of a segment.
    const std::uint8_t* at(std::size_t segment) const { return data_.data() + starts_[segment]; }
    /// Size in bytes of segments first ... end - 1 with their markers.
    std::size_t size(std::size_t first, std::size_t end) const {
        return starts_[end] - starts_[first];
    }
    const Bytes& data() const { return data_; }

    /// Removes this segment and all that follow.
    void cut(std::size_t segment);
    /// Appends all segments of another object.
    void append(McuSegments more);
    /// Sets the markers to those of a file that consists of these segments.
    void number_markers();

  private:
    Bytes data_;
    std::vector<std::size_t> starts_{0};
};

/// Returns a JPEG file of `count` MCUs: the header `before`, then the first `count` segments of
/// `all`, where the MCUs `mcus` (ascending) are replaced by `segments`. @pre the markers of `all`
/// are numbered as in a file
Bytes stitch(const Bytes& before, const McuSegments& all, std::size_t count,
             const std::vector<int>& mcus, const McuSegments& segments);

} // namespace ecgpress
