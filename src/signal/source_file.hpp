// A file of recordings that is read in pieces, so that memory use does not grow with the file.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>

#include "core/input_file.hpp"

namespace ecgpress {

/// Reads with pread instead of mapping the file. If the file is truncated or the disk fails, the
/// result is an error instead of a SIGBUS that ends the process. Copying the 120 kB of a record is
/// as fast as mapping them.
class SourceFile {
  public:
    /// @throws as InputFile, here and below
    explicit SourceFile(std::filesystem::path path);

    /// Size in bytes when the file was opened.
    std::size_t size() const { return static_cast<std::size_t>(file_->size()); }
    /// The path of the file with all symbolic links resolved.
    std::filesystem::path real_path() const { return file_->real_path(); }
    /// @pre offset + count <= size()
    /// @throws DataError also if the file has been truncated
    std::string read(std::size_t offset, std::size_t count) const;

  private:
    std::unique_ptr<InputFile> file_; ///< reading may open it again
};

} // namespace ecgpress
