// Files read and written whole, with errors that name the file.
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
/// The same of a file that others may have made. @throws DataError if it has more bytes
std::string read_file(const fs::path& path, std::size_t most_bytes);

/// Writes a file in place; its folder must exist. @throws IoError (a full disk, no permission, a
/// link: what is written must not land elsewhere; names path and reason)
void write_file(const fs::path& path, const void* bytes, std::size_t count);
void write_file(const fs::path& path, std::string_view text);

/// Writes PATH.part, syncs it and renames it to PATH: a file with its final name is whole, even
/// after a power cut.
void write_file_whole(const fs::path& path, std::string_view text);

/// Like write_file_whole for a name that several processes may want at once, on a shared file
/// system too: one gets it. @return whether this one did @throws IoError
bool write_file_once(const fs::path& path, std::string_view text);

/// Makes what was written to a file last through a power cut. @throws IoError
void sync_file(const fs::path& path);
/// Syncs a finished PART file, gives it its final name and syncs the folder. @throws IoError
void publish_file(const fs::path& part, const fs::path& final_path);
/// Like publish_file for a part that may lie on another file system (node-local scratch): it is
/// first copied to `landing`, a path on the final one's. @throws IoError
void publish_file(const fs::path& part, const fs::path& landing, const fs::path& final_path);

/// Makes everything written to the file system of `path` last through a power cut: one call for
/// many files. @throws IoError
void sync_file_system(const fs::path& path);

/// Bytes that can be written to the file system where a path lies or would be made. @throws IoError
std::uint64_t free_bytes(const fs::path& path);

/// Like mkdir -p. @throws IoError
void make_folder(const fs::path& path);
/// Makes ROOT/FOLDER, whose part below ROOT must not be behind a link. @throws IoError
void make_folder_below(const fs::path& root, const fs::path& folder);

} // namespace ecgpress
