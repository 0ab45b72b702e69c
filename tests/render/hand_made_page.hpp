// Simple pages for the tests of rendering, without layouts and records.
#pragma once

#include <cmath>

#include "core/random.hpp"
#include "page/page.hpp"

namespace ecgpress::testing_support {

/// Voltage of a signal with steep flanks like QRS complexes at `t_s`, in mV, with a little noise.
inline double beat_mv(double t_s, Rng& random) {
    const auto wave = [](double t, double centre, double width, double height) {
        return height * std::exp(-(t - centre) * (t - centre) / (2 * width * width));
    };
    const double t = std::fmod(t_s, 0.8);
    return wave(t, 0.15, 0.02, 0.12) - wave(t, 0.275, 0.006, 0.15) + wave(t, 0.3, 0.007, 1.4) -
           wave(t, 0.325, 0.007, 0.35) + wave(t, 0.55, 0.04, 0.3) + random.uniform(-0.01, 0.01);
}

/// Positions of a trace's samples at 500 Hz, 25 mm/s and 10 mm/mV.
inline std::vector<PointMm> beat_trace(double x0_mm, double baseline_mm, double duration_s,
                                       Rng& random) {
    std::vector<PointMm> trace;
    const double phase_s = random.uniform(0, 0.8);
    for (int i = 0; i < static_cast<int>(duration_s * 500); ++i)
        trace.push_back(
            {x0_mm + i * 0.05, baseline_mm - 10 * beat_mv(phase_s + i / 500.0, random)});
    return trace;
}

/// A page with rows x columns panels of `panel_s` seconds, a name above each, and separators
/// between columns.
inline Page hand_made_page(int rows, int columns, double panel_s, double dpi, std::uint64_t seed) {
    Rng random(seed, 0, "hand-made page");
    Page page;
    page.style.dpi = dpi;
    const double panel_mm = panel_s * 25;
    page.width_mm = 10 + columns * panel_mm;
    page.height_mm = 30 + rows * 15;
    for (int i = 0; i < rows * columns; ++i) {
        Panel panel;
        panel.lead = all_leads()[static_cast<std::size_t>(i) % k_lead_count];
        panel.number = i;
        panel.x0_mm = 5 + i % columns * panel_mm;
        panel.baseline_mm = 22 + i / columns * 15;
        panel.trace_mm = beat_trace(panel.x0_mm, panel.baseline_mm, panel_s, random);
        page.texts.push_back({name_of(panel.lead),
                              {panel.x0_mm + 1, panel.baseline_mm - 10},
                              3.7,
                              page.style.text_colour,
                              {},
                              i});
        page.lines.push_back({{panel.x0_mm, panel.baseline_mm - 3},
                              {panel.x0_mm, panel.baseline_mm - 1},
                              0.3,
                              page.style.separator_colour});
        page.panels.push_back(std::move(panel));
    }
    return page;
}

} // namespace ecgpress::testing_support
