// Decides which files of a release may be opened. Its lists are untrusted and can name any path.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <unordered_map>

#include "core/input_file.hpp"

namespace ecgpress {

class OpenableFiles {
  public:
    /// Files that are read whole: those of one page, and lists.
    static constexpr FileKind k_any_file{"file of a release", std::uint64_t{1} << 30};

    explicit OpenableFiles(std::filesystem::path release) : release_(std::move(release)) {}

    static constexpr const char* k_missing = "is missing";

    /// Returns why the file of that name must not be opened: it "is missing", its name points
    /// outside the release or contains a control character, it or a parent folder is a link, or it
    /// is not a file. Returns "" if it may be opened. Each folder is checked once.
    std::string refusal(const std::string& path);

    /// Opens the file of that name. @throws DataError with the name and the reason if it must not
    /// be opened, IoError
    InputFile open(const std::string& path);
    /// Returns its content. @throws as `open`; DataError if it is larger than its kind allows
    std::string text(const std::string& path, const FileKind& kind = k_any_file);
    /// Returns the path of the file of that name. @throws DataError as `text`
    std::filesystem::path place(const std::string& path);

  private:
    std::string refusal_of_folder(const std::filesystem::path& folder);

    std::filesystem::path release_;
    std::unordered_map<std::string, std::string>
        folders_; ///< Reason not to open it, per checked folder.
};

} // namespace ecgpress
