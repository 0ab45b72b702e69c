// Pictures of a run for people: one page with its labels drawn over it, a sheet of many.
#pragma once

#include <cstdint>
#include <filesystem>

#include "core/image.hpp"
#include "pipeline/press.hpp"

namespace ecgpress {

/// A page of the plan made again, with its boxes, name boxes and sample positions over it.
/// @throws ConfigError if there is no such page, DataError if no record can be printed on it
Image show_page(const RunInputs& inputs, std::uint64_t index, bool with_labels);

/// The first `count` pages of a release (evenly over its manifest), with their boxes read back from
/// the release's own label files, on one sheet. @throws DataError, IoError
Image preview_release(const std::filesystem::path& release, std::size_t count);

/// Writes a picture as PNG. @throws IoError
void write_picture(const Image& picture, const std::filesystem::path& path);

} // namespace ecgpress
