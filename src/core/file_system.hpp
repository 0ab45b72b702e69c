// Calls that some file systems of clusters refuse. Each has a fallback that is as safe, and one
// warning that names what is missing.
#pragma once

#include <filesystem>

namespace ecgpress {

namespace fs = std::filesystem;

/// rename(2): replaces the target. @throws IoError
void rename_file(const fs::path& from, const fs::path& to);

/// Gives a complete part its final name unless that name exists: of several processes, also on
/// different nodes, exactly one succeeds. Uses link(2). A file system without hard links gets a
/// rename that does not replace, or, where this is missing too, a file TO.claim that only one
/// process can create. @return whether this process did @throws IoError
bool name_once(const fs::path& part, const fs::path& to);

/// Flushes a folder's names to the disk. File systems that refuse to sync folders do not need it.
/// @param folder  empty: the current one @throws IoError if the disk fails
void sync_folder(const fs::path& folder);

/// Flushes the file system of `path` to the disk (syncfs): one call for many files. Where it is
/// refused, all file systems are flushed (sync). @throws IoError if the disk fails
void sync_file_system(const fs::path& path);

} // namespace ecgpress
