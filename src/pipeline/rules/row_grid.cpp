#include "pipeline/rules/row_grid.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Positions are sums of few products in double precision.
constexpr double k_row_rounding_px = 1e-6;

/// The lead in the place of another one in Cabrera's order: aVL, I, -aVR, II, aVF, III in the
/// places of I, II, III, aVR, aVL, aVF.
Lead in_cabrera_order(Lead lead) {
    constexpr Lead k_order[] = {Lead::aVL, Lead::I, Lead::aVR, Lead::II, Lead::aVF, Lead::III};
    return index_of(lead) < std::size(k_order) ? k_order[index_of(lead)] : lead;
}

class Grid {
  public:
    Grid(const PageRows& rows, const StatedConfig& stated, const Report& report)
        : rows_(rows), stated_(stated), report_(report) {
        const auto all = static_cast<std::size_t>(std::max(0, rows.page.rows)) * columns();
        panels_ = std::min(all, rows.leads.size());
    }

    void check() {
        if (rows_.leads.empty() || panels_ == 0) return;
        check_order();
        for (std::size_t i = 0; i < rows_.leads.size(); ++i) check_place(i);
        check_columns();
        check_row_height();
        check_pen();
        if (rows_.page.preset == "clean") check_names();
    }

  private:
    std::size_t columns() const {
        return static_cast<std::size_t>(std::max(1, rows_.page.columns));
    }
    std::size_t column_of(std::size_t i) const { return i < panels_ ? i % columns() : 0; }
    std::size_t row_of(std::size_t i) const {
        return i < panels_ ? i / columns() : panels_ / columns() + i - panels_;
    }
    void problem(const LeadsRow& lead, const std::string& what) {
        report_(k_leads_table, concat(lead.name, ": ", what));
    }

    /// Strips come last. Their numbers follow those of the leads.
    void check_order() {
        int next = static_cast<int>(k_lead_count);
        for (std::size_t i = 0; i < rows_.leads.size(); ++i) {
            const LeadsRow& lead = rows_.leads[i];
            if (lead.rhythm != (i >= panels_))
                problem(lead, lead.rhythm ? "is a strip, but in the place of a panel"
                                          : "is not a strip, but in the place of one");
            if (lead.number < static_cast<int>(k_lead_count)) continue;
            if (lead.number != next)
                problem(lead, concat("number is ", lead.number, ", expected ", next));
            ++next;
        }
        check_leads();
    }

    /// The leads of the panels are those of one choice of the layout, in its order.
    void check_leads() {
        const StatedGroup* group = stated_.group(rows_.page.group);
        if (group == nullptr) return;
        const Layout* layout = group->layout(rows_.page.layout);
        if (layout == nullptr || panels_ != panels_of(*layout)) return;
        const auto is_shown = [&](const std::vector<Lead>& choice) {
            const auto standard = [](Lead lead, const LeadsRow& row) {
                return lead == row.lead && !row.inverted;
            };
            const auto cabrera = [](Lead lead, const LeadsRow& row) {
                const Lead shown = in_cabrera_order(lead);
                return shown == row.lead && row.inverted == (shown == Lead::aVR);
            };
            return std::equal(choice.begin(), choice.end(), rows_.leads.begin(), standard) ||
                   std::equal(choice.begin(), choice.end(), rows_.leads.begin(), cabrera);
        };
        if (std::none_of(layout->choices.begin(), layout->choices.end(), is_shown))
            problem(rows_.leads.front(),
                    concat("the page's leads are not those of layout ", layout->name));
    }

    std::size_t panels_of(const Layout& layout) const {
        return static_cast<std::size_t>(layout.rows) * static_cast<std::size_t>(layout.columns);
    }

