// A text file of a release that is written incrementally in constant memory. Its digest is computed
// at the same time.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "core/digest.hpp"
#include "core/output_file.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

class StreamedText {
  public:
    /// @param path  relative to the release's folder
    /// @throws as OutputFile::replacing, here and below
    StreamedText(const fs::path& release, std::string path);

    void append(std::string_view text);
    /// Writes buffered text and closes the file.
    WrittenFile finish();

  private:
    void write();

    std::string path_;
    OutputFile out_;
    std::string buffer_;
    Sha256 digest_;
    std::uint64_t size_ = 0;
};

} // namespace ecgpress
