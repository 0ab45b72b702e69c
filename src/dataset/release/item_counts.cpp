#include "dataset/release/item_counts.hpp"

#include <vector>

#include "signal/record_facts.hpp"

namespace ecgpress {

void ItemCounts::add(const ItemCounts& other) {
    pages += other.pages;
    for (const CountedItems& items : k_counted_items) this->*items.count += other.*items.count;
}

void ReleaseTally::add(const PageRow& page, const ItemCounts& counts) {
    const auto split = static_cast<std::size_t>(page.split);
    splits[split].add(counts);
    std::uint64_t items = 0;
    for (const CountedItems& kind : k_counted_items) items += counts.*kind.count;
    left_out += items == 0 ? counts.pages : 0;
    std::vector<std::string> names = main_classes_of(page);
    if (names.empty()) names.emplace_back();
    for (const std::string& name : names) classes[name][split] += counts.pages;
}

ItemCounts ReleaseTally::total() const {
    ItemCounts total;
    for (const ItemCounts& split : splits) total.add(split);
    return total;
}

} // namespace ecgpress