    /// Compares a lead with the first one of its column and the first one of its row.
    void check_place(std::size_t i) {
        const LeadsRow &lead = rows_.leads[i], &top = rows_.leads[column_of(i)];
        if (!is_close(lead.first_x_px, top.first_x_px, k_row_rounding_px))
            problem(lead, concat("first_x_px is ", shortest(lead.first_x_px), ", expected ",
                                 shortest(top.first_x_px), " as in ", top.name));
        if (!is_close(lead.start_s, top.start_s, k_row_rounding_px) ||
            lead.first_sample != top.first_sample)
            problem(lead, concat("does not start at the time of ", top.name));
        const LeadsRow& first = i < panels_ ? top : rows_.leads[panels_];
        if (lead.sample_count != first.sample_count)
            problem(lead, concat("has ", lead.sample_count, " samples, ", first.name, " has ",
                                 first.sample_count));
        if (i >= panels_) return;
        const LeadsRow& left = rows_.leads[row_of(i) * columns()];
        if (!is_close(lead.baseline_y_px, left.baseline_y_px, k_row_rounding_px))
            problem(lead, concat("baseline_y_px is ", shortest(lead.baseline_y_px), ", expected ",
                                 shortest(left.baseline_y_px), " as in ", left.name));
    }

    /// Columns have the same width and, within a sample, the same distance.
    void check_columns() {
        if (panels_ < columns()) return;
        const double rate_hz = rows_.page.rate_hz;
        const LeadsRow &first = rows_.leads[0], &last = rows_.leads[columns() - 1];
        const auto steps = static_cast<double>(std::max<std::size_t>(1, columns() - 1));
        for (std::size_t column = 1; column < columns(); ++column) {
            const LeadsRow& lead = rows_.leads[column];
            const double part = static_cast<double>(column) / steps;
            const double start_s = first.start_s + part * (last.start_s - first.start_s);
            if (!is_close(lead.start_s, start_s, k_row_rounding_px))
                problem(lead, concat("start_s is ", shortest(lead.start_s), ", expected ",
                                     shortest(start_s)));
            const double x_px = first.first_x_px + part * (last.first_x_px - first.first_x_px);
            if (!is_close(lead.first_x_px, x_px, 2 * lead.px_per_s / rate_hz + k_row_rounding_px))
                problem(lead, concat("first_x_px is ", shortest(lead.first_x_px),
                                     ", expected about ", shortest(x_px)));
            if (std::abs(static_cast<double>(lead.sample_count) -
                         static_cast<double>(first.sample_count)) > 1)
                problem(lead, concat("has ", lead.sample_count, " samples, ", first.name, " has ",
                                     first.sample_count));
        }
        check_duration(rate_hz);
    }

    void check_duration(double rate_hz) {
        const StatedGroup* group = stated_.group(rows_.page.group);
        if (group == nullptr) return;
        const auto duration_s = group->style(rows_.page.look, "duration_s");
        const auto start_s = group->style(rows_.page.look, "start_s");
        const LeadsRow& first = rows_.leads[0];
        if (start_s && !is_close(first.start_s, *start_s, k_row_rounding_px))
            problem(first, concat("start_s is ", shortest(first.start_s), ", expected ",
                                  shortest(*start_s)));
        if (!duration_s || group->is_fitted) return;
        const double samples = *duration_s * rate_hz / static_cast<double>(columns());
        if (std::abs(first.sample_count - samples) > 1)
            problem(first,
                    concat("has ", first.sample_count, " samples, expected ", fixed(samples, 0)));
    }

    /// Rows have the same distance unless the look has errors of rows.
    void check_row_height() {
        const StatedGroup* group = stated_.group(rows_.page.group);
        if (group == nullptr) return;
        const auto offset_mm = group->style(rows_.page.look, "row_offset_mm");
        const std::size_t last = row_of(rows_.leads.size() - 1);
        if (!offset_mm || *offset_mm != 0 || last == 0) return;
        const double top_px = rows_.leads.front().baseline_y_px,
                     height_px =
                         (rows_.leads.back().baseline_y_px - top_px) / static_cast<double>(last);
        for (std::size_t i = 0; i < rows_.leads.size(); i += i < panels_ ? columns() : 1) {
            const double expected = top_px + static_cast<double>(row_of(i)) * height_px;
            if (!is_close(rows_.leads[i].baseline_y_px, expected, k_row_rounding_px))
                problem(rows_.leads[i],
                        concat("baseline_y_px is ", shortest(rows_.leads[i].baseline_y_px),
                               ", expected ", shortest(expected)));
        }
    }

