// Reads pages of shards.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "dataset/shard/sample.hpp"
#include "views/page_choice.hpp"

namespace ecgpress {

/// Calls visit for each chosen page of a folder of shards, in order. Pages that could not be
/// generated are skipped. Returns and throws as for_each_chosen_page does.
std::uint64_t for_each_shard_page(const std::filesystem::path& shards, const PageChoice& choice,
                                  const std::function<void(const Sample&)>& visit);

} // namespace ecgpress
