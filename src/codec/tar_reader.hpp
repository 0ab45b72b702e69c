// Reads tar archives of regular files, as TarWriter writes them.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "core/input_file.hpp"

namespace ecgpress {

/// Reads an archive member by member in constant memory, and computes its digest from the same
/// bytes. Errors name the file.
class TarReader {
  public:
    explicit TarReader(InputFile file);
    ~TarReader();
    TarReader(const TarReader&) = delete;
    TarReader& operator=(const TarReader&) = delete;

    /// Name of the next member, or no value after the last one. @throws DataError if the archive is
    /// corrupt or the member is not a regular file; IoError
    std::optional<std::string> next();
    /// Reads up to `count` bytes of the current member. @return their number; 0 at its end
    /// @throws DataError, IoError
    std::size_t read(char* bytes, std::size_t count);
    /// SHA-256 of the whole file, also of a corrupt archive. The last call. @throws IoError
    std::string finish();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecgpress
