// The typefaces of pages by name, and those that are part of this program. The table is generated
// by cmake/EcgpressFonts.cmake (decision 0020).
#pragma once

#include <array>
#include <filesystem>
#include <string_view>
#include <vector>

#include "page/page_style.hpp"

namespace ecgpress {

struct FontRow {
    const char *name, *package, *file; ///< package: Debian's
    std::string_view bytes;            ///< of the file; empty if it is not in the program
    std::string_view sha256;           ///< of the bytes
};

/// In the order of Face.
const std::array<FontRow, k_face_count>& font_table();

/// Folders of operating systems where fonts may be.
const std::vector<std::filesystem::path>& font_folders();

} // namespace ecgpress
