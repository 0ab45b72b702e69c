#include "pipeline/rules/lead_rules.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "pipeline/rules/mask_decoders.hpp"
#include "pipeline/rules/report.hpp"

namespace ecgpress {

namespace {

/// Without samples: the name and the baseline of the lead.
KeyPoints points_of_rows(const ManifestRow& page, const LeadsRow& lead) {
    Sample sample;
    sample.row = page;
    LeadSample known;
    known.row = lead;
    return key_points(sample, known);
}

class PointCheck {
  public:
    PointCheck(const KeyPoints& points, const PageRows& rows, std::size_t lead, double tolerance_px)
        : points_(points), page_(rows.page), lead_(rows.leads[lead]), is_drawn_(is_as_drawn(rows)),
          tolerance_px_(tolerance_px), expected_(points_of_rows(rows.page, lead_)) {}

    Problems run() {
        compare(0);
        for (std::size_t i : {1, 2}) check_trace_end(i);
        for (std::size_t i : {3, 4}) {
            if (is_drawn_) compare(i);
            check_inside(i);
        }
        if (is_drawn_) check_direction(); // a photo may be turned
        return problems_;
    }

  private:
    void problem(std::size_t i, const std::string& what) {
        problems_.push_back(concat("key point ", k_key_point_names[i], " ", what));
    }
    std::string text(const PointPx& at) const {
        return concat(fixed(at.x_px, 2), ", ", fixed(at.y_px, 2));
    }

    /// Compares a point that follows from the rows. Whether something covers it may be unknown.
    void compare(std::size_t i) {
        const KeyPoint &found = points_[i], &expected = expected_[i];
        const bool known = i == 0 || lead_.visible_fraction == 1;
        if ((found.visibility == Visibility::outside) !=
                (expected.visibility == Visibility::outside) ||
            (known && found.visibility != expected.visibility))
            return problem(i, concat("has visibility ", static_cast<int>(found.visibility),
                                     ", expected ", static_cast<int>(expected.visibility)));
        if (!is_close(found.at.x_px, expected.at.x_px, tolerance_px_) ||
            !is_close(found.at.y_px, expected.at.y_px, tolerance_px_))
            problem(i, concat("is at ", text(found.at), ", expected ", text(expected.at)));
    }

    void check_inside(std::size_t i) {
        const PointPx& at = points_[i].at;
        if (points_[i].visibility == Visibility::outside) {
            // Written as 0, 0 of its format.
            if (!is_close(at.x_px, 0, 0.5 + tolerance_px_) ||
                !is_close(at.y_px, 0, 0.5 + tolerance_px_))
                problem(i, "is not in the image, but has a position");
        } else if (at.x_px < -0.5 - tolerance_px_ || at.y_px < -0.5 - tolerance_px_ ||
                   at.x_px > page_.width_px - 0.5 + tolerance_px_ ||
                   at.y_px > page_.height_px - 0.5 + tolerance_px_) {
            problem(i, concat("at ", text(at), " is outside the image"));
        }
    }

    void check_trace_end(std::size_t i) {
        check_inside(i);
        const KeyPoint& point = points_[i];
        const RectPx& box = lead_.box_px;
        if (point.visibility == Visibility::outside) {
            const bool all_inside = box.x0_px > 0 && box.y0_px > 0 && box.x1_px < page_.width_px &&
                                    box.y1_px < page_.height_px;
            if (is_drawn_ && all_inside && !box.empty())
                problem(i, "is not in the image, but all ink of its lead is");
            return;
        }
        const double x = point.at.x_px + 0.5, y = point.at.y_px + 0.5;
        if (x < box.x0_px - tolerance_px_ - 1 || x > box.x1_px + tolerance_px_ + 1 ||
            y < box.y0_px - tolerance_px_ - 1 || y > box.y1_px + tolerance_px_ + 1)
            problem(i, concat("at ", text(point.at), " is outside its lead's box"));
        if (lead_.visible_fraction == 1 && point.visibility != Visibility::seen)
            problem(i, "is hidden, but all of its lead is visible");
        if (is_drawn_) check_time(i);
    }

    /// The end is at the time of a sample: without gaps the first or the last one.
    void check_time(std::size_t i) {
        const double step_px = lead_.px_per_s / page_.rate_hz;
        const double sample = (points_[i].at.x_px - lead_.first_x_px) / step_px;
        const double last = lead_.sample_count - 1.0;
        const double nearest = page_.gap_samples == 0 ? (i == 1 ? 0 : last) : std::round(sample);
        if (nearest < 0 || nearest > last ||
            !is_close(sample * step_px, nearest * step_px, tolerance_px_))
            problem(i, concat("at x = ", fixed(points_[i].at.x_px, 2),
                              " is not at the time of its sample"));
    }

