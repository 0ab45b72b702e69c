// A page whose rows, signals and trace truth agree, for tests that change one value.
#pragma once

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "core/strings.hpp"
#include "dataset/shard/truth_file.hpp"
#include "page/labels.hpp"
#include "pipeline/rules/page_rows.hpp"
#include "pipeline/rules/report.hpp"
#include "pipeline/rules/stated_release.hpp"

namespace ecgpress::testing_support {

constexpr int k_samples = 200;

/// Three leads at full length on a page of 1 px per mm, 0.5 px per sample and 10 px per mV.
inline PageRows right_rows() {
    PageRows rows;
    ManifestRow& page = rows.page;
    page.index = 7;
    page.sheet = 7;
    page.name = "7_3by1";
    page.group = "plain";
    page.layout = "3x1";
    page.look = "framework";
    page.record = "r";
    page.patient = "p";
    page.rows = 3;
    page.columns = 1;
    page.width_px = 140;
    page.height_px = 120;
    page.dpi = k_mm_per_inch;
    page.px_per_mm = 1;
    page.paper_speed_mm_per_s = 25;
    page.gain_mm_per_mv = 10;
    page.rate_hz = 50;
    page.seed = 3;
    page.leads = 3;
    page.image_crc32 = 1;
    for (const Dataset dataset : {Dataset::digitization, Dataset::detection, Dataset::segmentation})
        page.datasets.add(dataset);
    for (int i = 0; i < 3; ++i) {
        LeadsRow lead;
        lead.page = 7;
        lead.lead = all_leads()[static_cast<std::size_t>(i)];
        lead.number = i;
        lead.name = lead_name(page, lead);
        lead.record = "r";
        lead.sample_count = k_samples;
        lead.first_x_px = 20;
        lead.baseline_y_px = 30 + 25 * i;
        lead.px_per_s = 25;
        lead.px_per_mv = 10;
        lead.line_width_px = lead.mask_line_width_px = 2;
        lead.target_ink_px = 300;
        lead.datasets = "digitization;segmentation";
        lead.crop_crc32 = lead.mask_png_crc32 = lead.mask_bmp_crc32 = 1;
        rows.leads.push_back(lead);
    }
    return rows;
}

inline std::vector<double> right_signal(std::size_t lead) {
    std::vector<double> signal_mv;
    for (int i = 0; i < k_samples; ++i)
        signal_mv.push_back(std::round(500 * std::sin(0.1 * i + static_cast<double>(lead))) / 1000);
    return signal_mv;
}

inline std::vector<PointPx> right_positions(const PageRows& rows, std::size_t lead) {
    const LeadsRow& row = rows.leads[lead];
    std::vector<PointPx> positions;
    const std::vector<double> signal_mv = right_signal(lead);
    for (std::size_t i = 0; i < signal_mv.size(); ++i)
        positions.push_back({row.first_x_px + static_cast<double>(i) * 0.5,
                             row.baseline_y_px - signal_mv[i] * row.px_per_mv});
    return positions;
}

/// The rows with boxes and crops: padding of 1 px.
inline PageRows right_page() {
    PageRows rows = right_rows();
    for (std::size_t i = 0; i < rows.leads.size(); ++i) {
        LeadsRow& lead = rows.leads[i];
        const RectPx ink =
            stroke_extent(right_positions(rows, i), lead.line_width_px, {0, 0, 140, 120});
        lead.box_px = {ink.x0_px - 1, ink.y0_px - 1, ink.x1_px + 1, ink.y1_px + 1};
        lead.visible_box_px = lead.box_px;
        lead.name_box_px = {22, lead.baseline_y_px - 20, 26, lead.baseline_y_px - 16};
        lead.crop_px = pixels_touched(lead.box_px);
    }
    return rows;
}

inline Sample right_sample(const PageRows& rows) {
    Sample sample;
    sample.row = rows.page;
    for (std::size_t i = 0; i < rows.leads.size(); ++i) {
        LeadSample lead;
        lead.row = rows.leads[i];
        lead.signal_json = signal_json(right_signal(i));
        lead.truth = make_trace_truth(right_positions(rows, i), rows.page.width_px);
        lead.truth.sample_flags.assign(k_samples, k_seen_well | k_contrast);
        sample.leads.push_back(std::move(lead));
    }
    return sample;
}

/// The log of a release that contains the page.
inline std::string right_log() {
    return R"({"format": "folder", "version": "1", "configuration": {"seed": 3,
        "release": {"trace_truth": true}, "oracle": {"every": 0},
        "pages": [{"name": "plain", "datasets": ["digitization", "detection", "segmentation"],
            "layouts": {"3x1": 1}, "caps": {"detection": null},
            "count": {"3x1": {"train": 1, "val": 0, "test": 0}},
            "looks": {"framework": {"style": {"gain_mm_per_mv": 10, "chest_gain_mm_per_mv": 0,
                "row_offset_mm": 0, "fit_to_page": false, "trace_width_mm": 2, "start_s": 0,
                "duration_s": 4,
                "box_padding_mm": {"x": 1, "y": 1},
                "name_box_padding_mm": {"x": 1, "y": 1}}}}, "mask": {}}]}})";
}

/// Collects what a check reports, as "file: problem".
struct Reports {
    std::vector<std::string> all;
    Report report() {
        return [this](const std::string& file, const std::string& problem) {
            all.push_back(file + ": " + problem);
        };
    }
};

} // namespace ecgpress::testing_support
