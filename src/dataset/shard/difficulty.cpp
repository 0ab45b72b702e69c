#include "dataset/shard/difficulty.hpp"

#include <algorithm>
#include <cmath>

namespace ecgpress {

namespace {

constexpr std::size_t k_columns_reading = 1; ///< in k_oracle_names

} // namespace

void set_difficulty(Sample& sample) {
    double all = 0, visible = 0, dark = 0, crowded = 0;
    for (const LeadSample& lead : sample.leads)
        for (std::size_t i = 0; i < lead.truth.sample_flags.size(); ++i) {
            if (std::isnan(lead.truth.sample_x_px[i])) continue; // a gap, or not in the image
            const unsigned flags = lead.truth.sample_flags[i];
            all += 1;
            visible += (flags & k_seen_well) == k_seen_well ? 1 : 0;
            dark += (flags & k_contrast) != 0 ? 1 : 0;
            crowded += (flags & k_crowded) != 0 ? 1 : 0;
        }
    PageRow& row = sample.row;
    row.visible_share = all == 0 ? 0 : visible / all;
    row.contrast_share = all == 0 ? 0 : dark / all;
    row.crowded_share = all == 0 ? 0 : crowded / all;
    row.difficulty = difficulty_of(row);
}

double difficulty_of(const PageRow& page) {
    constexpr double k_bend_px = 20, k_good_db = 20;
    const double db = page.oracle.db[k_columns_reading];
    const double bend = k_bend_px / (k_bend_px + page.homography_rms_px),
                 reading = std::isnan(db) ? 1 : 0.5 + 0.5 * std::clamp(db / k_good_db, 0.0, 1.0);
    return 1 -
           page.visible_share * page.contrast_share * (1 - page.crowded_share / 2) * bend * reading;
}

} // namespace ecgpress
