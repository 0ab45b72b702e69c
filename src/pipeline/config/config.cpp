#include "pipeline/config/config.hpp"

#include <algorithm>

namespace ecgpress {

std::uint64_t PageGroup::page_count() const {
    std::uint64_t total = 0;
    for (const auto& splits : counts)
        for (const std::uint64_t count : splits) total += count;
    return total * pages_a_sheet();
}

std::uint64_t default_shard_pages(std::uint64_t run_pages) {
    constexpr std::uint64_t k_shards = 1000, k_least = 8, k_most = 1000;
    return std::clamp((run_pages + k_shards - 1) / k_shards, k_least, k_most);
}

std::uint64_t Config::page_count() const {
    std::uint64_t total = 0;
    for (const PageGroup& group : pages) total += group.page_count();
    return total;
}

} // namespace ecgpress
