// Why a record cannot be used: a text that is stored with the pages.
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

/// The message with paths below `root` made relative to it: a reason must be the same wherever the
/// recordings lie.
std::string without_root(std::string message, const std::filesystem::path& root);

} // namespace ecgpress
