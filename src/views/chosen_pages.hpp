// Access to selected pages of a run or a release. All views read pages through these functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "views/page_choice.hpp"

namespace ecgpress {

/// Where the pages of a folder are stored.
struct PageFolder {
    enum class Kind { shards, release };
    Kind kind = Kind::release;
    std::filesystem::path path;
};

/// Returns the shards if there are any, because they also contain the plan, else the release.
/// @param folder  a run folder, a folder of shards, or a release
/// @throws DataError if it is none of these
PageFolder find_pages(const std::filesystem::path& folder);

/// Returns the release of a run, or the folder itself if it is a release.
/// @throws DataError if there is no release
std::filesystem::path find_release(const std::filesystem::path& folder);

/// Returns the default path of a view: in the run folder, or next to the release. Never in the
/// release, where verify would report an unexpected file.
/// @param name  such as "preview.html"
std::filesystem::path place_beside(const std::filesystem::path& folder, const std::string& name);

/// Returns the title of a view: the folder's name; for "release" with the name of its parent.
std::string title_of(const std::filesystem::path& folder);

/// Of a view, which is a web page. @throws ConfigError if the name is that of an image or PDF file
/// @param advice  how to get an image, a sentence
void require_name_of_web_page(const std::filesystem::path& file, const std::string& advice);

/// @throws ConfigError if the file would be inside a release
void require_outside_release(const std::filesystem::path& file);

/// Calls visit for each chosen page in order. For a release without its run, plan_json is empty,
/// and values of leads that the release does not contain are those of an empty LeadRow.
/// @return total number of pages
/// @throws ConfigError if a page does not exist; DataError, IoError
std::uint64_t for_each_chosen_page(const PageFolder& pages, const PageChoice& choice,
                                   const std::function<void(const Sample&)>& visit);

} // namespace ecgpress
