#include "render/scene/row_chain.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace ecgpress {

namespace {

constexpr std::size_t k_pixel_bytes = 3;

/// Repeats the first and the last pixel of a row beside it.
void fill_margins(std::uint8_t* row, std::size_t row_bytes, int margin_px) {
    std::uint8_t *left = row, *right = row + row_bytes;
    for (int i = 0; i < margin_px; ++i, right += k_pixel_bytes) {
        left -= k_pixel_bytes;
        std::memcpy(left, row, k_pixel_bytes);
        std::memcpy(right, row + row_bytes - k_pixel_bytes, k_pixel_bytes);
    }
}

} // namespace

void RowChain::add(Change change) {
    steps_.push_back({std::move(change), 0, 0, {}, {}, {}, {}});
}

void RowChain::add(int reach, int margin_px, Make make) {
    steps_.push_back({{}, reach, margin_px, std::move(make), {}, {}, {}});
}

void RowChain::run(Image& image) {
    if (steps_.empty()) return;
    for (Step& step : steps_) {
        if (step.change) continue;
        const std::size_t rows = 2 * static_cast<std::size_t>(step.reach) + 1,
                          margin = k_pixel_bytes * static_cast<std::size_t>(step.margin_px);
        step.kept.resize(rows * (image.stride() + 2 * margin));
        step.made.resize(image.stride());
        step.rows.resize(rows);
    }
    for (int y = 0; y < image.height; ++y) feed(0, image.row(y), y, image);
}

void RowChain::feed(std::size_t step, std::uint8_t* row, int y, Image& image) {
    for (; step < steps_.size() && steps_[step].change; ++step) steps_[step].change(row, y);
    if (step == steps_.size()) {
        if (row != image.row(y)) std::memcpy(image.row(y), row, image.stride());
        return;
    }
    Step& here = steps_[step];
    keep(here, row, y, image.stride());
    if (y >= here.reach) produce(step, y - here.reach, image);
    if (y + 1 < image.height) return;
    for (int last = std::max(0, y - here.reach + 1); last <= y; ++last) produce(step, last, image);
}

void RowChain::keep(Step& step, const std::uint8_t* row, int y, std::size_t row_bytes) {
    const std::size_t margin = k_pixel_bytes * static_cast<std::size_t>(step.margin_px),
                      slot = static_cast<std::size_t>(y) % step.rows.size();
    std::uint8_t* const to = step.kept.data() + slot * (row_bytes + 2 * margin) + margin;
    std::memcpy(to, row, row_bytes);
    fill_margins(to, row_bytes, step.margin_px);
}

void RowChain::produce(std::size_t step, int y, Image& image) {
    Step& here = steps_[step];
    const std::size_t margin = k_pixel_bytes * static_cast<std::size_t>(here.margin_px);
    for (int i = -here.reach; i <= here.reach; ++i) {
        const auto from = static_cast<std::size_t>(std::clamp(y + i, 0, image.height - 1));
        here.rows[static_cast<std::size_t>(i + here.reach)] =
            here.kept.data() + from % here.rows.size() * (image.stride() + 2 * margin) + margin;
    }
    here.make(here.made.data(), here.rows.data() + here.reach, y);
    feed(step + 1, here.made.data(), y, image);
}

} // namespace ecgpress
