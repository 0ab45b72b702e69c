// The search for headers in a folder of WFDB records.
#pragma once

#include <filesystem>

#include "signal/files/file_search.hpp"

namespace ecgpress {

using FoundHeaders = FoundFiles;

/// Headers, without ".hea", as find_files finds them. @throws IoError
inline FoundHeaders find_headers(const std::filesystem::path& folder,
                                 const std::filesystem::path& root, FollowedLinks links) {
    const auto is_header = [](const std::filesystem::path& file) {
        return file.extension() == ".hea";
    };
    return find_files(folder, root, links, is_header, Endings::removed);
}

} // namespace ecgpress
