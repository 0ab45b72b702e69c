// A file of recordings that is read in pieces, so that memory use does not grow with the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace ecgpress {

/// Reads with pread instead of mapping the file. If the file is truncated or the disk fails, the
/// result is an error instead of a SIGBUS that ends the process. Copying the 120 kB of a record is
/// as fast as mapping them.
class SourceFile {
  public:
    /// Does not block on a pipe. @throws IoError if the file cannot be opened
    explicit SourceFile(std::filesystem::path path);
    SourceFile(const SourceFile&) = delete;
    SourceFile& operator=(const SourceFile&) = delete;
    SourceFile(SourceFile&& other) noexcept;
    ~SourceFile();

    /// Size in bytes when the file was opened.
    std::size_t size() const { return size_; }
    /// The path of the file with all symbolic links resolved.
    std::filesystem::path real_path() const;
    /// @pre offset + count <= size()
    /// @throws IoError if the disk fails; DataError if the file has been truncated
    std::string read(std::size_t offset, std::size_t count) const;

  private:
    [[noreturn]] void fail() const;

    std::filesystem::path path_;
    int descriptor_;
    std::size_t size_ = 0;
};

} // namespace ecgpress
