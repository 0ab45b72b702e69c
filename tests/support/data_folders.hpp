// Folders of real recordings for some tests, which are reported as skipped without them.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <optional>

namespace ecgpress::testing_support {

inline std::optional<std::filesystem::path> folder_from(const char* variable) {
    const char* value = std::getenv(variable);
    if (value == nullptr || *value == 0 || !std::filesystem::is_directory(value))
        return std::nullopt;
    return std::filesystem::path(value);
}

/// A PTB-XL root (ptbxl_database.csv, records500/).
inline std::optional<std::filesystem::path> ptbxl_folder() {
    return folder_from("ECGPRESS_PTBXL");
}

/// A collection of other WFDB records: ECGPRESS_WFDB, or the folder `wfdb` next to the PTB-XL root.
inline std::optional<std::filesystem::path> wfdb_folder() {
    if (auto folder = folder_from("ECGPRESS_WFDB")) return folder;
    const auto ptbxl = ptbxl_folder();
    if (!ptbxl) return std::nullopt;
    const auto sibling =
        std::filesystem::absolute(*ptbxl).lexically_normal().parent_path() / "wfdb";
    if (std::filesystem::is_directory(sibling)) return sibling;
    return std::nullopt;
}

} // namespace ecgpress::testing_support
