// Reads a file line by line and computes its digest from the same bytes.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/digest.hpp"
#include "core/line_reader.hpp"

namespace ecgpress {

class HashedLines {
  public:
    /// @param path  relative to the release @throws DataError if it must not be opened; IoError
    HashedLines(const std::filesystem::path& release, const std::string& path);

    /// The next line without its line feed. @throws DataError, IoError
    std::optional<std::string> next();
    /// SHA-256 of the file. After the last line only.
    const std::string& sha256() const { return sha256_; }

  private:
    LineReader lines_;
    Sha256 digest_;
    std::string sha256_;
};

} // namespace ecgpress
