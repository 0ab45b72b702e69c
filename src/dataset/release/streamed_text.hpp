// A text file of a release that is written incrementally in constant memory. Its digest is computed
// at the same time.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "core/digest.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

class StreamedText {
  public:
    /// @param path  relative to the release's folder
    /// @throws IoError naming file and reason, here and below: a full disk, no permission
    StreamedText(const fs::path& release, std::string path);

    void append(std::string_view text);
    /// Writes buffered text and closes the file.
    WrittenFile finish();

  private:
    void write();
    void require_written() const;

    std::string path_;
    fs::path place_;
    std::ofstream out_;
    std::string buffer_;
    Sha256 digest_;
};

} // namespace ecgpress
