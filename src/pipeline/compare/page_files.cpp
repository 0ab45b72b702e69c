#include "pipeline/compare/page_files.hpp"

#include <algorithm>
#include <cmath>

#include "codec/bmp.hpp"
#include "codec/jpeg.hpp"
#include "codec/json.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/shard/stored_items.hpp"
#include "page/labels.hpp"
#include "pipeline/checks/label_rules.hpp"
#include "pipeline/checks/truth_check.hpp"
#include "pipeline/rules/box_rules.hpp"
#include "pipeline/rules/crop_rules.hpp"
#include "pipeline/rules/image_rules.hpp"
#include "pipeline/rules/lead_rules.hpp"
#include "pipeline/rules/page_frame_rules.hpp"
#include "pipeline/rules/truth_rules.hpp"

namespace ecgpress {

namespace {

std::size_t line_of_difference(const std::string& one, const std::string& other) {
    const auto end =
        std::mismatch(one.begin(),
                      one.begin() + static_cast<std::ptrdiff_t>(std::min(one.size(), other.size())),
                      other.begin())
            .first;
    return static_cast<std::size_t>(std::count(one.begin(), end, '\n')) + 1;
}

class PageCheck {
  public:
    PageCheck(const PageFiles& files, const PageRows& rows, const StatedConfig& stated,
              PageChecks which, const Report& report)
        : files_(files), rows_(rows), stated_(stated), is_all_(which == PageChecks::all),
          report_(report), page_{{}, false, std::vector<OracleLead>(rows.leads.size())},
          has_signal_(rows.leads.size()), masks_(rows.leads.size()), visible_(rows.leads.size()),
          crops_(rows.leads.size()) {}

    ReadPage run() {
        read_image();
        read_signals();
        for (std::size_t i = 0; i < files_.leads.size(); ++i) read_lead(i);
        overlap_ = page_mask(PageItem::mask_overlap, files_.mask_overlap);
        semantic_ = page_mask(PageItem::mask_semantic, files_.mask_semantic);
        soft_ = page_mask(PageItem::mask_soft, files_.mask_soft);
        read_truth();
        check_labels();
        if (is_all_) {
            check_crops();
            check_masks();
            check_ink();
        }
        for (std::size_t i = 0; i < masks_.size(); ++i)
            if (!page_.leads[i].mask_bmp.pixels.empty())
                page_.leads[i].mask_png = std::move(masks_[i]);
        if (is_all_) check_oracle();
        return std::move(page_);
    }

  private:
    void problems(const std::string& file, const std::string& where, const Problems& found) {
        for (const std::string& problem : found) report_(file, where + problem);
    }

    /// An image; empty if it is not there or cannot be decoded, which is a problem.
    template <class Decode> Image decoded(const NamedFile& file, Decode decode) {
        if (file.empty()) return {};
        try {
            return decode(file.bytes());
        } catch (const DataError& error) {
            report_(file.path, error.what());
            return {};
        }
    }

    /// Reports problems of an image. @return the image if there are none, otherwise an empty one
    Image valid(Image image, const NamedFile& file, const Problems& found) {
        problems(file.path, "", found);
        return found.empty() ? std::move(image) : Image();
    }

    void read_image() {
        Image image = decoded(files_.image, decode_jpeg);
        if (image.pixels.empty()) return;
        const Problems found = check_page_image(image, rows_.page.width_px, rows_.page.height_px);
        page_.image = valid(std::move(image), files_.image, found);
    }

