// A file that a user named for output (-o FILE).
#pragma once

#include <optional>
#include <string_view>

#include "core/output_file.hpp"
#include "core/part_file.hpp"

namespace ecgpress {

/// Written beside its path and renamed, so that an error leaves an existing file as it was. A
/// character device, such as /dev/null, is written directly and never replaced.
///
/// @throws IoError, here and below, with path and reason; DataError if the path is a link, a pipe,
/// a folder or a disk
class NamedOutput {
  public:
    explicit NamedOutput(const fs::path& path);

    void append(const void* bytes, std::size_t count);
    void append(std::string_view text) { append(text.data(), text.size()); }
    /// Completes the file. Without it, the path stays as it was.
    void publish();

  private:
    std::optional<PartFile> file_;
    std::optional<OutputFile> device_; ///< instead of the file
};

} // namespace ecgpress
