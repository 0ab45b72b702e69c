// Which files of a release may be opened: a stranger's lists can name anything.
#pragma once

#include <filesystem>
#include <string>
#include <unordered_map>

namespace ecgpress {

class OpenableFiles {
  public:
    explicit OpenableFiles(std::filesystem::path release) : release_(std::move(release)) {}

    static constexpr const char* k_missing = "is missing";

    /// Why the file of that name is not to be opened: "is missing", its name leads out of the
    /// release or holds a control character, it or a folder above it is a link, or it is no file.
    /// "" if it may be. A folder is looked at once.
    std::string refusal(const std::string& path);

    /// The content of the file of that name. @throws DataError naming it and why if it is not to be
    /// opened, IoError
    std::string text(const std::string& path);
    /// The place of the file of that name. @throws DataError as `text`
    std::filesystem::path place(const std::string& path);

  private:
    std::string refusal_of_folder(const std::filesystem::path& folder);

    std::filesystem::path release_;
    std::unordered_map<std::string, std::string> folders_; ///< why not, of those looked at
};

} // namespace ecgpress
