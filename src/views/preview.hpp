// The pages of a release as one web page: a grid, and each page large with its labels over it.
#pragma once

#include <filesystem>

#include "views/chosen_pages.hpp"

namespace ecgpress {

/// What was written.
struct PreviewSize {
    std::uint64_t shown = 0, pages = 0; ///< of how many
};

/// Writes the web page: one file that needs no other, with all that is shown in it; page by page,
/// in flat memory. @throws ConfigError, DataError, IoError
PreviewSize write_preview(const std::filesystem::path& folder, const PageChoice& choice,
                          const std::filesystem::path& path);

} // namespace ecgpress
