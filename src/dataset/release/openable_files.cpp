#include "dataset/release/openable_files.hpp"

#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

constexpr const char* k_link =
    "is a link or is behind one. A release contains its own files. It is "
    "not opened.";

} // namespace

std::string OpenableFiles::refusal(const std::string& path) {
    if (!is_plain_path(path)) return "is not a plain path inside the release. It is not opened.";
    std::string folder = refusal_of_folder(fs::path(path).parent_path());
    if (!folder.empty()) return folder;
    std::error_code error;
    const fs::file_type type = fs::symlink_status(release_ / path, error).type();
    if (type == fs::file_type::regular) return "";
    if (type == fs::file_type::none)
        return concat("cannot be read: ", error.message(),
                      ". Check the permissions of its folder.");
    if (type == fs::file_type::symlink) return k_link;
    return type == fs::file_type::not_found ? k_missing : "is not a file. It is not opened.";
}

fs::path OpenableFiles::place(const std::string& path) {
    const std::string why = refusal(path);
    if (!why.empty()) throw DataError(concat((release_ / path).string(), " ", why));
    return release_ / path;
}

std::string OpenableFiles::text(const std::string& path, const FileKind& kind) {
    return open(path).text(kind);
}

InputFile OpenableFiles::open(const std::string& path) {
    place(path); // its message is the clearer one
    return InputFile::below(release_, path);
}

std::string OpenableFiles::refusal_of_folder(const fs::path& folder) {
    if (folder.empty()) return "";
    const auto known = folders_.find(folder.string());
    if (known != folders_.end()) return known->second;
    std::string refusal = refusal_of_folder(folder.parent_path());
    std::error_code ignored;
    if (refusal.empty() && fs::is_symlink(fs::symlink_status(release_ / folder, ignored)))
        refusal = k_link;
    return folders_[folder.string()] = refusal;
}

} // namespace ecgpress
