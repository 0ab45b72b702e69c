// A web page that shows the pages of a release: a grid, and a viewer with labels drawn over each
// page.
#pragma once

#include <filesystem>

#include "views/chosen_pages.hpp"

namespace ecgpress {

/// Number of pages written.
struct PreviewSize {
    std::uint64_t shown = 0, pages = 0; ///< pages in the preview; pages in total
};

/// Writes a self-contained HTML file, page by page in constant memory.
/// @throws ConfigError, DataError, IoError
PreviewSize write_preview(const std::filesystem::path& folder, const PageChoice& choice,
                          const std::filesystem::path& path);

} // namespace ecgpress
