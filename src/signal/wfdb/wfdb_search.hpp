// The search for headers in a folder of WFDB records.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "signal/record_source.hpp"

namespace ecgpress {

/// What is in a folder, as sorted paths relative to the root of the source.
struct FoundHeaders {
    std::vector<std::string> names;         ///< headers, without ".hea"
    std::vector<std::string> outside_links; ///< linked folders that are not searched
    std::vector<std::string> runs;          ///< folders of runs of this program, not searched
};

/// Searches `folder` and its subfolders, without hidden files and folders. Linked folders are
/// searched after all others, in the order of their names. Each folder is searched once, however
/// many links lead to it, so that no record is found twice and no loop is endless.
/// @throws IoError
FoundHeaders find_headers(const std::filesystem::path& folder, const std::filesystem::path& root,
                          FollowedLinks links);

} // namespace ecgpress
