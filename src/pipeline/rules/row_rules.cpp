#include "pipeline/rules/row_rules.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/shard/stored_items.hpp"
#include "page/labels.hpp"
#include "pipeline/rules/row_grid.hpp"
#include "pipeline/rules/truth_table_rules.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

namespace {

/// Numbers are stored with all their digits; products may differ in the last one.
constexpr double k_rounding = 1e-9;

bool is_same(double found, double expected) {
    return is_close(found, expected, k_rounding * (1 + std::abs(expected)));
}

bool is_inside(const RectPx& box, const RectPx& frame, double tolerance_px) {
    return box.x0_px >= frame.x0_px - tolerance_px && box.y0_px >= frame.y0_px - tolerance_px &&
           box.x1_px <= frame.x1_px + tolerance_px && box.y1_px <= frame.y1_px + tolerance_px;
}

bool is_equal(const RectPx& one, const RectPx& other) {
    return one.x0_px == other.x0_px && one.y0_px == other.y0_px && one.x1_px == other.x1_px &&
           one.y1_px == other.y1_px;
}

bool is_zero(const RectPx& box) {
    return box.x0_px == 0 && box.y0_px == 0 && box.x1_px == 0 && box.y1_px == 0;
}

/// Compares one page's row with the configuration.
class PageRowCheck {
  public:
    PageRowCheck(const PageRows& rows, const StatedConfig& stated, const Report& report)
        : page_(rows.page), leads_(rows.leads), stated_(stated), report_(report) {}

    void run() {
        expect_text("name", page_.name, page_name(page_));
        expect("seed", page_.seed, stated_.seed);
        expect("leads", page_.leads, leads_.size());
        std::uint64_t lost = 0;
        for (const LeadsRow& lead : leads_) lost += lead.lost_samples;
        expect("lost_samples", page_.lost_samples, lost);
        expect_number("px_per_mm", page_.px_per_mm, page_.dpi / k_mm_per_inch);
        if (page_.sheet > page_.index) problem("its sheet is a later page");
        if (!(page_.record_start_s >= 0 && std::isfinite(page_.record_start_s)))
            problem(concat("record_start_s is ", shortest(page_.record_start_s)));
        if (!stated_.has_windows) expect_number("record_start_s", page_.record_start_s, 0);
        check_oracle();
        check_checksums();
        const StatedGroup* group = stated_.group(page_.group);
        if (group == nullptr)
            return problem(concat("its group `", page_.group, "` is not in the configuration"));
        check_group(*group);
    }

  private:
    void problem(const std::string& what) {
        report_(k_pages_table, concat("page ", page_.index, ": ", what));
    }
    void expect_text(const char* column, const std::string& found, const std::string& expected) {
        if (found != expected)
            problem(concat(column, " is `", found, "`, expected `", expected, "`"));
    }
    void expect(const char* column, std::uint64_t found, std::uint64_t expected) {
        if (found != expected) problem(concat(column, " is ", found, ", expected ", expected));
    }
    void expect_number(const char* column, double found, double expected) {
        if (!is_same(found, expected))
            problem(concat(column, " is ", shortest(found), ", expected ", shortest(expected)));
    }

    void check_oracle() {
        const bool measured = std::any_of(page_.oracle.db.begin(), page_.oracle.db.end(),
                                          [](double value_db) { return !std::isnan(value_db); });
        if (measured && (stated_.oracle_every == 0 || page_.index % stated_.oracle_every != 0))
            problem("has values of the oracle, but the configuration does not measure this page");
    }

    void check_checksums() {
        const bool image =
            page_.datasets.has(Dataset::digitization) || page_.datasets.has(Dataset::detection);
        if (image && page_.image_crc32 == 0) problem("has no image_crc32, but an image");
    }

