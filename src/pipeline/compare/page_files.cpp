#include "pipeline/compare/page_files.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "codec/jpeg.hpp"
#include "codec/json.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/shard/truth_file.hpp"
#include "page/labels.hpp"
#include "pipeline/rules/box_rules.hpp"
#include "pipeline/rules/crop_rules.hpp"
#include "pipeline/rules/lead_rules.hpp"
#include "pipeline/rules/truth_rules.hpp"

namespace ecgpress {

namespace {

constexpr int k_default_quality = 95;

std::size_t line_of_difference(const std::string& one, const std::string& other) {
    const auto end =
        std::mismatch(one.begin(),
                      one.begin() + static_cast<std::ptrdiff_t>(std::min(one.size(), other.size())),
                      other.begin())
            .first;
    return static_cast<std::size_t>(std::count(one.begin(), end, '\n')) + 1;
}

/// Millivolts of a signal, NaN in gaps; no value if it is not a JSON array.
std::optional<std::vector<double>> signal_of(const std::string& signal_json) {
    if (json_depth(signal_json) > 1) return std::nullopt;
    const Json values = Json::parse_or_null(signal_json);
    if (!values.is_array()) return std::nullopt;
    std::vector<double> signal_mv;
    for (const Json& value : values)
        signal_mv.push_back(value.is_number() ? value.get<double>()
                                              : std::numeric_limits<double>::quiet_NaN());
    return signal_mv;
}

/// An image that can be decoded; empty otherwise, which the check of rules reports.
template <class Decode> Image decoded(const NamedFile& file, Decode decode) {
    if (file.empty()) return {};
    try {
        return decode(file.bytes());
    } catch (const DataError&) {
        return {};
    }
}

class PageCheck {
  public:
    PageCheck(const PageFiles& files, const PageRows& rows, const ComparedRelease& release)
        : files_(files), rows_(rows), release_(release) {}

    void run() {
        check_signals();
        check_truth();
        check_labels();
        decode_masks();
        check_crops();
        check_masks();
        check_ink();
    }

  private:
    void problems(const std::string& file, const std::string& where, const Problems& found) {
        for (const std::string& problem : found) release_.report(file, where + problem);
    }

    /// Boxes of pulses are compared if their corners are known from the truth, and the box of the
    /// page if it is not distorted, because its size on paper is not in the tables.
    void check_labels() {
        const LabelSettings& all = release_.stated.settings.labels;
        LabelSettings known = all;
        known.pulse_class &= truth_.has_value();
        known.page_class &= truth_ && !truth_->warp;
        const auto leads = rows_.lead_rows();
        const PageBoxes boxes = page_boxes(
            rows_.page, leads, truth_ ? truth_->pulses_px : std::vector<PointPx>(), nullptr);
        const std::string expected = yolo_text(rows_.page, leads, boxes, known);
        const bool is_complete =
            known.pulse_class == all.pulse_class && known.page_class == all.page_class;
        for (const NamedFile& label : files_.labels)
            if (is_complete ? label.text != expected
                            : label.text.compare(0, expected.size(), expected) != 0)
                release_.report(label.path,
                                concat("line ", line_of_difference(label.text, expected),
                                       " differs from the boxes in leads.csv"));
    }

    void check_signals() {
        std::uint64_t gaps = 0;
        bool are_known = true;
        for (const LeadFiles& lead : files_.leads) {
            for (const NamedFile& other : lead.signals)
                if (other.text != lead.signals.front().text)
                    release_.report(other.path, concat("differs from the same signal in ",
                                                       lead.signals.front().path));
            signals_.push_back(lead.signals.empty() ? std::nullopt
                                                    : signal_of(lead.signals.front().text));
            are_known &= signals_.back().has_value();
            if (signals_.back())
                gaps += static_cast<std::uint64_t>(
                    std::count_if(signals_.back()->begin(), signals_.back()->end(),
                                  [](double value_mv) { return std::isnan(value_mv); }));
        }
        check_lost_samples();
        if (are_known && gaps != rows_.page.gap_samples)
            release_.report("manifest.csv",
                            concat("page ", rows_.page.index, ": gap_samples is ",
                                   rows_.page.gap_samples, ", its signals have ", gaps));
    }

