// One page of a dataset as it is stored: encoded images, labels as written, and the figures that
// tables need.
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

/// What the oracle reads: each sample's position, the trace's y at column centres, the two masks.
constexpr std::size_t k_oracle_count = 4;
constexpr const char* k_oracle_names[k_oracle_count] = {"samples", "columns", "mask_png",
                                                        "mask_bmp"};

/// How well a page's truth gives its signals back, by each reading; NaN where it was not measured.
struct OracleScores {
    std::array<double, k_oracle_count> db{k_not_measured, k_not_measured, k_not_measured,
                                          k_not_measured};
    static constexpr double k_not_measured = std::numeric_limits<double>::quiet_NaN();
};

/// What tables say of a page.
struct PageRow {
    std::uint64_t index = 0;
    std::string group, layout, record, patient;
    Split split = Split::train;
    int rows = 0, columns = 0;
    int width_px = 0, height_px = 0;              ///< of the image
    double page_width_mm = 0, page_height_mm = 0; ///< of the paper
    double dpi = 0, px_per_mm = 0, paper_speed_mm_per_s = 0, gain_mm_per_mv = 0, rate_hz = 0;
    std::uint64_t seed = 0;        ///< the run's
    std::uint32_t gap_samples = 0; ///< printed samples that are gaps (null in the JSON)
    DatasetSet datasets;           ///< those that its group feeds
    OracleScores oracle;           ///< of a sampled page
    std::string preset = "clean";  ///< what happened to it
    std::string look;              ///< whose machine's page it is like
    std::uint64_t sheet = 0;       ///< index of the first page that shows the same sheet
    std::string age, sex;          ///< as in RecordInfo
    /// Of what is stored (stored_items.hpp): of each image, 0 if there is none; of all else.
    std::uint32_t image_crc32 = 0, mask_overlap_crc32 = 0, data_crc32 = 0;
};

/// What tables say of a printed lead.
struct LeadRow {
    Lead lead = Lead::I;
    int number = 0; ///< k in "..._lead_k"
    bool rhythm = false;
    bool inverted = false;          ///< upside down: its signal is the lead's with the other sign
    double start_s = 0;             ///< of the record
    std::uint32_t first_sample = 0; ///< of the record
    std::uint32_t sample_count = 0;
    // On the drawing: before it is distorted, if it is.
    double first_x_px = 0; ///< where the first sample is, pixel centres at integers
    double baseline_y_px = 0, px_per_s = 0, px_per_mv = 0, line_width_px = 0;
    double mask_line_width_px = 0; ///< of the stroke in the lead's mask
    int mask_columns_per_px = 1;   ///< the mask's columns to one of the crop's
    RectPx ink_px;                 ///< tight extent of the ink, on the drawing
    RectPx box_px;                 ///< padded and clipped; empty if no ink is on the page
    RectPx visible_box_px;         ///< the same of the ink that nothing hides
    RectPx name_box_px;            ///< empty if no name is printed
    PixelRect crop_px;
    double visible_fraction = 1;     ///< of its samples that are no gaps
    std::uint64_t target_ink_px = 0; ///< pixels of the crop with ink of this lead ...
    std::uint64_t other_ink_px = 0;  ///< ... and with ink of any other lead
    /// Of the stored images; 0: there is none.
    std::uint32_t crop_crc32 = 0, mask_png_crc32 = 0, mask_bmp_crc32 = 0, mask_visible_crc32 = 0;

    /// Does the mask show the printed stroke, pixel by pixel?
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
    std::string signal_json; ///< a bare array of millivolts, null in gaps
    Bytes crop_png, mask_png, mask_bmp;
    Bytes visible_png; ///< the mask of what no later lead covers, if it is asked for
    TraceTruth truth;
};

struct Sample {
    PageRow row;
    std::string plan_json; ///< every choice that was made for the page
    std::string yolo;      ///< the label file's text
    Bytes image_jpeg;
    Bytes overlap_png;                   ///< the mask of where two leads lie, if it is asked for
    std::shared_ptr<const Lattice> warp; ///< of a distorted page; null: none
    /// The corners of each row's calibration pulse in the image, k_pulse_corners a pulse.
    std::vector<PointPx> pulses_px;
    std::vector<LeadSample> leads;
};

/// How many bytes a page's items take in its shard.
struct StoredSizes {
    std::uint64_t image = 0, label = 0, plan = 0;
    std::uint64_t signals = 0; ///< all leads' JSON
    std::uint64_t crops = 0;   ///< all leads' crops and masks
    std::uint64_t truth = 0;   ///< all leads' positions and flags, pulses, the warp
};

/// A record that could not be printed where the plan wanted it.
struct Failure {
    std::uint64_t page = 0;
    std::string record;
    std::string reason;
    bool replaced = true; ///< false: the page could not be made at all
};

/// The type of a failure, for counting similar ones: the problem of its message "problem. Why. What
/// to try.", or of "problem (why) what to try", without words that contain the record's name.
std::string kind_of(const Failure& failure);

/// "0_3by1", "17_3by4": page index, rows, columns.
std::string page_name(const PageRow& row);
/// "0_3by1_lead_4"
std::string lead_name(const PageRow& row, const LeadRow& lead);

/// `class x_centre y_centre width height` a line, 0-1, 6 decimals: each trace's box (class 0), then
/// its name's (1-12).
std::string yolo_text(const Labels& labels);

/// "[0.1,-0.115,null]": exactly these values, shortest digits that read back equal.
std::string signal_json(const std::vector<double>& signal_mv);

} // namespace ecgpress
