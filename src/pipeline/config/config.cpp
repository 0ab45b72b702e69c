#include "pipeline/config/config.hpp"

#include <algorithm>

#include "page/layouts.hpp"

namespace ecgpress {

std::uint64_t PageGroup::page_count() const {
    std::uint64_t total = 0;
    for (const auto& splits : counts)
        for (const std::uint64_t count : splits) total += count;
    return total * pages_a_sheet();
}

std::uint64_t leads_a_page(const std::vector<Layout>& layouts, const PageGroup& group,
                           std::size_t layout) {
    const Layout& grid = *find_layout(layouts, group.layouts[layout].layout);
    return static_cast<std::uint64_t>(grid.rows) * static_cast<std::uint64_t>(grid.columns) +
           grid.rhythm.size() + group.rhythm.size();
}

std::uint64_t default_shard_pages(std::uint64_t run_pages) {
    constexpr std::uint64_t k_shards = 1000, k_least = 8, k_most = 1000;
    return std::clamp((run_pages + k_shards - 1) / k_shards, k_least, k_most);
}

std::uint64_t default_oracle_distance(std::uint64_t run_pages) {
    constexpr std::uint64_t k_checked = 10, k_least = 1, k_most = 100;
    return std::clamp(run_pages / k_checked, k_least, k_most);
}

std::uint64_t Config::page_count() const {
    std::uint64_t total = 0;
    for (const PageGroup& group : pages) total += group.page_count();
    return total;
}

} // namespace ecgpress