    /// All traces of a page have one pen; leads of one kind have one scale.
    void check_pen() {
        const LeadsRow& first = rows_.leads.front();
        const LeadsRow* chest = nullptr;
        for (const LeadsRow& lead : rows_.leads) {
            if (lead.line_width_px != first.line_width_px ||
                lead.mask_line_width_px != first.mask_line_width_px ||
                lead.mask_columns_per_px != first.mask_columns_per_px)
                problem(lead, concat("its stroke differs from that of ", first.name));
            if (index_of(lead.lead) < index_of(Lead::V1)) continue;
            if (chest == nullptr) chest = &lead;
            if (lead.px_per_mv != chest->px_per_mv)
                problem(lead, concat("px_per_mv differs from that of ", chest->name));
        }
    }

    /// Names can be at the heights of their traces instead of at one distance from the baselines.
    bool can_be_on_traces() const {
        const StatedGroup* group = stated_.group(rows_.page.group);
        return group != nullptr &&
               group->style(rows_.page.look, "label_place/trace").value_or(0) > 0;
    }

    /// The middle of a name on its trace is at the height of the trace or, in a gap, the baseline.
    static bool is_on_trace(const LeadsRow& lead) {
        const double middle_px = (lead.name_box_px.y0_px + lead.name_box_px.y1_px) / 2;
        return (middle_px >= lead.box_px.y0_px && middle_px <= lead.box_px.y1_px) ||
               is_close(middle_px, lead.baseline_y_px, lead.line_width_px);
    }

    /// Names are printed at the same place of each panel, in one size. Boxes are tight, so those of
    /// other letters differ a little.
    void check_names() {
        std::vector<double> left, bottom, height;
        for (const LeadsRow& lead : rows_.leads) {
            const RectPx& name = lead.name_box_px;
            if (name.empty() || is_clipped(name)) continue;
            left.push_back(name.x0_px - lead.first_x_px);
            bottom.push_back(name.y1_px - lead.baseline_y_px);
            height.push_back(name.height_px());
        }
        if (left.size() < 3) return;
        const double left_px = median_of(left), bottom_px = median_of(bottom),
                     height_px = median_of(height);
        constexpr double k_bearing = 0.3, k_overshoot = 0.12,
                         k_widest_letter = 1.1; // of the height
        const bool on_traces = can_be_on_traces();
        for (const LeadsRow& lead : rows_.leads) {
            const RectPx& name = lead.name_box_px;
            if (name.empty() || is_clipped(name)) continue;
            const double sample_px = lead.px_per_s / rows_.page.rate_hz;
            const auto letters = static_cast<double>(std::string(name_of(lead.lead)).size() + 1);
            if (!is_close(name.x0_px - lead.first_x_px, left_px,
                          k_bearing * height_px + sample_px) ||
                (!is_close(name.y1_px - lead.baseline_y_px, bottom_px, k_overshoot * height_px) &&
                 !(on_traces && is_on_trace(lead))) ||
                !is_close(name.height_px(), height_px, k_overshoot * height_px) ||
                name.width_px() > k_widest_letter * height_px * letters)
                problem(lead, "its name box is not at the place of the other leads' names");
        }
    }

    bool is_clipped(const RectPx& box) const {
        return box.x0_px <= 0 || box.y0_px <= 0 || box.x1_px >= rows_.page.width_px ||
               box.y1_px >= rows_.page.height_px;
    }

    static double median_of(std::vector<double> values) {
        const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
        std::nth_element(values.begin(), middle, values.end());
        return *middle;
    }

    const PageRows& rows_;
    const StatedConfig& stated_;
    const Report& report_;
    std::size_t panels_ = 0; ///< leads that are not strips
};

} // namespace

void check_grid(const PageRows& rows, const StatedConfig& stated, const Report& report) {
    Grid(rows, stated, report).check();
}

} // namespace ecgpress