    /// lost_samples follow from the signal where nothing has moved the drawing. A sample on the
    /// edge of a page, whose size in pixels is rounded, may be counted or not.
    void check_lost_samples() {
        constexpr double k_edge_px = 1;
        for (std::size_t i = 0; i < signals_.size() && is_as_drawn(rows_); ++i) {
            if (!signals_[i]) continue;
            const LeadsRow& lead = rows_.leads[i];
            const auto outside = [&](double beyond_px) {
                std::uint64_t count = 0;
                for (const double value_mv : *signals_[i]) {
                    const double y_px = lead.baseline_y_px - value_mv * lead.px_per_mv + 0.5;
                    count += y_px < -beyond_px || y_px > rows_.page.height_px + beyond_px ? 1 : 0;
                }
                return count;
            };
            if (lead.lost_samples < outside(k_edge_px) || lead.lost_samples > outside(-k_edge_px))
                release_.report("leads.csv", concat(lead.name, ": lost_samples is ",
                                                    lead.lost_samples, ", its signal has ",
                                                    outside(0), " samples outside the page"));
        }
    }

    void check_truth() {
        if (files_.truth.empty()) return;
        const Bytes bytes = files_.truth.bytes();
        try {
            const PageTruth truth = read_truth_npz(bytes);
            if (truth.leads.size() != rows_.leads.size())
                return release_.report(files_.truth.path,
                                       concat("contains ", truth.leads.size(),
                                              " leads, leads.csv lists ", rows_.leads.size()));
            problems(files_.truth.path, "", check_truth_file(bytes, truth, rows_));
            problems(files_.truth.path, "", check_pulses(truth, rows_));
            for (std::size_t i = 0; i < truth.leads.size(); ++i)
                problems(files_.truth.path, concat(rows_.leads[i].name, ": "),
                         check_lead_truth(truth, i, rows_));
            for (std::size_t i = 0; i < truth.leads.size(); ++i)
                if (signals_[i])
                    problems(files_.truth.path, concat(rows_.leads[i].name, ": "),
                             check_signal_positions(truth, i, rows_.leads[i], *signals_[i]));
            truth_ = truth;
            check_positions();
        } catch (const DataError& error) {
            release_.report(files_.truth.path, error.what());
        }
    }

    void check_positions() {
        const RectPx frame{0, 0, static_cast<double>(rows_.page.width_px),
                           static_cast<double>(rows_.page.height_px)};
        std::vector<std::vector<PointPx>> positions;
        std::vector<std::optional<RectPx>> extents;
        for (std::size_t i = 0; i < truth_->leads.size(); ++i) {
            const TraceTruth& trace = truth_->leads[i].trace;
            check_visible_box(rows_.leads[i], rows_.page, trace, release_.report);
            positions.emplace_back();
            for (std::size_t k = 0;
                 k < std::min(trace.sample_x_px.size(), trace.sample_y_px.size()); ++k)
                positions.back().push_back(
                    {double{trace.sample_x_px[k]}, double{trace.sample_y_px[k]}});
            extents.emplace_back(
                stroke_extent(positions.back(), rows_.leads[i].line_width_px, frame));
        }
        constexpr double k_rounding_px = 0.005; // of float32
        if (truth_->warp)
            check_inside_boxes(rows_, positions, release_.report);
        else
            check_boxes(rows_, release_.stated, extents, k_rounding_px, release_.report);
    }

    void decode_masks() {
        for (std::size_t i = 0; i < files_.leads.size(); ++i) {
            Image mask = decoded(files_.leads[i].mask_png, decode_png);
            const LeadsRow& lead = rows_.leads[i];
            const bool fits = mask.channels == 1 &&
                              mask.width == lead.crop_px.width * lead.mask_columns_per_px &&
                              mask.height == lead.crop_px.height;
            masks_.push_back(fits ? std::move(mask) : Image());
        }
    }

