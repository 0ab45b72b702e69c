// The oracle: how well does a page's own truth give its signals back? A digitizer that sees masks
// like ours can be no better than a reading of them.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/image.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// One printed lead, and what tells where its trace is.
struct OracleLead {
    std::vector<double> signal_mv; ///< the record's samples in the panel, NaN in gaps
    double rate_hz = 0;
    double baseline_y_px = 0, px_per_mv = 0; ///< on the drawing
    TraceTruth truth;
    PixelRect crop_px;
    Image mask_png; ///< decoded: coverage 0-255 of the crop; empty if there is none
    Image mask_bmp; ///< decoded: 0 and 1
    std::shared_ptr<const Lattice> warp; ///< through which positions are read; null: none
};

/// A lead's signal read back, in mV at its samples' times; NaN where nothing can be read.
std::vector<double> read_samples(const OracleLead& lead);
/// From y at column centres, straight between them.
std::vector<double> read_columns(const OracleLead& lead);
/// From the centre of each mask column's ink, straight between them. Empty without a mask.
std::vector<double> read_mask(const OracleLead& lead, const Image& mask);

/// Signal to noise ratio in dB as the George B. Moody PhysioNet Challenge 2024 scored digitizers:
/// 10 log10(sum of label^2 / sum of (label - reading)^2), what is missing taken as 0, at the best
/// shift of up to 0.5 s and the best offset of up to 1 mV. NaN if the signal is 0 throughout; at
/// most 200 dB.
double snr_db(const std::vector<double>& signal_mv, const std::vector<double>& reading_mv,
              double rate_hz);

/// Gathers the leads of a page.
class Oracle {
  public:
    void add(const OracleLead& lead);
    /// Means over the leads; NaN where none could be read.
    OracleScores scores() const;

  private:
    struct Mean {
        double sum = 0, count = 0;
    };
    std::array<Mean, k_oracle_count> means_;
};

/// The readings that are worse than they may be: "samples 51.2 dB is under the floor of 60 dB".
std::vector<std::string> under_floor(const OracleScores& scores, const OracleScores& floors_db);

} // namespace ecgpress