    void check_group(const StatedGroup& group) {
        const Layout* layout = group.layout(page_.layout);
        if (layout == nullptr)
            problem(concat("its layout `", page_.layout, "` is not one of its group"));
        else
            check_layout(*layout);
        if ((page_.datasets.bits() & ~group.datasets.bits()) != 0)
            problem("is in a dataset that its group does not contribute to");
        const auto is_one_of = [](const std::vector<std::string>& names, const std::string& name) {
            return names.empty() || std::find(names.begin(), names.end(), name) != names.end();
        };
        if (!is_one_of(group.looks, page_.look))
            problem(concat("its look `", page_.look, "` is not one of its group"));
        if (!is_one_of(group.presets, page_.preset))
            problem(concat("its preset `", page_.preset, "` is not one of its group"));
        const auto expect_style = [&](const char* column, double found, const char* key) {
            if (const auto value = group.style(page_.look, key))
                expect_number(column, found, *value);
        };
        check_resolution(group);
        expect_style("paper_speed_mm_per_s", page_.paper_speed_mm_per_s, "paper_speed_mm_per_s");
        expect_style("gain_mm_per_mv", page_.gain_mm_per_mv, "gain_mm_per_mv");
    }

    /// max_side_px reduces the resolution, and so do artifacts of cameras.
    void check_resolution(const StatedGroup& group) {
        const auto dpi = group.style(page_.look, "dpi"),
                   most_px = group.style(page_.look, "max_side_px");
        if (dpi && most_px == 0.0 && page_.preset == "clean") expect_number("dpi", page_.dpi, *dpi);
        if (dpi && page_.dpi > *dpi && !is_same(page_.dpi, *dpi))
            problem(concat("dpi is ", shortest(page_.dpi), ", above ", shortest(*dpi)));
        const int longer_px = std::max(page_.width_px, page_.height_px);
        if (most_px && *most_px > 0 && page_.preset == "clean" && longer_px > std::lround(*most_px))
            problem(concat("its longer side has ", longer_px, " px, above max_side_px ",
                           shortest(*most_px)));
    }

    void check_layout(const Layout& layout) {
        if (page_.rows != layout.rows || page_.columns != layout.columns)
            return problem(concat("has ", page_.rows, " rows and ", page_.columns,
                                  " columns. Its layout has ", layout.rows, " and ", layout.columns,
                                  "."));
        if (leads_.size() <
            static_cast<std::size_t>(layout.rows) * static_cast<std::size_t>(layout.columns))
            problem(concat("has ", leads_.size(), " leads, fewer than its layout has panels"));
    }

    const ManifestRow& page_;
    const std::vector<LeadsRow>& leads_;
    const StatedConfig& stated_;
    const Report& report_;
};

/// Compares one lead's row with its page's row.
class LeadRowCheck {
  public:
    LeadRowCheck(const PageRows& rows, const StatedConfig& stated, const LeadsRow& lead,
                 const Report& report)
        : page_(rows.page), lead_(lead), report_(report), most_lost_(stated.most_lost),
          group_(stated.group(rows.page.group)) {}

    void run() {
        if (lead_.name != lead_name(page_, lead_))
            problem(concat("its number is ", lead_.number, " and its page ", page_.name));
        if (lead_.split != page_.split) problem("its split is not that of its page");
        if (lead_.record != page_.record) problem("its record is not that of its page");
        check_number();
        check_scales();
        check_window();
        check_boxes();
        check_ink();
        check_datasets();
        check_checksums();
    }

  private:
    void problem(const std::string& what) {
        report_(k_leads_table, concat(lead_.name, ": ", what));
    }
    void expect(const char* column, double found, double expected) {
        if (!is_same(found, expected))
            problem(concat(column, " is ", shortest(found), ", expected ", shortest(expected)));
    }

    void check_number() {
        const int first_strip = static_cast<int>(k_lead_count);
        if (lead_.number < first_strip &&
            (lead_.rhythm || lead_.number != static_cast<int>(index_of(lead_.lead))))
            problem(concat("lead ", name_of(lead_.lead), " cannot have number ", lead_.number));
        if (lead_.inverted && (lead_.lead != Lead::aVR || lead_.rhythm))
            problem("is inverted, but only aVR in Cabrera's order is");
        if (lead_.derived && index_of(lead_.lead) >= index_of(Lead::V1))
            problem("is derived, but only limb leads can be");
    }

