// Writes files of a release, creates their folders and computes their digests.
#pragma once

#include <filesystem>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "core/file.hpp"
#include "core/image.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

class ReleaseFolder {
  public:
    explicit ReleaseFolder(fs::path folder) : folder_(std::move(folder)) {}

    const fs::path& folder() const { return folder_; }
    /// @param path  relative to the release, with '/', in a subfolder that many files share
    void write(const std::string& path, const Bytes& bytes);
    void write(const std::string& path, const std::string& text);
    /// Returns the files written since the last call.
    std::vector<WrittenFile> take() { return std::exchange(written_, {}); }

  private:
    void write(const std::string& path, const void* bytes, std::size_t count);

    fs::path folder_;
    std::unordered_set<std::string> folders_; ///< Folders created so far.
    std::vector<WrittenFile> written_;
};

} // namespace ecgpress
