#include "dataset/formats/mask_runs.hpp"

namespace ecgpress {

std::vector<std::uint32_t> column_runs(const LeadMask& mask, int width_px, int height_px) {
    std::vector<std::uint32_t> runs;
    const auto height = static_cast<std::uint64_t>(height_px);
    std::uint64_t ended = 0; // all pixels before it are in a run
    bool ink = false;
    const auto change_at = [&](std::uint64_t pixel) {
        runs.push_back(static_cast<std::uint32_t>(pixel - ended));
        ended = pixel;
        ink = !ink;
    };
    for (int x = 0; x < mask.coverage.width; ++x) {
        const std::uint64_t column =
            static_cast<std::uint64_t>(mask.x + x) * height + static_cast<std::uint64_t>(mask.y);
        for (int y = 0; y < mask.coverage.height; ++y)
            if (mask.is_ink(x, y) != ink) change_at(column + static_cast<std::uint64_t>(y));
        const bool goes_on =
            mask.coverage.height == height_px; // continues at the top of the next column
        if (ink && !goes_on) change_at(column + static_cast<std::uint64_t>(mask.coverage.height));
    }
    if (ink) change_at(static_cast<std::uint64_t>(mask.x + mask.coverage.width) * height);
    const std::uint64_t all = static_cast<std::uint64_t>(width_px) * height;
    if (ended < all) runs.push_back(static_cast<std::uint32_t>(all - ended));
    return runs;
}

std::string text_of_runs(const std::vector<std::uint32_t>& runs) {
    std::string text;
    for (std::size_t i = 0; i < runs.size(); ++i) {
        std::int64_t rest = runs[i];
        if (i > 2) rest -= std::int64_t{runs[i - 2]};
        for (bool more = true; more;) {
            const std::int64_t low = rest & 31;
            rest = (rest - low) / 32;
            more = (low & 16) != 0 ? rest != -1 : rest != 0; // the fifth bit is the sign
            text += static_cast<char>(48 + low + (more ? 32 : 0));
        }
    }
    return text;
}

} // namespace ecgpress
