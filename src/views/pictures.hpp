// Images for inspection: one page with its labels drawn over it, or a contact sheet of several
// pages.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/image.hpp"
#include "pipeline/press/press.hpp"
#include "views/chosen_pages.hpp"

namespace ecgpress {

/// Generates a planned page again.
/// @throws ConfigError if the page does not exist, DataError if no record can be printed on it
PrintedPage print_again(const RunInputs& inputs, std::uint64_t index);

/// Returns the page's image with boxes, name boxes and sample positions drawn over it.
Image with_labels(const PrintedPage& printed);

/// Returns a contact sheet of pages of a run or a release, with the boxes from their label files.
/// @throws ConfigError, DataError, IoError
Image contact_sheet_of(const std::filesystem::path& folder, const PageChoice& choice);

/// Writes an image as JPEG if the name ends with .jpg or .jpeg, as PNG if it ends with .png or has
/// no extension (a device). @throws ConfigError for another extension, IoError
void write_picture(const Image& picture, const std::filesystem::path& path);

} // namespace ecgpress
