// A folder of the user's pictures (JPEG or PNG), for example of desks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/image.hpp"

namespace ecgpress {

/// SHA-256 of the names and contents of a folder's pictures, in the order of their names. Files
/// whose names end in .jpg, .jpeg or .png count, in any case; other files and folders do not.
/// @throws ConfigError if it is not a folder, has no picture, or more or larger ones than the
/// limits (64 pictures, 32 MiB each)
std::string sha256_of_pictures(const std::filesystem::path& folder);

/// Decodes a folder's pictures, in the order of their names, in RGB. Larger ones are reduced by a
/// whole factor until their long side has at most `most_px` pixels.
/// @throws ConfigError as above, or that names the file that cannot be decoded or is smaller than
/// 64 x 64 px
std::vector<Image> read_pictures(const std::filesystem::path& folder, int most_px);

} // namespace ecgpress
