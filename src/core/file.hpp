// Reads and writes complete files, and makes folders. Errors name the file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/file_system.hpp"
#include "core/input_file.hpp"
#include "core/part_file.hpp"

namespace ecgpress {

/// @throws as InputFile: IoError "cannot read PATH: reason"; DataError if it is not a regular file
/// or larger than its kind allows
std::string read_file(const fs::path& path);
std::string read_file(const fs::path& path, const FileKind& kind, Links links = Links::followed);
/// The content of FOLDER/PATH, where no component of PATH is a symbolic link. @throws as read_file
std::string read_file_below(const fs::path& folder, const fs::path& path, const FileKind& kind);

/// Is there a regular file, not a link to one?
bool is_plain_file(const fs::path& path);

/// Writes a file in place; its folder must exist. @throws as OutputFile::replacing
void write_file(const fs::path& path, const void* bytes, std::size_t count);
void write_file(const fs::path& path, std::string_view text);

/// Writes a part, syncs it and renames it to PATH. A file with its final name is complete, even
/// after a power failure. A link at PATH is replaced, not followed. @throws IoError
void write_file_whole(const fs::path& path, std::string_view text,
                      PartFile::Sync sync = PartFile::Sync::yes);

/// Like write_file_whole, for a name that several processes may write at the same time, also on a
/// shared file system: only one of them succeeds. @return whether this process did @throws IoError
bool write_file_once(const fs::path& path, std::string_view text);

/// Copies a file into a part beside a path and gives it that name. @throws as InputFile, PartFile
void publish_copy(const fs::path& from, const fs::path& to);

/// Flushes a file to the disk (fsync). @throws IoError
void sync_file(const fs::path& path);
/// Syncs a finished PART file, renames it to its final name and syncs the folder. @throws IoError
void publish_file(const fs::path& part, const fs::path& final_path);
/// Like publish_file, for a part that may be on another file system (node-local scratch). It is
/// first copied to `landing`, a new file on the file system of the final path. @throws IoError
void publish_file(const fs::path& part, const fs::path& landing, const fs::path& final_path);

/// Like mkdir -p. @throws IoError
void make_folder(const fs::path& path);
/// Creates a folder with a new, unguessable name in a folder where others may write, such as /tmp.
/// Only its owner can use it. @param stem  first part of the name @throws IoError
fs::path make_private_folder(const fs::path& parent, const std::string& stem);
/// Creates ROOT/FOLDER. No component of FOLDER may be a symbolic link. @throws IoError or DataError
void make_folder_below(const fs::path& root, const fs::path& folder);

} // namespace ecgpress
