#include "libraries.hpp"

#include "core/strings.hpp"
#include "core/version.hpp"
#include "parallel/communicator.hpp"
#include "render/draw/font_table.hpp"

namespace ecgpress {

namespace {

/// A list after a title, broken into lines.
std::string listed(const std::string& title, const std::vector<std::string>& items) {
    constexpr std::size_t k_columns = 80;
    std::string text = title, indent(title.size(), ' ');
    std::size_t column = title.size();
    for (std::size_t i = 0; i < items.size(); ++i) {
        const std::string item = items[i] + (i + 1 < items.size() ? "," : "");
        if (column + 1 + item.size() > k_columns) {
            text += '\n' + indent;
            column = indent.size();
        }
        text += ' ' + item;
        column += 1 + item.size();
    }
    return text;
}

} // namespace

std::string version_text() {
    std::vector<std::string> built_with, fonts;
    for (const LibraryVersion& library : libraries())
        built_with.push_back(*library.version != 0 ? concat(library.name, ' ', library.version)
                                                   : library.name);
    for (const FontRow& font : font_table())
        if (!font.bytes.empty()) fonts.emplace_back(font.name);
    if (fonts.empty()) fonts.emplace_back("none");
    return concat("ecgpress ", k_version, '\n', listed("built with:", built_with), '\n',
                  listed("runs with: ", {Communicator::library()}), '\n',
                  listed("typefaces: ", fonts));
}

} // namespace ecgpress