    /// Boxes of pulses are compared if their corners are known from the truth, and the box of the
    /// page if it is not distorted, because its size on paper is not in the tables.
    void check_labels() {
        const LabelSettings& all = stated_.labels;
        LabelSettings known = all;
        known.pulse_class &= truth_.has_value();
        known.page_class &= truth_ && !truth_->warp;
        const auto leads = rows_.lead_rows();
        const PageBoxes boxes = page_boxes(
            rows_.page, leads, truth_ ? truth_->pulses_px : std::vector<PointPx>(), nullptr);
        const std::string expected = yolo_text(rows_.page, leads, boxes, known);
        const bool is_complete =
            known.pulse_class == all.pulse_class && known.page_class == all.page_class;
        const auto traces =
            std::count_if(rows_.leads.begin(), rows_.leads.end(),
                          [](const LeadsRow& lead) { return !lead.box_px.empty(); });
        for (const NamedFile& label : files_.labels) {
            if (is_complete ? label.text == expected
                            : label.text.compare(0, expected.size(), expected) == 0)
                continue;
            problems(label.path, "", check_yolo(label.text, static_cast<std::size_t>(traces), all));
            report_(label.path, concat("line ", line_of_difference(label.text, expected),
                                       " differs from the boxes in the table of leads"));
        }
    }

    void read_signals() {
        std::uint64_t gaps = 0;
        for (std::size_t i = 0; i < files_.leads.size(); ++i) {
            const std::vector<NamedFile>& signals = files_.leads[i].signals;
            for (const NamedFile& signal : signals)
                if (signal.text != signals.front().text)
                    report_(signal.path,
                            concat("differs from the same signal in ", signals.front().path));
            if (signals.empty()) continue;
            ReadSignal signal = read_signal(signals.front().text);
            const Problems found = check_signal(signal, rows_.leads[i].sample_count);
            problems(signals.front().path, "", found);
            has_signal_[i] = found.empty();
            gaps += static_cast<std::uint64_t>(
                std::count_if(signal.signal_mv.begin(), signal.signal_mv.end(),
                              [](double value_mv) { return std::isnan(value_mv); }));
            page_.leads[i].signal_mv = std::move(signal.signal_mv);
        }
        for (std::size_t i = 0; i < has_signal_.size(); ++i)
            if (has_signal_[i])
                problems(k_leads_table, rows_.leads[i].name + ": ",
                         check_lost_samples(rows_, i, page_.leads[i].signal_mv));
        const bool are_known =
            std::all_of(has_signal_.begin(), has_signal_.end(), [](bool known) { return known; });
        if (are_known && gaps != rows_.page.gap_samples)
            report_(k_pages_table, concat("page ", rows_.page.index, ": gap_samples is ",
                                          rows_.page.gap_samples, ", its signals have ", gaps));
    }

    /// Reads the crop and the masks of a lead.
    void read_lead(std::size_t i) {
        const LeadFiles& files = files_.leads[i];
        const CropFacts facts = facts_of(rows_.leads[i]);
        Image crop = decoded(files.crop, decode_png);
        if (!crop.pixels.empty()) {
            const Problems found = check_crop(crop, facts);
            crop = valid(std::move(crop), files.crop, found);
        }
        if (is_all_ && !crop.pixels.empty() && !page_.image.pixels.empty())
            problems(files.crop.path, "",
                     check_crop_pixels(crop, page_.image, rows_.leads[i].crop_px,
                                       jpeg_quality_of(stated_.group(rows_.page.group))));
        Image mask = decoded(files.mask_png, decode_png);
        if (!mask.pixels.empty()) {
            problems(files.mask_png.path, "", check_mask(mask, facts));
            if (has_size(mask, facts)) masks_[i] = std::move(mask);
        }
        Image binary = decoded(files.mask_bmp, decode_mask_bmp);
        if (!binary.pixels.empty()) {
            const Problems found = check_binary_mask(binary, masks_[i], facts);
            page_.leads[i].mask_bmp = valid(std::move(binary), files.mask_bmp, found);
        }
        crops_[i] = std::move(crop);
        Image visible = decoded(files.mask_visible, decode_png);
        if (visible.pixels.empty()) return;
        static const Image k_no_mask;
        const Problems found = check_partial_mask(type_of(LeadItem::mask_visible).kind, visible,
                                                  facts.mask_ink_px ? masks_[i] : k_no_mask, facts);
        visible_[i] = valid(std::move(visible), files.mask_visible, found);
    }

    static bool has_size(const Image& mask, const CropFacts& facts) {
        return mask.channels == 1 && mask.height == facts.height_px &&
               mask.width == std::int64_t{facts.width_px} * facts.mask_columns_per_px;
    }

