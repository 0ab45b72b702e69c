// A web page that shows the pages of a release: a grid, and a viewer with labels drawn over each
// page.
#pragma once

#include <filesystem>

#include "views/chosen_pages.hpp"

namespace ecgpress {

/// What was written.
struct PreviewSize {
    std::uint64_t shown = 0, pages = 0; ///< pages in the preview; pages in total
    std::filesystem::path images;       ///< the folder of full images; empty: they are in the file
};

/// Where the full images are. `beside`: in a folder beside the file if there are more than 20 pages
/// (file.html: file-pages/), because a browser opens the whole file at once.
enum class PreviewImages { beside, in_file };

/// Writes an HTML file, page by page in constant memory.
/// @throws ConfigError, DataError, IoError
PreviewSize write_preview(const std::filesystem::path& folder, const PageChoice& choice,
                          const std::filesystem::path& path, PreviewImages images);

} // namespace ecgpress
