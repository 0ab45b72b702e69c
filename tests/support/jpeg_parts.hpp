// The parts of a JPEG file, parsed according to the format (ITU-T T.81, annex B).
#pragma once

#include <cstdint>
#include <gtest/gtest.h>
#include <vector>

#include "core/image.hpp"

namespace ecgpress::testing_support {

constexpr int k_app0 = 0xE0, k_sof0 = 0xC0, k_sos = 0xDA, k_dri = 0xDD;

struct JpegPart {
    int marker;
    Bytes payload; ///< without the length field
};

inline bool operator==(const JpegPart& a, const JpegPart& b) {
    return a.marker == b.marker && a.payload == b.payload;
}

/// All parts of the header up to SOS.
inline std::vector<JpegPart> header_parts(const Bytes& file) {
    std::vector<JpegPart> parts;
    std::size_t at = 2;
    do {
        const auto length = static_cast<std::ptrdiff_t>(file.at(at + 2) * 256 + file.at(at + 3));
        const auto begin = file.begin() + static_cast<std::ptrdiff_t>(at) + 4;
        parts.push_back({file.at(at + 1), Bytes(begin, begin + length - 2)});
        at += 2 + static_cast<std::size_t>(length);
    } while (parts.back().marker != k_sos);
    return parts;
}

/// The only part with this marker.
inline Bytes part(const Bytes& file, int marker) {
    Bytes found;
    int count = 0;
    for (const JpegPart& candidate : header_parts(file))
        if (candidate.marker == marker) {
            found = candidate.payload;
            ++count;
        }
    EXPECT_EQ(count, 1) << "marker " << marker;
    return found;
}

inline bool has_part(const Bytes& file, int marker) {
    for (const JpegPart& candidate : header_parts(file))
        if (candidate.marker == marker) return true;
    return false;
}

/// A JFIF header of version 1.1 (ITU-T T.871, 10.1) with a density in dots per inch.
inline Bytes jfif_header(unsigned density) {
    const auto high = static_cast<std::uint8_t>(density / 256),
               low = static_cast<std::uint8_t>(density % 256);
    return {'J', 'F', 'I', 'F', 0, 1, 1, 1, high, low, high, low, 0, 0};
}

/// SOF0 of 8-bit components, each with its sampling factors and its quantization table.
inline Bytes frame_header(int width_px, int height_px, const std::vector<std::uint8_t>& sampling) {
    Bytes frame{8,
                static_cast<std::uint8_t>(height_px / 256),
                static_cast<std::uint8_t>(height_px % 256),
                static_cast<std::uint8_t>(width_px / 256),
                static_cast<std::uint8_t>(width_px % 256),
                static_cast<std::uint8_t>(sampling.size())};
    for (std::size_t i = 0; i < sampling.size(); ++i) {
        const std::uint8_t table = i == 0 ? 0 : 1;
        frame.insert(frame.end(), {static_cast<std::uint8_t>(i + 1), sampling[i], table});
    }
    return frame;
}

} // namespace ecgpress::testing_support
