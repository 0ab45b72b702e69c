#include "dataset/release/item_counts.hpp"

namespace ecgpress {

void ItemCounts::add(const ItemCounts& other) {
    pages += other.pages;
    for (const CountedItems& items : k_counted_items) this->*items.count += other.*items.count;
}

ItemCounts ReleaseTally::total() const {
    ItemCounts total;
    for (const ItemCounts& split : splits) total.add(split);
    return total;
}

} // namespace ecgpress
