// Opening files for writing. Every file that this program writes is opened here: nothing is written
// through a link, into a pipe or a device, or into a file that has a second name.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

#include "core/descriptor.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

/// Who may read a new file: everyone whom umask allows, or only its owner (on shared scratch).
enum class Readers { allowed, owner };

/// A file that is written from its beginning to its end.
///
/// @throws IoError, here and below, with path and reason (a full disk, no permission); DataError if
/// a link, a pipe, a device, a socket or a folder is in the way, or a file that has a second name
class OutputFile {
  public:
    /// Replaces the content of a file in place, or creates it.
    static OutputFile replacing(fs::path path);
    /// Continues a file, or creates it. Each piece is written at the end at that time.
    static OutputFile appending(fs::path path);
    /// Creates a file that must not exist. @throws IoError also if the name is in use
    static OutputFile fresh(fs::path path, Readers readers = Readers::allowed);
    /// Opens a character device that a user named, such as /dev/null or a terminal. @throws
    /// DataError if it is anything else
    static OutputFile device(fs::path path);

    const fs::path& path() const { return path_; }
    void append(const void* bytes, std::size_t count);
    void append(std::string_view text) { append(text.data(), text.size()); }
    /// Flushes the file to the disk (fsync).
    void sync();
    /// Closes the file and reports errors. A destructor closes it without a report.
    void close();

  private:
    OutputFile(fs::path path, Descriptor descriptor);

    fs::path path_;
    Descriptor descriptor_;
};

} // namespace ecgpress
