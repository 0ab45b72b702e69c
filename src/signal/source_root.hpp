// The folder that a source's files lie in: what a header, a list or a table names may be reached
// through links, but must not lie anywhere else.
#pragma once

#include <filesystem>
#include <string>

#include "signal/source_file.hpp"

namespace ecgpress {

class SourceRoot {
  public:
    /// @param folder  as its user named it: it may be a link itself
    explicit SourceRoot(const std::filesystem::path& folder);

    /// Opens a file for reading, never a device or a pipe.
    /// @throws DataError if the file is not there, is no regular file, or lies outside; IoError
    SourceFile open(const std::filesystem::path& path) const;

  private:
    std::string folder_;          ///< for messages
    std::filesystem::path whole_; ///< without links
};

} // namespace ecgpress