    /// Ends follow each other in time.
    void check_direction() {
        for (const auto& [start, end] : {std::pair<std::size_t, std::size_t>{1, 2}, {3, 4}})
            if (points_[start].visibility != Visibility::outside &&
                points_[end].visibility != Visibility::outside && lead_.sample_count > 1 &&
                points_[start].at.x_px > points_[end].at.x_px)
                problem(start, concat("is after ", k_key_point_names[end]));
    }

    const KeyPoints& points_;
    const ManifestRow& page_;
    const LeadsRow& lead_;
    bool is_drawn_;
    double tolerance_px_;
    KeyPoints expected_;
    Problems problems_;
};

} // namespace

bool is_as_drawn(const PageRows& rows) {
    return rows.page.preset == "clean";
}

Problems check_key_points(const KeyPoints& points, const PageRows& rows, std::size_t lead,
                          double tolerance_px) {
    return PointCheck(points, rows, lead, tolerance_px).run();
}

Problems check_ends_on_mask(const KeyPoints& points, const LeadMask& mask, const LeadsRow& lead) {
    // A thinner stroke covers less than half of its pixels in places.
    constexpr double k_always_there_px = 1.5;
    if (!(lead.mask_line_width_px >= k_always_there_px && lead.mask_line_width_px < 100)) return {};
    // A photo enlarges parts of the page by up to a half.
    const int reach = static_cast<int>(std::ceil(1.5 * lead.mask_line_width_px)) + 2;
    Problems problems;
    for (const std::size_t i : {1, 2}) {
        if (points[i].visibility == Visibility::outside) continue;
        if (!(std::abs(points[i].at.x_px) < 1e6 && std::abs(points[i].at.y_px) < 1e6)) continue;
        const int x = static_cast<int>(std::lround(points[i].at.x_px)) - mask.x,
                  y = static_cast<int>(std::lround(points[i].at.y_px)) - mask.y;
        bool is_near = false;
        for (int row = std::max(0, y - reach);
             row <= std::min(mask.coverage.height - 1, y + reach) && !is_near; ++row)
            for (int column = std::max(0, x - reach);
                 column <= std::min(mask.coverage.width - 1, x + reach); ++column)
                is_near |= mask.is_ink(column, row);
        if (!is_near)
            problems.push_back(concat("key point ", k_key_point_names[i], " at ",
                                      fixed(points[i].at.x_px, 2), ", ",
                                      fixed(points[i].at.y_px, 2), " is not on its mask"));
    }
    return problems;
}

Problems check_lost_samples(const PageRows& rows, std::size_t i,
                            const std::vector<double>& signal_mv) {
    if (!is_as_drawn(rows)) return {};
    constexpr double k_edge_px = 1;
    const LeadsRow& lead = rows.leads[i];
    const auto outside = [&](double beyond_px) {
        return static_cast<std::uint64_t>(
            std::count_if(signal_mv.begin(), signal_mv.end(), [&](double value_mv) {
                const double y_px = lead.baseline_y_px - value_mv * lead.px_per_mv + 0.5;
                return y_px < -beyond_px || y_px > rows.page.height_px + beyond_px;
            }));
    };
    if (lead.lost_samples >= outside(k_edge_px) && lead.lost_samples <= outside(-k_edge_px))
        return {};
    return {concat("lost_samples is ", lead.lost_samples, ", its signal has ", outside(0),
                   " samples outside the page")};
}

Problems check_lead_mask(const LeadMask& mask, const PageRows& rows, std::size_t lead) {
    const LeadsRow& row = rows.leads[lead];
    const PixelRect bounds{mask.x, mask.y, mask.coverage.width, mask.coverage.height};
    if (!(intersection(bounds, row.crop_px) == bounds))
        return {"its mask is not inside the lead's crop"};
    if (row.mask_is_as_printed() && area_of(mask) > row.target_ink_px)
        return {concat("its mask has ", area_of(mask), " pixels, the lead has ink in ",
                       row.target_ink_px)};
    return {};
}

bool must_have_foreground(const LeadsRow& lead) {
    // A stroke of a pixel covers half of one wherever it is; a thinner one does where it moves.
    constexpr double k_covers_half_px = 1, k_thin_px = 0.6, k_moves_px = 10;
    return !lead.crop_px.empty() &&
           (lead.mask_line_width_px >= k_covers_half_px ||
            (lead.mask_line_width_px >= k_thin_px && lead.box_px.height_px() >= k_moves_px));
}

} // namespace ecgpress
