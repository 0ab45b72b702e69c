// The folder of a source's files. Files that a header, a list or a table names may be reached
// through symbolic links but must be inside this folder.
#pragma once

#include <filesystem>
#include <string>

#include "signal/source_file.hpp"

namespace ecgpress {

class SourceRoot {
  public:
    enum class Outside { refused, allowed };

    /// @param folder  as configured; it may itself be a link
    /// @param outside  whether links may lead out of it
    explicit SourceRoot(const std::filesystem::path& folder, Outside outside = Outside::refused);

    /// Opens a regular file for reading; devices and pipes are rejected.
    /// @throws DataError if the file does not exist, is not a regular file or is outside the
    /// folder, unless that is allowed; IoError
    SourceFile open(const std::filesystem::path& path) const;

  private:
    std::string folder_;          ///< for messages
    std::filesystem::path whole_; ///< with links resolved
    Outside outside_;
};

} // namespace ecgpress