    Image page_mask(PageItem item, const NamedFile& file) {
        Image mask = decoded(file, decode_png);
        if (mask.pixels.empty()) return {};
        const Problems found =
            check_page_mask(item, mask, rows_.page.width_px, rows_.page.height_px);
        return valid(std::move(mask), file, found);
    }

    void read_truth() {
        if (files_.truth.empty() && !files_.stored_truth) return;
        const Bytes npz = files_.truth.bytes();
        try {
            PageTruth truth = files_.stored_truth ? *files_.stored_truth : read_truth_npz(npz);
            if (truth.leads.size() != rows_.leads.size())
                return report_(files_.truth.path,
                               concat("contains ", truth.leads.size(),
                                      " leads, the table of leads has ", rows_.leads.size()));
            for (const LeadTruth& lead : truth.leads)
                if (!has_whole_arrays(lead.trace))
                    return report_(
                        files_.truth.path,
                        concat("lead ", lead.number,
                               ": its arrays do not have one value per sample or column"));
            page_.has_truth = true;
            for (std::size_t i = 0; i < truth.leads.size(); ++i) take_truth(truth, i);
            if (!is_all_) return;
            truth_ = std::move(truth);
            compare_truth(npz);
        } catch (const DataError& error) {
            report_(files_.truth.path, error.what());
        }
    }

    /// A shard has each array on its own.
    static bool has_whole_arrays(const TraceTruth& trace) {
        return trace.sample_y_px.size() == trace.sample_x_px.size() &&
               trace.sample_flags.size() == trace.sample_x_px.size() &&
               trace.column_steep.size() == trace.column_y_px.size();
    }

    void take_truth(const PageTruth& truth, std::size_t i) {
        OracleLead& lead = page_.leads[i];
        const LeadsRow& row = rows_.leads[i];
        lead.rate_hz = rows_.page.rate_hz;
        lead.baseline_y_px = row.baseline_y_px;
        lead.px_per_mv = row.px_per_mv;
        lead.truth = truth.leads[i].trace;
        lead.crop_px = row.crop_px;
        lead.warp = truth.warp;
        if (has_signal_[i]) problems(files_.truth.path, row.name + ": ", check_truth(lead));
    }

    void compare_truth(const Bytes& npz) {
        const std::string& path = files_.truth.path;
        if (!npz.empty()) problems(path, "", check_truth_file(npz, *truth_, rows_));
        problems(path, "", check_pulses(*truth_, rows_));
        problems(path, "", check_grid_nodes(*truth_, rows_));
        problems(k_pages_table, concat("page ", rows_.page.index, ": "),
                 check_homography(*truth_, rows_));
        problems(k_pages_table, concat("page ", rows_.page.index, ": "),
                 check_shares(*truth_, rows_));
        for (std::size_t i = 0; i < truth_->leads.size(); ++i)
            problems(path, rows_.leads[i].name + ": ", check_lead_truth(*truth_, i, rows_));
        if (!page_.image.pixels.empty())
            problems(files_.image.path, "",
                     check_traces_in_image(page_.image,
                                           {0, 0, page_.image.width, page_.image.height}, *truth_,
                                           rows_));
        check_positions();
    }

