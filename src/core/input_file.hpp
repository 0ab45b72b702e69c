// Opening files for reading. Every file that this program reads is opened here: a pipe or a device
// in the place of a file is an error, not an endless wait.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <sys/types.h>

#include "core/descriptor.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

/// What a file is. A constant of this type stands beside the code that reads that kind of file.
struct FileKind {
    const char* name;         ///< for messages: "run.json"
    std::uint64_t most_bytes; ///< no valid file of this kind is larger
};

/// True if a path leads to a file inside the folder that it is relative to, and is one line of text
/// without control characters. Lists of releases may contain any path.
bool is_plain_path(const fs::path& path);

/// May the last component of a path be a symbolic link? Earlier components may.
enum class Links { followed, refused };

/// An open regular file, read in pieces. If a network file system reports a stale handle (ESTALE),
/// the file is opened again once.
///
/// @throws DataError, here and below, if the path leads to a pipe, a device, a socket, a folder or
/// a link that is not followed; IoError with path and reason for errors of the system
class InputFile {
  public:
    explicit InputFile(fs::path path, Links links = Links::followed);
    /// Opens FOLDER/PATH, where no component of PATH is a symbolic link; FOLDER itself may be one.
    /// This is how files of a run and of a release are opened.
    /// @throws DataError also if PATH is absolute or contains ".."
    static InputFile below(const fs::path& folder, const fs::path& path);

    const fs::path& path() const { return path_; }
    /// Size in bytes when the file was opened.
    std::uint64_t size() const { return size_; }
    /// The path of the open file with all symbolic links resolved.
    fs::path real_path() const;

    /// Lets `read` continue at a position.
    void seek(std::uint64_t offset) { position_ = offset; }
    /// Reads the next bytes. @return how many; 0 at the end of the file
    std::size_t read(void* bytes, std::size_t count);
    /// Reads at a position and does not change that of `read`. @return how many; less than `count`
    /// only at the end of the file
    std::size_t read_at(std::uint64_t offset, void* bytes, std::size_t count);
    /// The whole file. @throws DataError also if it is larger than its kind allows; nothing of that
    /// size is allocated
    std::string text(const FileKind& kind);

  private:
    InputFile(fs::path folder, fs::path below, Links links);

    void open();
    void open_again(int error);
    std::size_t read_some(std::uint64_t offset, void* bytes, std::size_t count);

    fs::path path_;
    fs::path folder_, below_; ///< empty unless the file was opened below a folder
    Links links_;
    Descriptor descriptor_;
    std::uint64_t size_ = 0, position_ = 0;
    dev_t device_ = 0;
    ino_t number_ = 0; ///< inode
    bool opened_again_ = false;
};

} // namespace ecgpress
