// Pictures of a run for people: one page with its labels drawn over it, a sheet of many.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/image.hpp"
#include "pipeline/press/press.hpp"
#include "views/chosen_pages.hpp"

namespace ecgpress {

/// A page of the plan made again.
/// @throws ConfigError if there is no such page, DataError if no record can be printed on it
PrintedPage print_again(const RunInputs& inputs, std::uint64_t index);

/// A page's picture with its boxes, name boxes and sample positions over it.
Image with_labels(const PrintedPage& printed);

/// What there is to say of a page: its record and plan (YAML), a line a printed lead, and how well
/// it is read back, measured now. Parts are parted by empty lines.
std::string describe(const PrintedPage& printed, const Config& config);

/// Pages of a run or a release, with their boxes read back from their own label files, on one
/// sheet. @throws ConfigError, DataError, IoError
Image contact_sheet_of(const std::filesystem::path& folder, const PageChoice& choice);

/// Writes a picture as PNG. @throws IoError
void write_picture(const Image& picture, const std::filesystem::path& path);

} // namespace ecgpress
