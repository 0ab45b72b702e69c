#include "dataset/shard/checksums.hpp"

#include <array>
#include <string>
#include <type_traits>

#include "codec/crc32.hpp"
#include "dataset/shard/shard_layout.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

std::uint32_t data_crc32_of(const Sample& sample) {
    std::uint32_t crc32 = 0;
    const auto take = [&](const auto& values) {
        crc32 = crc32_of(values.data(), values.size() * sizeof(values[0]), crc32);
    };
    for (const PageItemType& item : k_page_items)
        if (item.text != nullptr) take(sample.*item.text);
    if (sample.warp) take(sample.warp->nodes());
    for (const PointPx& corner : sample.pulses_px)
        take(std::array{static_cast<float>(corner.x_px), static_cast<float>(corner.y_px)});
    take(sample.grid_nodes);
    for (const LeadSample& lead : sample.leads) {
        for (const LeadItemType& item : k_lead_items)
            if (item.text != nullptr) take(lead.*item.text);
        take(lead.signal_mv);
        for (const auto& array : k_truth_positions) take(lead.truth.*array.values);
        for (const auto& array : k_truth_flags) take(lead.truth.*array.values);
    }
    const auto take_rows = [&](const auto& rows) {
        using Row = typename std::decay_t<decltype(rows)>::value_type;
        for (const Row& row : rows)
            for_each_column<Row>([&](const std::string&, auto member) {
                using Field = std::decay_t<decltype(row.*member)>;
                std::array<typename Stored<Field>::Value, Stored<Field>::k_width> values;
                Stored<Field>::put(row.*member, values.data());
                if constexpr (std::is_same_v<Field, std::string>)
                    take(row.*member);
                else
                    take(values);
            });
    };
    take_rows(sample.words);
    take_rows(sample.beats);
    return crc32;
}

void set_checksums(Sample& sample) {
    for (const PageItemType& item : k_page_items)
        if (item.image != nullptr) sample.row.*item.crc32 = crc32_of(sample.*item.image);
    for (LeadSample& lead : sample.leads)
        for (const LeadItemType& item : k_lead_items)
            if (item.image != nullptr) lead.row.*item.crc32 = crc32_of(lead.*item.image);
    sample.row.data_crc32 = data_crc32_of(sample);
}

} // namespace ecgpress
