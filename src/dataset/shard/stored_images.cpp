#include "dataset/shard/stored_images.hpp"

#include "codec/crc32.hpp"

namespace ecgpress {

std::uint32_t data_crc32_of(const Sample& sample) {
    std::uint32_t crc32 = 0;
    const auto take = [&](const auto& values) {
        crc32 = crc32_of(values.data(), values.size() * sizeof(values[0]), crc32);
    };
    take(sample.yolo);
    take(sample.plan_json);
    if (sample.warp) take(sample.warp->nodes());
    for (const PointPx& corner : sample.pulses_px)
        take(std::array{static_cast<float>(corner.x_px), static_cast<float>(corner.y_px)});
    for (const LeadSample& lead : sample.leads) {
        take(lead.signal_json);
        take(lead.truth.sample_x_px);
        take(lead.truth.sample_y_px);
        take(lead.truth.column_y_px);
        take(lead.truth.column_steep);
        take(lead.truth.sample_flags);
    }
    return crc32;
}

void set_checksums(Sample& sample) {
    for (const PageImage& image : k_page_images)
        sample.row.*image.crc32 = crc32_of(sample.*image.bytes);
    for (LeadSample& lead : sample.leads)
        for (const LeadImage& image : k_lead_images)
            lead.row.*image.crc32 = crc32_of(lead.*image.bytes);
    sample.row.data_crc32 = data_crc32_of(sample);
}

} // namespace ecgpress