    void check_scales() {
        expect("px_per_s", lead_.px_per_s, page_.paper_speed_mm_per_s * page_.px_per_mm);
        const bool chest = index_of(lead_.lead) >= index_of(Lead::V1);
        const auto chest_gain =
            group_ == nullptr ? std::nullopt : group_->style(page_.look, "chest_gain_mm_per_mv");
        if (!chest || (chest_gain && *chest_gain == 0))
            expect("px_per_mv", lead_.px_per_mv, page_.gain_mm_per_mv * page_.px_per_mm);
        else if (chest_gain)
            expect("px_per_mv", lead_.px_per_mv, *chest_gain * page_.px_per_mm);
        if (group_ == nullptr) return;
        if (const auto width_mm = group_->style(page_.look, "trace_width_mm"))
            expect("line_width_px", lead_.line_width_px, *width_mm * page_.px_per_mm);
        const MaskSettings& masks = group_->masks;
        expect("mask_line_width_px", lead_.mask_line_width_px,
               masks.line_width_mm == 0 ? lead_.line_width_px
                                        : masks.line_width_mm * page_.px_per_mm);
        expect("mask_columns_per_px", lead_.mask_columns_per_px, masks.columns_per_px);
    }

    void check_window() {
        const double late = lead_.first_sample - lead_.start_s * page_.rate_hz; // in samples
        if (!(late > -1 && late < 1 + k_rounding * lead_.first_sample + 1e-6))
            problem(concat("first_sample ", lead_.first_sample, " is not at start_s ",
                           shortest(lead_.start_s)));
        if (lead_.sample_count == 0) problem("has no samples");
        if (lead_.lost_samples > most_lost_ * lead_.sample_count)
            problem(concat(lead_.lost_samples, " of its ", lead_.sample_count,
                           " samples are not on the paper, more than source.most_lost"));
    }

    void check_boxes() {
        const RectPx frame{0, 0, static_cast<double>(page_.width_px),
                           static_cast<double>(page_.height_px)};
        for (const auto& [name, box] :
             {std::pair{"box", &lead_.box_px}, std::pair{"visible box", &lead_.visible_box_px},
              std::pair{"name box", &lead_.name_box_px}})
            if (box->empty() ? !is_zero(*box) : !is_inside(*box, frame, 0))
                problem(concat("its ", name, " is not inside the page"));
        // The box of the visible ink is computed from whole pixels.
        constexpr double k_pixel = 1.01;
        if (!lead_.visible_box_px.empty() &&
            !is_inside(lead_.visible_box_px, lead_.box_px, k_pixel))
            problem("its visible box is not inside its box");
        if (page_.preset == "clean" && !is_equal(lead_.visible_box_px, lead_.box_px))
            problem("its visible box is not its box, but nothing hides ink on this page");
        if (is_inside(lead_.box_px, frame, 0) && !(lead_.crop_px == pixels_touched(lead_.box_px)))
            problem("its crop is not the pixels that its box touches");
        const RectPx& name = lead_.name_box_px;
        if (name.empty()) return;
        check_name_padding("x", name.x0_px, name.x1_px, frame.x1_px);
        check_name_padding("y", name.y0_px, name.y1_px, frame.y1_px);
    }

    /// Around a name, the box has padding on each side that the image does not clip.
    void check_name_padding(const std::string& axis, double low_px, double high_px,
                            double size_px) {
        const auto padding_mm =
            group_ == nullptr ? std::nullopt
                              : group_->style(page_.look, concat("name_box_padding_mm/", axis));
        if (!padding_mm) return;
        const int sides = (low_px > 0 ? 1 : 0) + (high_px < size_px ? 1 : 0);
        const double padding_px = sides * *padding_mm * page_.px_per_mm;
        if (high_px - low_px <= padding_px)
            problem(concat("its name box is ", shortest(high_px - low_px), " px in ", axis,
                           ". Its padding alone is ", shortest(padding_px), "."));
    }

    void check_ink() {
        expect("overlap_ratio", lead_.ratio, lead_.overlap_ratio());
        if (!(lead_.visible_fraction >= 0 && lead_.visible_fraction <= 1))
            problem("visible_fraction is not from 0 to 1");
        const auto pixels = static_cast<std::uint64_t>(lead_.crop_px.width) *
                            static_cast<std::uint64_t>(lead_.crop_px.height);
        if (lead_.target_ink_px > pixels || lead_.other_ink_px > pixels)
            problem("has more ink than its crop has pixels");
        if (has_crop() && lead_.target_ink_px == 0 && lead_.mask_is_as_printed())
            problem("has a crop without ink of the lead");
    }

