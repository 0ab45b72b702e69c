#include "pipeline/press/overlap_fit.hpp"

#include <cmath>

#include "page/compose.hpp"
#include "page/text_extent.hpp"
#include "render/draw/crops.hpp"
#include "render/draw/trace.hpp"

namespace ecgpress {

namespace {

// The first step tests the lower end, the others bisect: a range of 20 mm is reduced to 0.16 mm.
constexpr int k_halvings = 8;

double ratio_at(double row_height_mm, const Record& record, PageDesign design,
                const TextExtent& text_extent, Incomplete incomplete) {
    design.style.row_height_mm = row_height_mm;
    const Page page = compose(record, design, text_extent, incomplete);
    const Labels labels = make_labels(page, image_from_page(page));
    RenderedPage traces; // the overlap depends only on the traces
    for (const PanelLabels& panel : labels.panels)
        traces.traces.push_back(rasterise_trace(panel.trace_px, panel.line_width_px,
                                                labels.width_px, labels.height_px));
    return mean_overlap_ratio(traces, labels);
}

} // namespace

double mean_overlap_ratio(const RenderedPage& rendered, const Labels& labels) {
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < labels.panels.size(); ++i) {
        if (labels.panels[i].crop_px.empty()) continue;
        sum += count_overlap(rendered, i, labels.panels[i].crop_px).ratio();
        ++count;
    }
    return count == 0 ? 0 : sum / count;
}

double fitted_row_height_mm(const Record& record, const PagePlan& plan,
                            const TextExtent& text_extent, Incomplete incomplete) {
    const auto ratio_of = [&](double row_height_mm) {
        return ratio_at(row_height_mm, record, plan.design, text_extent, incomplete);
    };
    const double wanted = plan.overlap->ratio;
    double low = plan.overlap->row_height_mm.low, high = plan.overlap->row_height_mm.high;
    double best = high, best_miss = std::abs(ratio_of(high) - wanted);
    for (int i = 0; i < k_halvings && low < high; ++i) {
        const double middle = i == 0 ? low : (low + high) / 2;
        const double ratio = ratio_of(middle);
        const double miss = std::abs(ratio - wanted);
        if (miss < best_miss) {
            best = middle;
            best_miss = miss;
        }
        if (i == 0 && ratio <= wanted) break; // even the smallest rows do not overlap enough
        (ratio > wanted ? low : high) = middle;
    }
    return best;
}

} // namespace ecgpress
