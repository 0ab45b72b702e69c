// Error messages about files: what could not be done, the path, the system's reason and advice.
#pragma once

#include <filesystem>
#include <sys/types.h>

namespace ecgpress {

/// @param verb  "read": the message begins with "cannot read PATH: "
/// @param error  an errno
/// @throws OutputError always, or IoError if the verb is "read"
[[noreturn]] void throw_io(const char* verb, const std::filesystem::path& path, int error);

/// Reports that a path leads to something other than a regular file: "cannot read PATH: it is a
/// pipe, not a file." @param mode  st_mode of what is there @throws DataError always
[[noreturn]] void throw_not_a_file(const char* verb, const std::filesystem::path& path,
                                   mode_t mode);

/// Like throw_io, for a path that could not be opened: if a pipe, a socket, a link or a folder
/// there is the reason, the message names it. @throws IoError or DataError always
[[noreturn]] void throw_not_opened(const char* verb, const std::filesystem::path& path, int error);

} // namespace ecgpress
