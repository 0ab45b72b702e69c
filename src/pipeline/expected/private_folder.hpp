// A temporary folder for files that only this process needs.
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

/// A new folder in $TMPDIR, or /tmp, that only its owner can open. The destructor removes it with
/// everything in it. What a killed process left there is removed by a later one.
class PrivateFolder {
  public:
    /// @param name  part of the folder's name: "verify" @throws OutputError
    explicit PrivateFolder(const std::string& name);
    ~PrivateFolder();
    PrivateFolder(const PrivateFolder&) = delete;
    PrivateFolder& operator=(const PrivateFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
    int lock_ = -1; ///< descriptor of the folder, locked while this process lives
};

} // namespace ecgpress
