#include "render/filters/row_chain.hpp"

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
    steps_.push_back({std::move(change), 0, 0, {}, {}, {}});
}

void RowChain::add(int reach, int margin_px, Make make) {
    steps_.push_back({{}, reach, margin_px, std::move(make), {}, {}});
}

void RowChain::run(Image& image) {
    if (steps_.empty()) return;
    for (Step& step : steps_) {
        if (step.change) continue;
        const std::size_t rows = 2 * static_cast<std::size_t>(step.reach) + 1,
                          margin = k_pixel_bytes * static_cast<std::size_t>(step.margin_px);
        step.kept.resize(rows * (image.stride() + 2 * margin));
        step.rows.resize(rows);
    }
    for (int y = 0; y < image.height; ++y) {
        std::uint8_t* const row = place_for(0, y, image);
        if (row != image.row(y)) std::memcpy(row, image.row(y), image.stride());
        pass_on(0, row, y, image);
    }
}

std::uint8_t* RowChain::place_for(std::size_t step, int y, Image& image) {
    while (step < steps_.size() && steps_[step].change) ++step;
    return step < steps_.size() ? kept_row(steps_[step], y, image) : image.row(y);
}

std::uint8_t* RowChain::kept_row(Step& step, int y, const Image& image) {
    const std::size_t margin = k_pixel_bytes * static_cast<std::size_t>(step.margin_px),
                      slot = static_cast<std::size_t>(y) % step.rows.size();
    return step.kept.data() + slot * (image.stride() + 2 * margin) + margin;
}

void RowChain::pass_on(std::size_t step, std::uint8_t* row, int y, Image& image) {
    for (; step < steps_.size() && steps_[step].change; ++step) steps_[step].change(row, y);
    if (step == steps_.size()) return;
    const Step& here = steps_[step];
    fill_margins(row, image.stride(), here.margin_px);
    if (y >= here.reach) produce(step, y - here.reach, image);
    if (y + 1 < image.height) return;
    for (int last = std::max(0, y - here.reach + 1); last <= y; ++last) produce(step, last, image);
}

void RowChain::produce(std::size_t step, int y, Image& image) {
    Step& here = steps_[step];
    for (int i = -here.reach; i <= here.reach; ++i)
        here.rows[static_cast<std::size_t>(i + here.reach)] =
            kept_row(here, std::clamp(y + i, 0, image.height - 1), image);
    std::uint8_t* const row = place_for(step + 1, y, image);
    here.make(row, here.rows.data() + here.reach, y);
    pass_on(step + 1, row, y, image);
}

} // namespace ecgpress
