// One page of a dataset as stored: encoded images, labels as written, and the values that tables
// need.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/image.hpp"
#include "core/lead.hpp"
#include "page/labels.hpp"
#include "page/lattice.hpp"
#include "page/trace_truth.hpp"
#include "page/truth/beat_row.hpp"
#include "page/truth/homography.hpp"
#include "page/truth/word_row.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

enum class Dataset { digitization, detection, segmentation, overlap };

constexpr std::size_t k_dataset_count = 4;

const char* name_of(Dataset dataset);
const std::vector<std::string>& dataset_names();

/// A set of datasets.
class DatasetSet {
  public:
    void add(Dataset dataset) { bits_ |= bit(dataset); }
    bool has(Dataset dataset) const { return (bits_ & bit(dataset)) != 0; }
    std::uint8_t bits() const { return bits_; }
    static DatasetSet from_bits(std::uint8_t bits) {
        DatasetSet set;
        set.bits_ = bits;
        return set;
    }

  private:
    static std::uint8_t bit(Dataset dataset) {
        return static_cast<std::uint8_t>(1U << static_cast<unsigned>(dataset));
    }
    std::uint8_t bits_ = 0;
};

/// Input of an oracle reading: each sample's position, the trace's y at column centres, the two
/// masks.
constexpr std::size_t k_oracle_count = 4;
constexpr const char* k_oracle_names[k_oracle_count] = {"samples", "columns", "mask_png",
                                                        "mask_bmp"};

/// How well a page's ground truth reproduces its signals, per reading. NaN if not measured.
struct OracleScores {
    std::array<double, k_oracle_count> db{k_not_measured, k_not_measured, k_not_measured,
                                          k_not_measured};
    static constexpr double k_not_measured = std::numeric_limits<double>::quiet_NaN();
};

/// A page's row in the tables, with the facts of its record.
struct PageRow : RecordFacts {
    std::uint64_t index = 0;
    std::string group, layout, record, patient;
    double record_start_s = 0; ///< Start of the record in the recording that the source stores.
    Split split = Split::train;
    int rows = 0, columns = 0;
    int width_px = 0, height_px = 0;              ///< Size of the image.
    double page_width_mm = 0, page_height_mm = 0; ///< Size of the paper.
    double dpi = 0, px_per_mm = 0, paper_speed_mm_per_s = 0, gain_mm_per_mv = 0, rate_hz = 0;
    std::uint64_t seed = 0;         ///< Seed of the run.
    std::uint32_t gap_samples = 0;  ///< printed samples that are gaps (null in the JSON)
    std::uint32_t lost_samples = 0; ///< printed samples that are outside the paper
    DatasetSet datasets;            ///< Datasets that its group contributes to.
    Homography homography;          ///< From the image to the canonical frame.
    double homography_rms_px = 0;   ///< Its error there.
    /// Shares of the samples that are visible, darker than the paper, near another trace.
    double visible_share = 1, contrast_share = 1, crowded_share = 0;
    double difficulty = 0;               ///< difficulty_of() it
    int grid_rows = 0, grid_columns = 0; ///< Of Sample::grid_nodes.
    OracleScores oracle;                 ///< NaN unless the page was sampled for the oracle.
    std::string preset = "clean";        ///< Preset of the applied artifacts.
    std::string look;                    ///< Look: the recorder whose pages this one resembles.
    std::uint64_t sheet = 0;             ///< index of the first page that shows the same sheet
    /// CRC-32 of stored items (stored_items.hpp): of each image (0 if there is none), and of all
    /// other items.
    std::uint32_t image_crc32 = 0, mask_overlap_crc32 = 0, mask_semantic_crc32 = 0,
                  mask_soft_crc32 = 0, data_crc32 = 0;
};

