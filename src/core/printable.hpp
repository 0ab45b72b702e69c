// Text from outside, made safe for terminals, logs and tables.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ecgpress {

/// Untrusted text for a message: truncated to a readable length, bytes that are not printable ASCII
/// as \xNN.
std::string printable(std::string_view text);

/// A message that is safe for terminals and logs: control characters other than line ends,
/// characters that change the direction of text, and bytes that are not UTF-8 as \xNN, so that an
/// untrusted name in it cannot move the cursor or change the text.
std::string without_controls(std::string_view message);

/// The same with line ends as \x0a: an untrusted text cannot add a line to the output. Untrusted
/// texts that are not truncated, such as paths, are printed through this function.
std::string on_one_line(std::string_view text);

/// Returns whether the text is UTF-8 without control characters: valid as a name in tables, JSON
/// and messages.
bool is_plain_text(std::string_view text);

/// Why a text is not readable by every program.
struct TextFault {
    std::size_t position = 0; ///< The first byte that is wrong, from 0.
    std::string what;         ///< "is not UTF-8 (byte ff)", "has the control character U+0007"
};
enum class LineEnds { refused, allowed };
/// The first byte of a text that is not UTF-8 (RFC 3629) or begins a control character (U+0000 to
/// U+001F, U+007F to U+009F), unless that is a line feed and these are allowed.
std::optional<TextFault> first_fault(std::string_view text, LineEnds line_ends);

/// The text as valid UTF-8 (RFC 3629), with U+FFFD instead of every byte that is not part of a
/// valid sequence.
std::string as_utf8(std::string_view text);

} // namespace ecgpress