    void check_crops() {
        const bool any = std::any_of(files_.leads.begin(), files_.leads.end(),
                                     [](const LeadFiles& lead) { return !lead.crop.empty(); });
        if (!any || files_.image.empty()) return;
        const Image page = decoded(files_.image, decode_jpeg);
        if (page.pixels.empty() || page.channels != 3) return;
        const int quality = jpeg_quality();
        for (std::size_t i = 0; i < files_.leads.size(); ++i) {
            const Image crop = decoded(files_.leads[i].crop, decode_png);
            if (crop.pixels.empty() || crop.channels != 3) continue;
            problems(files_.leads[i].crop.path, "",
                     check_crop_pixels(crop, page, rows_.leads[i].crop_px, quality));
        }
    }

    int jpeg_quality() const {
        const StatedGroup* group = release_.group(rows_);
        if (group == nullptr || !group->config.contains("jpeg")) return k_default_quality;
        const Json& jpeg = group->config["jpeg"];
        if (!jpeg.is_object() || !jpeg.contains("quality")) return k_default_quality;
        return jpeg["quality"].is_integer() ? jpeg["quality"].get<int>() : 1; // sampled per page
    }

    void check_masks() {
        if (truth_)
            for (std::size_t i = 0; i < masks_.size(); ++i)
                if (!masks_[i].pixels.empty())
                    problems(files_.leads[i].mask_png.path, "",
                             check_mask_position(masks_[i], truth_->leads[i].trace, rows_.leads[i],
                                                 rows_.page));
        if (!are_all_printed(masks_, rows_)) return;
        for (std::size_t i = 0; i < masks_.size(); ++i) {
            if (masks_[i].pixels.empty()) continue;
            problems("leads.csv", rows_.leads[i].name + ": ", check_other_ink(masks_, rows_, i));
            const Image visible = decoded(files_.leads[i].mask_visible, decode_png);
            if (visible.width == masks_[i].width && visible.height == masks_[i].height &&
                visible.channels == 1)
                problems(files_.leads[i].mask_visible.path, "",
                         check_visible_mask(visible, masks_, rows_, i));
        }
        const Image overlap = decoded(files_.mask_overlap, decode_png);
        if (overlap.width == rows_.page.width_px && overlap.height == rows_.page.height_px &&
            overlap.channels == 1)
            problems(files_.mask_overlap.path, "", check_overlap_mask(overlap, masks_, rows_));
    }

    /// Boxes of a distorted page are those of the ink in whole pixels.
    void check_ink() {
        const bool is_warped = truth_ && truth_->warp;
        if (!is_warped || !are_all_printed(masks_, rows_)) return;
        std::vector<std::optional<RectPx>> extents;
        for (std::size_t i = 0; i < masks_.size(); ++i) {
            extents.emplace_back();
            if (masks_[i].pixels.empty()) continue;
            const PixelRect ink = ink_of(masks_[i], rows_.leads[i]);
            extents.back() =
                RectPx{static_cast<double>(ink.x), static_cast<double>(ink.y),
                       static_cast<double>(ink.right()), static_cast<double>(ink.bottom())};
        }
        constexpr double k_rounding_px = 1e-6;
        check_boxes(rows_, release_.stated, extents, k_rounding_px, release_.report);
    }

    const PageFiles& files_;
    const PageRows& rows_;
    const ComparedRelease& release_;
    std::vector<std::optional<std::vector<double>>> signals_; ///< of each lead, if known
    std::optional<PageTruth> truth_;
    PageMasks masks_;
};

} // namespace

void check_page_files(const PageFiles& files, const PageRows& rows,
                      const ComparedRelease& release) {
    PageCheck(files, rows, release).run();
}

} // namespace ecgpress