/// A printed lead's row in the tables.
struct LeadRow {
    Lead lead = Lead::I;
    int number = 0; ///< k in "..._lead_k"
    bool rhythm = false;
    bool inverted = false; ///< Upside down: the signal is the lead's with the sign reversed.
    bool derived = false;  ///< Computed from other leads, not recorded.
    double start_s = 0;    ///< Time in the record.
    std::uint32_t first_sample = 0; ///< Index in the record.
    std::uint32_t sample_count = 0;
    std::uint32_t lost_samples = 0; ///< samples that are outside the paper
    // Positions on the drawing, before any distortion.
    double first_x_px = 0; ///< Position of the first sample; pixel centres are at integers.
    double baseline_y_px = 0, px_per_s = 0, px_per_mv = 0, line_width_px = 0;
    double mask_line_width_px = 0; ///< Width of the stroke in the lead's mask.
    int mask_columns_per_px = 1;   ///< Columns of the mask per column of the crop.
    RectPx ink_px;                 ///< Tight extent of the ink on the drawing.
    // Positions in the image, after any distortion.
    RectPx box_px;         ///< Padded and clipped; empty if no ink is on the page.
    RectPx visible_box_px; ///< The same for the ink that nothing hides.
    RectPx name_box_px;    ///< Padded and clipped; empty if no name is printed.
    PixelRect crop_px;
    double visible_fraction = 1;     ///< Visible fraction of its samples that are not gaps.
    std::uint64_t target_ink_px = 0; ///< pixels of the crop with ink of this lead ...
    std::uint64_t other_ink_px = 0;  ///< ... and with ink of any other lead
    /// CRC-32 of the stored images; 0 if there is none.
    std::uint32_t crop_crc32 = 0, mask_png_crc32 = 0, mask_bmp_crc32 = 0, mask_visible_crc32 = 0;

    /// True if the mask shows the printed stroke pixel by pixel.
    bool mask_is_as_printed() const {
        return mask_line_width_px == line_width_px && mask_columns_per_px == 1;
    }
    double overlap_ratio() const {
        return target_ink_px == 0
                   ? 0.0
                   : static_cast<double>(other_ink_px) / static_cast<double>(target_ink_px);
    }
};

/// A printed lead. crop_png and the masks are empty if no dataset of the page's group needs them or
/// no ink is on the page.
struct LeadSample {
    LeadRow row;
    std::string signal_json;      ///< A JSON array of millivolts, null in gaps.
    std::vector<float> signal_mv; ///< The same rounded, NaN in gaps; only shards have it.
    Bytes crop_png, mask_png, mask_bmp;
    Bytes visible_png; ///< Mask of the ink that no later lead covers, if requested.
    TraceTruth truth;
};

struct Sample {
    PageRow row;
    std::string plan_json; ///< All choices made for the page.
    std::string yolo;      ///< Text of the label file.
    Bytes image_jpeg;
    // Masks of the page, if requested:
    Bytes overlap_png;                   ///< Where two leads overlap.
    Bytes semantic_png;                  ///< Class of each pixel.
    Bytes soft_png;                      ///< Shares of background, text and trace.
    std::shared_ptr<const Lattice> warp; ///< Warp of a distorted page; null if there is none.
    /// Corners of the rows' calibration pulses in the image, k_pulse_corners per pulse.
    std::vector<PointPx> pulses_px;
    /// If requested, the crossings of the grid's major lines, row by row: x and y in the image (NaN
    /// outside it), and 1 if the crossing is not hidden, otherwise 0.
    std::vector<float> grid_nodes;
    std::vector<LeadSample> leads;
    std::vector<WordRow> words; ///< if requested: by line, then by word
    std::vector<BeatRow> beats; ///< if requested: by lead, then by beat
};

/// Size in bytes of a page's items in its shard.
struct StoredSizes {
    std::uint64_t image = 0, label = 0, plan = 0;
    std::uint64_t signals = 0;            ///< JSON of all leads.
    std::uint64_t crops = 0;              ///< Crops and masks of all leads.
    std::uint64_t semantic = 0, soft = 0; ///< Masks of the page.
    std::uint64_t truth = 0;              ///< Positions and flags of all leads, pulses, the warp.
};

/// A record that could not be printed on its planned page.
struct Failure {
    std::uint64_t page = 0;
    std::string record;
    std::string reason;
    bool replaced = true; ///< False if the page could not be generated at all.
};

/// Type of a failure, for counting similar ones: the problem of its message "problem. Why. What to
/// try." or "problem (why) what to try", without the words that contain the record's name.
std::string kind_of(const Failure& failure);

/// "0_3by1", "17_3by4": page index, rows, columns.
std::string page_name(const PageRow& row);
/// "0_3by1_lead_4"
std::string lead_name(const PageRow& row, const LeadRow& lead);

/// "[0.1,-0.115,null]": exactly these values, with the fewest digits that read back equal.
std::string signal_json(const std::vector<double>& signal_mv);

} // namespace ecgpress
