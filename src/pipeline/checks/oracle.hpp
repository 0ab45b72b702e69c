// Oracle: reads a page's signals back from its trace truth and masks, and measures the error. The
// result is the best that a digitizer can reach which finds exactly these masks.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/image.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// One lead of a page, with its trace truth and masks.
struct OracleLead {
    std::vector<double> signal_mv; ///< the record's samples in the panel, NaN in gaps
    double rate_hz = 0;
    double baseline_y_px = 0, px_per_mv = 0; ///< on the undistorted page
    TraceTruth truth;
    PixelRect crop_px;
    Image mask_png; ///< decoded: coverage 0-255 of the crop; empty if there is none
    Image mask_bmp; ///< decoded: 0 and 1
    std::shared_ptr<const Lattice> warp; ///< maps positions to the undistorted page; null if none
};

/// Reads a lead's signal from its sample positions. Like the functions below, it returns one value
/// in mV per sample, NaN where there is none.
std::vector<double> read_samples(const OracleLead& lead);
/// Reads it from y at column centres, with linear interpolation.
std::vector<double> read_columns(const OracleLead& lead);
/// Reads it from the ink centroid of each mask column, with linear interpolation. Empty without a
/// mask.
std::vector<double> read_mask(const OracleLead& lead, const Image& mask);

/// Signal-to-noise ratio in dB as in the George B. Moody PhysioNet Challenge 2024:
/// 10 log10(sum of label^2 / sum of (label - reading)^2). Missing readings count as 0. The best
/// shift of up to 0.5 s and the best offset of up to 1 mV are used. NaN if the signal is 0
/// everywhere; at most 200 dB.
double snr_db(const std::vector<double>& signal_mv, const std::vector<double>& reading_mv,
              double rate_hz);

/// Collects the leads of a page.
class Oracle {
  public:
    void add(const OracleLead& lead);
    /// Mean of each reading over the leads, in dB; NaN if no lead has it.
    OracleScores scores() const;

  private:
    struct Mean {
        double sum = 0, count = 0;
    };
    std::array<Mean, k_oracle_count> means_;
};

/// Messages about readings under their minimum.
std::vector<std::string> under_floor(const OracleScores& scores, const OracleScores& floors_db);

} // namespace ecgpress
