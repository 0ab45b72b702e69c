// The reason why a record cannot be used; it is stored with the pages.
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

/// Returns the message with paths inside `root` made relative to it, because a reason must not
/// depend on where the recordings are stored.
std::string without_root(std::string message, const std::filesystem::path& root);

} // namespace ecgpress