    void check_positions() {
        const RectPx frame{0, 0, static_cast<double>(rows_.page.width_px),
                           static_cast<double>(rows_.page.height_px)};
        std::vector<std::vector<PointPx>> positions, seen;
        std::vector<std::optional<RectPx>> extents;
        for (std::size_t i = 0; i < truth_->leads.size(); ++i) {
            const TraceTruth& trace = truth_->leads[i].trace;
            check_visible_box(rows_.leads[i], rows_.page, trace, report_);
            seen.push_back(seen_positions(trace));
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
            check_inside_boxes(rows_, seen, report_);
        else
            check_boxes(rows_, stated_, extents, k_rounding_px, report_);
    }

    /// Compares crops with each other, and, if there is no image of the page, with the traces.
    void check_crops() {
        for (std::size_t i = 0; i < crops_.size(); ++i) {
            if (crops_[i].pixels.empty()) continue;
            const std::string& path = files_.leads[i].crop.path;
            const PixelRect& place = rows_.leads[i].crop_px;
            for (std::size_t k = 0; k < i; ++k)
                if (!crops_[k].pixels.empty())
                    problems(
                        path, concat("and ", rows_.leads[k].name, ": "),
                        check_same_pixels(crops_[i], place, crops_[k], rows_.leads[k].crop_px));
            if (truth_ && page_.image.pixels.empty())
                problems(path, "", check_traces_in_image(crops_[i], place, *truth_, rows_, i));
        }
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
            problems(k_leads_table, rows_.leads[i].name + ": ", check_other_ink(masks_, rows_, i));
            if (truth_)
                problems(files_.truth.path, rows_.leads[i].name + ": ",
                         check_crowded(truth_->leads[i].trace, masks_, rows_, i));
            if (visible_[i].pixels.empty()) continue;
            problems(files_.leads[i].mask_visible.path, "",
                     check_visible_mask(visible_[i], masks_, rows_, i));
            problems(k_leads_table, rows_.leads[i].name + ": ",
                     check_visible_ink(visible_[i], masks_, rows_, i));
        }
        if (!overlap_.pixels.empty())
            problems(files_.mask_overlap.path, "", check_overlap_mask(overlap_, masks_, rows_));
        if (!semantic_.pixels.empty())
            problems(files_.mask_semantic.path, "", check_semantic_mask(semantic_, masks_, rows_));
        if (!soft_.pixels.empty())
            problems(files_.mask_soft.path, "", check_soft_mask(soft_, masks_, rows_));
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
        check_boxes(rows_, stated_, extents, k_rounding_px, report_);
    }

    /// Compares the measured values of the page with what its signals, truth and masks give. They
    /// were measured on all leads, and on masks even if those are not stored.
    void check_oracle() {
        const auto& stated_db = rows_.page.oracle.db;
        const auto is_measured = [](double value_db) { return !std::isnan(value_db); };
        const bool all_known =
            std::all_of(has_signal_.begin(), has_signal_.end(), [](bool known) { return known; });
        if (!page_.has_truth || !all_known ||
            std::none_of(stated_db.begin(), stated_db.end(), is_measured))
            return;
        bool has_masks = true;
        for (std::size_t i = 0; i < page_.leads.size(); ++i)
            has_masks &= rows_.leads[i].crop_px.empty() || !page_.leads[i].mask_png.pixels.empty();
        const OracleScores scores = oracle_scores(page_);
        constexpr double k_decimals_db = 0.00501; // of manifest.csv
        constexpr std::size_t k_without_masks = 2;
        for (std::size_t i = 0; i < (has_masks ? k_oracle_count : k_without_masks); ++i)
            if (is_measured(stated_db[i]) != is_measured(scores.db[i]) ||
                (is_measured(stated_db[i]) && !is_close(stated_db[i], scores.db[i], k_decimals_db)))
                report_(k_pages_table, concat("page ", rows_.page.index, ": oracle_db of ",
                                              k_oracle_names[i], " is ", shortest(stated_db[i]),
                                              ", its files give ", fixed(scores.db[i], 3)));
    }

    const PageFiles& files_;
    const PageRows& rows_;
    const StatedConfig& stated_;
    bool is_all_;
    const Report& report_;
    ReadPage page_;
    std::vector<bool> has_signal_; ///< of each lead: it is known and valid
    std::optional<PageTruth> truth_;
    PageMasks masks_;
    std::vector<Image> visible_; ///< visible masks
    std::vector<Image> crops_;
    Image overlap_, semantic_, soft_;
};

} // namespace

OracleScores oracle_scores(const ReadPage& page) {
    Oracle oracle;
    for (const OracleLead& lead : page.leads)
        if (!lead.signal_mv.empty() && lead.signal_mv.size() == lead.truth.sample_x_px.size())
            oracle.add(lead);
    return oracle.scores();
}

ReadPage check_page_files(const PageFiles& files, const PageRows& rows, const StatedConfig& stated,
                          PageChecks which, const Report& report) {
    return PageCheck(files, rows, stated, which, report).run();
}

} // namespace ecgpress
