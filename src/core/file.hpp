// Reads and writes complete files. Errors name the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace ecgpress {

namespace fs = std::filesystem;

/// @throws IoError "cannot read PATH (reason)"
std::string read_file(const fs::path& path);
/// The same for untrusted files. @throws DataError if the file has more than `most_bytes` bytes
std::string read_file(const fs::path& path, std::size_t most_bytes);

/// Writes a file in place; its folder must exist. A symbolic link is rejected, because the data
/// would be written to another place. @throws IoError with path and reason (a full disk, no
/// permission, a link)
void write_file(const fs::path& path, const void* bytes, std::size_t count);
void write_file(const fs::path& path, std::string_view text);

/// Writes PATH.part, syncs it and renames it to PATH. A file with its final name is complete, even
/// after a power failure.
void write_file_whole(const fs::path& path, std::string_view text);

/// Like write_file_whole, for a name that several processes may write at the same time, also on a
/// shared file system: only one of them succeeds. @return whether this process did @throws IoError
bool write_file_once(const fs::path& path, std::string_view text);

/// Flushes a file to the disk (fsync). @throws IoError
void sync_file(const fs::path& path);
/// Syncs a finished PART file, renames it to its final name and syncs the folder. @throws IoError
void publish_file(const fs::path& part, const fs::path& final_path);
/// Like publish_file, for a part that may be on another file system (node-local scratch). It is
/// first copied to `landing`, a path on the file system of the final path. @throws IoError
void publish_file(const fs::path& part, const fs::path& landing, const fs::path& final_path);

/// Flushes the file system of `path` to the disk (syncfs): one call for many files. @throws IoError
void sync_file_system(const fs::path& path);

/// Free bytes on the file system of a path; the path itself need not exist. @throws IoError
std::uint64_t free_bytes(const fs::path& path);

/// Like mkdir -p. @throws IoError
void make_folder(const fs::path& path);
/// Creates ROOT/FOLDER. No component of FOLDER may be a symbolic link. @throws IoError
void make_folder_below(const fs::path& root, const fs::path& folder);

} // namespace ecgpress
