// Some pages of a run or a release, to be looked at one after the other: the one way to them for
// every view, whatever they lie in.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

struct PageChoice {
    std::size_t count = 12;             ///< so many, evenly over all
    std::vector<std::uint64_t> indices; ///< these instead, if there are any
};

/// Where a folder's pages lie.
struct PageFolder {
    enum class Kind { shards, release };
    Kind kind = Kind::release;
    std::filesystem::path path;
};

/// Shards if there are any, as they hold the plan too, or else the release. @param folder  a run's,
/// one of shards, or a release @throws DataError if it is none of these
PageFolder find_pages(const std::filesystem::path& folder);

/// The release of a run, or the folder itself. @throws DataError if it is none
std::filesystem::path find_release(const std::filesystem::path& folder);

/// Where a view of the folder goes: into the run's folder, or beside the release, never into it,
/// where verify would find one file too many. @param name  "preview.html"
std::filesystem::path place_beside(const std::filesystem::path& folder, const std::string& name);

/// What a view calls the folder: its name, for "release" with that of the folder it lies in.
std::string title_of(const std::filesystem::path& folder);

/// @throws ConfigError if the file would lie in a release
void require_outside_release(const std::filesystem::path& file);

/// Calls visit for each chosen page in order. Of a bare release a sample's plan_json is empty, and
/// what the release does not hold of its leads is as in an empty LeadRow.
/// @return how many pages there are in all
/// @throws ConfigError if there is no such page; DataError, IoError
std::uint64_t for_each_chosen_page(const PageFolder& pages, const PageChoice& choice,
                                   const std::function<void(const Sample&)>& visit);

/// The same of a folder of shards. Pages that could not be made are passed over.
std::uint64_t for_each_shard_page(const std::filesystem::path& shards, const PageChoice& choice,
                                  const std::function<void(const Sample&)>& visit);
/// The same of a release.
std::uint64_t for_each_release_page(const std::filesystem::path& release, const PageChoice& choice,
                                    const std::function<void(const Sample&)>& visit);

/// Which of `total` things, in increasing order.
std::vector<std::uint64_t> evenly(std::uint64_t total, std::size_t count);

} // namespace ecgpress
