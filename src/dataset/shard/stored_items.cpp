#include "dataset/shard/stored_items.hpp"

#include <algorithm>

#include "core/strings.hpp"

namespace ecgpress {

bool has_more_masks(const MaskSettings& settings) {
    const auto is_asked_for = [&](const auto& item) {
        return item.asked_for != nullptr && settings.*item.asked_for;
    };
    return std::any_of(std::begin(k_page_items), std::end(k_page_items), is_asked_for) ||
           std::any_of(std::begin(k_lead_items), std::end(k_lead_items), is_asked_for);
}

std::string crc32_column(const char* item_name) {
    return concat(item_name, "_crc32");
}

} // namespace ecgpress
