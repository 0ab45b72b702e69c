// Positions of a page's parts that do not depend on the record.
#pragma once

#include <vector>

#include "page/page.hpp"

namespace ecgpress {

/// The frame of a settled design.
struct Frame {
    explicit Frame(const PageDesign& page_design) : design(page_design), style(page_design.style) {}

    const PageDesign& design;
    const PageStyle& style;

    int row_count() const { return design.rows + static_cast<int>(design.rhythm.size()); }
    double column_s() const { return style.duration_s / design.columns; }
    double column_mm() const { return column_s() * style.paper_speed_mm_per_s; }
    double column_x0_mm(int column) const {
        return style.margin_left_mm + column * (column_mm() + style.column_gap_mm);
    }
    double right_mm() const { return column_x0_mm(design.columns - 1) + column_mm(); }
    /// Rhythm strips are the rows after the grid's rows.
    double baseline_mm(int row) const {
        const double offset_mm = design.row_offsets_mm.empty()
                                     ? 0
                                     : design.row_offsets_mm[static_cast<std::size_t>(row)];
        return style.margin_top_mm + row * style.row_height_mm + offset_mm;
    }
    double column_start_s(int column) const {
        return style.start_s +
               (style.column_time == ColumnTime::consecutive ? column * column_s() : 0);
    }
    double gain_mm_per_mv(Lead lead) const {
        const bool chest = index_of(lead) >= index_of(Lead::V1);
        return chest && style.chest_gain_mm_per_mv > 0 ? style.chest_gain_mm_per_mv
                                                       : style.gain_mm_per_mv;
    }
};

} // namespace ecgpress
