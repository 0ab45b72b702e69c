// Reads pages of a release from its tables and files.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "dataset/shard/sample.hpp"
#include "views/page_choice.hpp"

namespace ecgpress {

/// Calls visit for each chosen page of a release, in order. Returns and throws as
/// for_each_chosen_page does.
std::uint64_t for_each_release_page(const std::filesystem::path& release, const PageChoice& choice,
                                    const std::function<void(const Sample&)>& visit);

} // namespace ecgpress
