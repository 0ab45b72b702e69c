// Paths of sources in error messages.
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

/// `source.path "data"`, and for a relative path the absolute one that was tried.
std::string tried_path(const std::filesystem::path& path);

/// "Correct the path ...", or what is not expanded in it.
std::string path_advice(const std::filesystem::path& path);

} // namespace ecgpress
