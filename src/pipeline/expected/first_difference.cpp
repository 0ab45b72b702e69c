#include "pipeline/expected/first_difference.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_piece = 64 << 10;
constexpr std::size_t k_before = 24, k_after = 36; ///< bytes around a difference in a line

std::string read_piece(InputFile& file) {
    std::string piece(k_piece, '\0');
    piece.resize(file.read(piece.data(), piece.size()));
    return piece;
}

/// A position in a file.
struct Place {
    std::uint64_t byte = 0, line = 1, line_begin = 0;
    bool is_text = true;

    void pass(const std::string& piece, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i, ++byte) {
            is_text = is_text && piece[i] != '\0';
            if (piece[i] != '\n') continue;
            ++line;
            line_begin = byte + 1;
        }
    }
};

/// The part of a line around a place in it.
std::string excerpt(InputFile& file, const Place& place) {
    const std::uint64_t begin =
        std::max(place.line_begin, place.byte > k_before ? place.byte - k_before : 0);
    const std::size_t before = static_cast<std::size_t>(place.byte - begin);
    std::string text(before + k_after, '\0');
    text.resize(file.read_at(begin, text.data(), text.size()));
    const std::size_t end = text.find('\n', before);
    const bool is_cut = end == std::string::npos && text.size() == before + k_after;
    if (end != std::string::npos) text.resize(end);
    return concat("`", begin > place.line_begin ? "..." : "", printable(text), is_cut ? "..." : "",
                  "`");
}

} // namespace

std::string first_difference(InputFile found, InputFile expected) {
    Place place;
    for (;;) {
        const std::string x = read_piece(found), y = read_piece(expected);
        if (x.empty() && y.empty()) return "";
        const std::size_t both = std::min(x.size(), y.size());
        const auto at = static_cast<std::size_t>(
            std::mismatch(x.begin(), x.begin() + static_cast<std::ptrdiff_t>(both), y.begin())
                .first -
            x.begin());
        place.pass(x, at);
        if (at == both && x.size() == y.size()) continue;
        place.is_text = place.is_text && x.find('\0', at) == std::string::npos &&
                        y.find('\0', at) == std::string::npos;
        return place.is_text ? concat("line ", place.line, " is ", excerpt(found, place),
                                      ", expected ", excerpt(expected, place))
                             : concat("it differs from byte ", place.byte, " on");
    }
}

} // namespace ecgpress
