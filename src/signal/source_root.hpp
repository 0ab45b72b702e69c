// The folder of a source's files. Files that a header, a list or a table names may be reached
// through symbolic links but must be inside this folder.
#pragma once

#include <filesystem>
#include <string>

#include "signal/source_file.hpp"

namespace ecgpress {

class SourceRoot {
  public:
    /// @param folder  as configured; it may itself be a link
    explicit SourceRoot(const std::filesystem::path& folder);

    /// Opens a regular file for reading; devices and pipes are rejected.
    /// @throws DataError if the file does not exist, is not a regular file or is outside the
    /// folder; IoError
    SourceFile open(const std::filesystem::path& path) const;

  private:
    std::string folder_;          ///< for messages
    std::filesystem::path whole_; ///< with links resolved
};

} // namespace ecgpress
