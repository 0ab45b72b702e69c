// A file that is looked at through windows, read only: memory is held for what is looked at, not
// for the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace ecgpress {

/// Some bytes of a file in memory, for as long as the object lives.
class MappedWindow {
  public:
    MappedWindow(const MappedWindow&) = delete;
    MappedWindow& operator=(const MappedWindow&) = delete;
    ~MappedWindow();

    std::string_view bytes() const { return bytes_; }

  private:
    friend class MappedFile;
    MappedWindow(void* mapping, std::size_t mapping_size, std::string_view bytes)
        : mapping_(mapping), mapping_size_(mapping_size), bytes_(bytes) {}

    void* mapping_;
    std::size_t mapping_size_;
    std::string_view bytes_;
};

class MappedFile {
  public:
    /// @throws IoError if the file cannot be opened. A pipe is not waited for.
    explicit MappedFile(std::filesystem::path path);
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    MappedFile(MappedFile&& other) noexcept;
    ~MappedFile();

    /// In bytes, when it was opened.
    std::size_t size() const { return size_; }
    /// Where it lies when every link is followed.
    std::filesystem::path real_path() const;
    /// @pre offset + count <= size()
    /// @throws IoError if the system cannot map it
    MappedWindow window(std::size_t offset, std::size_t count) const;

  private:
    [[noreturn]] void fail() const;

    std::filesystem::path path_;
    int descriptor_;
    std::size_t size_ = 0;
};

} // namespace ecgpress
