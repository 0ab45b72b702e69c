// A line of text on a page, and what each of its words is.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace ecgpress {

/// What a text is. docs/words.md lists who prints each role.
enum class TextRole {
    lead_name,
    patient_name,
    id,
    date, ///< also the time of day
    age,
    sex,
    location,
    staff, ///< people of the hospital
    measurement,
    statement,
    speed_gain, ///< speed, gain and filters
    handwriting,
    sticker,
    stamp,
    fax_header,
    watermark,
    viewer ///< the label of a program that shows the page
};
constexpr std::size_t k_text_role_count = 17;

/// "lead-name", "patient-name", ...
const char* name_of(TextRole role);

/// Whether the content of a field of this role is protected health information: one of the 18
/// identifiers of 45 CFR 164.514(b)(2)(i), or in doubt taken for one; reasons in docs/words.md. Of
/// handwriting and stamps it depends on what is written: then each text states it.
bool is_protected(TextRole role);

/// Whether text of this role is written by hand.
bool is_handwritten(TextRole role);

/// A part of a line, from the end of the part before.
struct TextPart {
    std::size_t end; ///< of its bytes in the line
    TextRole role;
    bool phi; ///< protected health information
    bool operator==(const TextPart& other) const {
        return end == other.end && role == other.role && phi == other.phi;
    }
};

/// A line of text in UTF-8.
struct TextLine {
    std::string text;
    std::vector<TextPart> parts; ///< the last one ends with the text

    TextLine() = default;
    TextLine(const std::string& whole, TextRole role) { add(whole, role); }
    TextLine(const std::string& whole, TextRole role, bool phi) { add(whole, role, phi); }

    /// Appends a text.
    TextLine& add(const std::string& more, TextRole role) {
        return add(more, role, is_protected(role));
    }
    /// @param phi  false for the name of a field of a protected role: "ID:"
    TextLine& add(const std::string& more, TextRole role, bool phi);

    bool operator==(const TextLine& other) const {
        return text == other.text && parts == other.parts;
    }
    bool operator!=(const TextLine& other) const { return !(*this == other); }
};

/// Columns of lines, each from top to bottom.
using TextColumns = std::vector<std::vector<TextLine>>;

/// A word of a line: what is between blanks.
struct TextWord {
    std::size_t begin, end; ///< its bytes in the line
    TextRole role;          ///< of its first byte
    bool phi;               ///< of any of its bytes
};

/// The words of a text from left to right. @pre the last part ends with the text
std::vector<TextWord> words_of(const std::string& text, const std::vector<TextPart>& parts);

} // namespace ecgpress
