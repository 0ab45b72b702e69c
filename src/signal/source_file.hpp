// A file of recordings that is read in pieces: memory is held for what is read, not for the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

namespace ecgpress {

/// Read with pread, never mapped: a file that gets shorter, or a disk that fails, is then an error
/// and no signal that ends the process. A record's 120 kB cost no more to copy than to map.
class SourceFile {
  public:
    /// @throws IoError if the file cannot be opened. A pipe is not waited for.
    explicit SourceFile(std::filesystem::path path);
    SourceFile(const SourceFile&) = delete;
    SourceFile& operator=(const SourceFile&) = delete;
    SourceFile(SourceFile&& other) noexcept;
    ~SourceFile();

    /// In bytes, when it was opened.
    std::size_t size() const { return size_; }
    /// Where it lies when every link is followed.
    std::filesystem::path real_path() const;
    /// @pre offset + count <= size()
    /// @throws IoError if the disk fails; DataError if the file has become shorter
    std::string read(std::size_t offset, std::size_t count) const;

  private:
    [[noreturn]] void fail() const;

    std::filesystem::path path_;
    int descriptor_;
    std::size_t size_ = 0;
};

} // namespace ecgpress
