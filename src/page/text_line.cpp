#include "page/text_line.hpp"

#include <algorithm>
#include <iterator>

namespace ecgpress {

namespace {

struct RoleRow {
    const char* name;
    bool is_protected;
};

/// In the order of TextRole.
constexpr RoleRow k_roles[] = {{"lead-name", false}, {"patient-name", true}, {"id", true},
                               {"date", true},       {"age", false},         {"sex", false},
                               {"location", true},   {"staff", true},        {"measurement", false},
                               {"statement", false}, {"speed-gain", false},  {"handwriting", false},
                               {"sticker", true},    {"stamp", false},       {"fax-header", true},
                               {"watermark", false}, {"viewer", false}};
static_assert(std::size(k_roles) == k_text_role_count);

const RoleRow& row_of(TextRole role) {
    return k_roles[static_cast<std::size_t>(role)];
}

} // namespace

const char* name_of(TextRole role) {
    return row_of(role).name;
}

bool is_protected(TextRole role) {
    return row_of(role).is_protected;
}

bool is_handwritten(TextRole role) {
    return role == TextRole::handwriting;
}

TextLine& TextLine::add(const std::string& more, TextRole role, bool phi) {
    text += more;
    parts.push_back({text.size(), role, phi});
    return *this;
}

std::vector<TextWord> words_of(const std::string& text, const std::vector<TextPart>& parts) {
    std::vector<TextWord> words;
    for (std::size_t begin = text.find_first_not_of(' '); begin < text.size();) {
        const std::size_t end = std::min(text.find(' ', begin), text.size());
        auto part = std::find_if(parts.begin(), parts.end(),
                                 [&](const TextPart& at) { return at.end > begin; });
        TextWord word{begin, end, part->role, part->phi};
        for (; part->end < end; ++part) word.phi |= std::next(part)->phi;
        words.push_back(word);
        begin = text.find_first_not_of(' ', end);
    }
    return words;
}

} // namespace ecgpress