    void check_datasets() {
        const OverlapSet overlap = lead_.overlap();
        if (lead_.is_in(name_of(Dataset::digitization)) !=
            page_.datasets.has(Dataset::digitization))
            problem("digitization in its datasets differs from those of its page");
        if (overlap != OverlapSet::none &&
            (overlap == OverlapSet::with_overlap) != (lead_.other_ink_px > 0))
            problem(concat("is in ", crop_set_name(overlap), " with ", lead_.other_ink_px,
                           " pixels of other leads' ink"));
        const bool crop =
            overlap != OverlapSet::none || lead_.is_in(crop_set_name(OverlapSet::none));
        if (crop && lead_.crop_px.empty()) problem("is in a dataset of crops without a crop");
    }

    void check_checksums() {
        if (group_ == nullptr) return;
        for (const LeadItemType& item : k_lead_items) {
            if (item.crc32 == nullptr) continue;
            const bool stored = has_crop() && is_stored(item, group_->masks);
            if ((lead_.*item.crc32 != 0) != stored)
                problem(concat(crc32_column(item.name), stored ? " is empty" : " is not empty"));
        }
    }

    bool has_crop() const {
        return group_ != nullptr && !lead_.crop_px.empty() &&
               (group_->datasets.has(Dataset::segmentation) ||
                group_->datasets.has(Dataset::overlap));
    }

    const ManifestRow& page_;
    const LeadsRow& lead_;
    const Report& report_;
    double most_lost_;
    const StatedGroup* group_;
};

/// Compares the datasets of a page with those of its crops.
void check_crop_datasets(const PageRows& rows, const Report& report) {
    bool segmentation = false, overlap = false;
    for (const LeadsRow& lead : rows.leads) {
        segmentation |= lead.is_in(crop_set_name(OverlapSet::none));
        overlap |= lead.overlap() != OverlapSet::none;
    }
    for (const auto& [dataset, is_in] :
         {std::pair{Dataset::segmentation, segmentation}, std::pair{Dataset::overlap, overlap}})
        if (rows.page.datasets.has(dataset) != is_in)
            report(k_pages_table, concat("page ", rows.page.index, ": ", name_of(dataset),
                                         " in its datasets differs from those of its leads"));
}

} // namespace

void check_rows(const PageRows& rows, const StatedConfig& stated, const Report& report) {
    PageRowCheck(rows, stated, report).run();
    std::set<int> numbers;
    for (const LeadsRow& lead : rows.leads) {
        LeadRowCheck(rows, stated, lead, report).run();
        if (!numbers.insert(lead.number).second)
            report(k_leads_table, concat(lead.name, ": two leads of the page have this number"));
    }
    check_crop_datasets(rows, report);
    check_grid(rows, stated, report);
    check_words(rows, report);
    check_beats(rows, report);
}

void RecordRules::add(const ManifestRow& page, const Report& report) {
    Facts facts{page.patient, page.rate_hz};
    for (const RecordFact& fact : k_record_facts) facts.texts += '\n' + page.*fact.member;
    const auto problem = [&](const std::string& what) {
        report(k_pages_table, concat("page ", page.index, ": ", what));
    };
    const auto [known, is_new] = records_.emplace(page.record, facts);
    const Facts& first = known->second;
    if (!is_new && (first.texts != facts.texts || first.rate_hz != facts.rate_hz))
        problem(concat("patient, rate or facts of record ", page.record,
                       " differ from those on an earlier page"));
    if (!page.sex.empty() && page.sex != "female" && page.sex != "male")
        problem("sex is neither female nor male");
    const auto sheet = sheets_.emplace(page.sheet, page.record);
    if (sheet.first->second != page.record)
        problem(concat("its record differs from that of page ", page.sheet,
                       ", which shows the same sheet"));
    while (sheets_.size() > 1000) sheets_.erase(sheets_.begin()); // pages of a sheet are close
}

} // namespace ecgpress
