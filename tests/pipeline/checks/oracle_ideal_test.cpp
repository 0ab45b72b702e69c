// Signals read from masks are as accurate as those from an ideally drawn stroke, and signals read
// from the trace truth are more accurate. Uses real records if available, otherwise simulated ones.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "page/compose.hpp"
#include "page/layout.hpp"
#include "page/layouts.hpp"
#include "pipeline/checks/oracle.hpp"
#include "render/draw/crops.hpp"
#include "render/draw/trace.hpp"
#include "signal/record_source.hpp"
#include "signal/sources/list.hpp"
#include "support/data_folders.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

constexpr int k_fine = 16; ///< sub-pixels per pixel in each direction

bool in_stroke(double x, double y, const PointPx& a, const PointPx& b, double radius) {
    const double ex = b.x_px - a.x_px, ey = b.y_px - a.y_px, length2 = ex * ex + ey * ey;
    const double t =
        length2 == 0 ? 0 : std::clamp(((x - a.x_px) * ex + (y - a.y_px) * ey) / length2, 0.0, 1.0);
    const double dx = x - a.x_px - t * ex, dy = y - a.y_px - t * ey;
    return dx * dx + dy * dy <= radius * radius;
}

/// The crop with the stroke drawn at 16 x 16 sub-pixels per pixel.
Image ideal_mask(const std::vector<PointPx>& trace, double line_width_px, const PixelRect& crop) {
    const double radius = line_width_px / 2;
    Image fine(crop.width * k_fine, crop.height * k_fine, 1);
    const auto place = [](double px, int first, int size) {
        return static_cast<int>(std::clamp((px + 0.5 - first) * k_fine, 0.0, size * 1.0));
    };
    for (std::size_t i = 0; i + 1 < trace.size(); ++i) {
        const PointPx &a = trace[i], &b = trace[i + 1];
        const double low = std::min(a.y_px, b.y_px) - radius - 0.1,
                     high = std::max(a.y_px, b.y_px) + radius + 0.1;
        for (int y = place(low, crop.y, fine.height); y < place(high, crop.y, fine.height); ++y)
            for (int x = place(a.x_px - radius - 0.1, crop.x, fine.width);
                 x < place(b.x_px + radius + 0.1, crop.x, fine.width); ++x)
                if (fine.row(y)[x] == 0 &&
                    in_stroke(crop.x + (x + 0.5) / k_fine - 0.5, crop.y + (y + 0.5) / k_fine - 0.5,
                              a, b, radius))
                    fine.row(y)[x] = 1;
    }
    Image mask(crop.width, crop.height, 1);
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x) {
            int count = 0;
            for (int i = 0; i < k_fine * k_fine; ++i)
                count += fine.row(y * k_fine + i / k_fine)[x * k_fine + i % k_fine];
            mask.row(y)[x] =
                static_cast<std::uint8_t>(std::lround(count * 255.0 / (k_fine * k_fine)));
        }
    return mask;
}

/// Records at 500 Hz: real ones if available.
std::unique_ptr<RecordSource> records() {
    SourceSettings settings;
    settings.kind = "simulated";
    settings.records = 2;
    if (const auto root = ptbxl_folder()) {
        settings.kind = "ptb-xl";
        settings.path = *root;
    }
    settings.rate_hz = 500;
    return open_source(settings);
}

struct Readings {
    OracleScores ours;
    double ideal_db = 0; ///< of the ideal mask
};

/// A page of 3x4 panels of 2.5 s, at 25 mm/s and 10 mm/mV.
Readings read_page(const Record& record, double dpi, double mask_width_mm) {
    const Layout& layout = *find_layout(standard_layouts(), "3x4");
    PageDesign design{layout.name, layout.rows, layout.columns, layout.choices[0], {}, PageStyle()};
    design.style.dpi = dpi;
    const Page page =
        compose(record, design, [](const std::string&, Face, double) { return RectMm{}; });
    const Labels labels = make_labels(page, image_from_page(page));
    const double width_px = mask_width_mm * labels.px_per_mm;
    Oracle ours, ideal;
    for (std::size_t i = 0; i < page.panels.size(); i += 5) { // every fifth lead, to save time

        const PanelLabels& panel = labels.panels[i];
        OracleLead lead{page.panels[i].signal_mv,
                        page.panels[i].rate_hz,
                        panel.baseline_y_px,
                        panel.px_per_mv,
                        make_trace_truth(panel.trace_px, labels.width_px),
                        panel.crop_px,
                        {},
                        {},
                        nullptr};
        lead.mask_png =
            crop_mask(rasterise_trace(panel.trace_px, width_px, labels.width_px, labels.height_px),
                      panel.crop_px);
        ours.add(lead);
        lead.mask_png = ideal_mask(panel.trace_px, width_px, panel.crop_px);
        ideal.add(lead);
    }
    return {ours.scores(), ideal.scores().db[2]};
}

TEST(OracleIdeal, MasksAreAsAccurateAsTheIdealDrawingAndColumnsMoreSo) {
    const auto source = records();
    std::printf("%s: dpi, mask mm: samples, columns, mask (ideal) dB\n",
                source->catalogue()[0].name.c_str());
    for (std::size_t i = 0; i < 2; ++i)
        for (const double dpi : {200.0, 403.0})
            for (const double mask_width_mm : {0.3, 0.1, 0.05}) {
                const Readings found = read_page(source->read(i), dpi, mask_width_mm);
                std::printf("%g, %g: %.1f, %.1f, %.1f (%.1f)\n", dpi, mask_width_mm,
                            found.ours.db[0], found.ours.db[1], found.ours.db[2], found.ideal_db);
                EXPECT_GE(found.ours.db[0], 60);
                EXPECT_NEAR(found.ours.db[2], found.ideal_db, 0.5);
                EXPECT_GT(found.ours.db[1], found.ours.db[2]);
            }
}

} // namespace
} // namespace ecgpress
