// The search for recordings in a folder of files.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "signal/record_source.hpp"

namespace ecgpress {

/// What is in a folder, as sorted paths relative to the root of the source.
struct FoundFiles {
    std::vector<std::string> names;         ///< files
    std::vector<std::string> outside_links; ///< linked folders that are not searched
    std::vector<std::string> runs;          ///< folders of runs of this program, not searched
    std::vector<std::string> second_names;  ///< links to files that are found themselves, not used
};

/// Are the names of files given with their endings?
enum class Endings { kept, removed };

/// Searches `folder` and its subfolders, without hidden files and folders. Linked folders are
/// searched after all others, in the order of their names. Each folder is searched once, however
/// many links lead to it, so that no record is found twice and no loop is endless. Of several links
/// to a file that is elsewhere, the first name is found.
/// @param is_wanted  is a regular file, given by its path, a recording?
/// @throws IoError
FoundFiles find_files(const std::filesystem::path& folder, const std::filesystem::path& root,
                      FollowedLinks links,
                      const std::function<bool(const std::filesystem::path&)>& is_wanted,
                      Endings endings);

/// The first three names for a message: "a, b, c, ...".
std::string first_names(const std::vector<std::string>& names);

/// What a search left out on purpose, and why, for a message; empty if nothing.
std::string not_searched(const FoundFiles& found, FollowedLinks links);

} // namespace ecgpress
