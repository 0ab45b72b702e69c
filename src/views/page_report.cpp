#include "views/page_report.hpp"

#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "pipeline/press/damage.hpp"
#include "pipeline/press/press.hpp"
#include "render/draw/crops.hpp"

namespace ecgpress {

namespace {

/// Formats a value with at most three decimals and without trailing zeros.
std::string thousandths(double value) {
    return shortest(std::round(value * 1000) / 1000);
}

void append_box(std::vector<std::string>& cells, const RectPx& box) {
    for (const double edge : {box.x0_px, box.y0_px, box.x1_px, box.y1_px})
        cells.push_back(box.empty() ? "-" : fixed(edge, 1));
}

std::vector<std::string> lead_line(const PrintedPage& printed, std::size_t i) {
    const Panel& panel = printed.page.panels[i];
    const PanelLabels& labels = printed.labels.panels[i];
    std::vector<std::string> cells{
        concat(panel.inverted ? "-" : "", name_of(panel.lead)), concat(panel.number),
        concat(thousandths(panel.start_s), "..", thousandths(panel.start_s + panel.duration_s))};
    append_box(cells, labels.box_px);
    append_box(cells, labels.name_box_px.value_or(RectPx{}));
    cells.push_back(fixed(visible_fraction(printed.flags[i], panel.signal_mv), 3));
    cells.push_back(labels.crop_px.empty()
                        ? "-"
                        : fixed(count_overlap(printed.rendered, i, labels.crop_px).ratio(), 3));
    return cells;
}

std::string oracle_line(const OracleScores& scores) {
    std::vector<std::string> parts;
    for (std::size_t i = 0; i < k_oracle_count; ++i)
        parts.push_back(concat(k_oracle_names[i], ' ',
                               std::isnan(scores.db[i]) ? "-" : fixed(scores.db[i], 2) + " dB"));
    return concat("read back: ", join(parts, ", "), "\n");
}

} // namespace

std::string describe(const PrintedPage& printed, const Config& config) {
    std::vector<std::vector<std::string>> table{{"lead", "k", "seconds", "x0", "y0", "x1", "y1",
                                                 "name x0", "y0", "x1", "y1", "visible",
                                                 "overlap"}};
    for (std::size_t i = 0; i < printed.page.panels.size(); ++i)
        table.push_back(lead_line(printed, i));
    return concat("record: ", printed.record.name, ", ", printed.labels.width_px, " x ",
                  printed.labels.height_px, " px\n\n", plan_yaml(printed.plan, config), '\n',
                  aligned(table, 1, 1), '\n', oracle_line(read_back(printed)));
}

} // namespace ecgpress
