#include "pipeline/press/damage.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "page/compose.hpp"
#include "page/text_extent.hpp"
#include "render/draw/trace.hpp"
#include "render/scene/develop.hpp"
#include "render/scene/sample_flags.hpp"

namespace ecgpress {

namespace {

/// Traces on the back of the page, for the artifact that lets them show through: another record in
/// the same design, without text. Empty if the record is invalid.
std::vector<InkMask> back_of(const PrintedPage& printed, const ImageFromPage& drawing,
                             const RunInputs& inputs) {
    const TextExtent no_words = [](const std::string&, Face, double) { return RectMm{}; };
    std::vector<InkMask> traces;
    try {
        const Page back = compose(inputs.source->read(*printed.plan.back), printed.plan.design,
                                  no_words, inputs.config.source.incomplete);
        for (const Panel& panel : back.panels)
            traces.push_back(rasterise_trace(drawing(panel.trace_mm),
                                             back.style.trace_width_mm * drawing.px_per_mm(),
                                             drawing.width_px(), drawing.height_px()));
    } catch (const DataError&) { // the back stays blank; the page itself is valid
        traces.clear();
    }
    return traces;
}

/// Returns the smallest rectangle around all samples and pulses; the whole page if there are none.
RectMm traces_extent(const Page& page) {
    RectMm all{page.width_mm, page.height_mm, 0, 0};
    const auto add = [&](const std::vector<PointMm>& points) {
        for (const PointMm& point : points) {
            if (std::isnan(point.x_mm) || std::isnan(point.y_mm)) continue;
            all = {std::min(all.x0_mm, point.x_mm), std::min(all.y0_mm, point.y_mm),
                   std::max(all.x1_mm, point.x_mm), std::max(all.y1_mm, point.y_mm)};
        }
    };
    for (const Panel& panel : page.panels) add(panel.trace_mm);
    for (const CalibrationPulse& pulse : page.pulses) add(pulse.path_mm);
    if (all.x0_mm > all.x1_mm) return {0, 0, page.width_mm, page.height_mm};
    return all;
}

/// Returns whether traces are lighter than the paper, as on monitors. Luma of ITU-R BT.601.
bool is_light_on_dark(const PageStyle& style) {
    const auto luma = [](Colour c) { return 299 * c.red + 587 * c.green + 114 * c.blue; };
    return luma(style.trace_colour) > luma(style.paper_colour);
}

/// Returns the EXIF orientation (JEITA CP-3451, tag 0x0112) that turns the picture back: clockwise
/// turns of the picture by 90 degrees are undone by 270.
int orientation_of(const Camera& camera) {
    constexpr int k_orientations[] = {1, 8, 3, 6};
    return k_orientations[camera.quarter_turns & 3];
}

} // namespace

void disturb(Record& record, const PagePlan& plan, std::uint64_t seed) {
    for (const PlannedArtifact& planned : plan.artifacts) {
        if (planned.artifact->disturb == nullptr) continue;
        Rng random(seed, plan.index, concat("artifact.", planned.artifact->name, ".shape"));
        planned.artifact->disturb(record, planned.dials, random);
    }
}

void record_by_machine(Record& record, const PagePlan& plan, std::uint64_t seed) {
    const PageStyle& style = plan.design.style;
    GainOfLead gain_mm_per_mv{};
    for (std::size_t lead = 0; lead < k_lead_count; ++lead) {
        const bool chest = lead >= index_of(Lead::V1);
        gain_mm_per_mv[lead] = chest && style.chest_gain_mm_per_mv > 0 ? style.chest_gain_mm_per_mv
                                                                       : style.gain_mm_per_mv;
    }
    for (const PlannedArtifact& planned : plan.artifacts) {
        if (planned.artifact->record == nullptr) continue;
        Rng random(seed, plan.index, concat("artifact.", planned.artifact->name, ".shape"));
        planned.artifact->record(record, gain_mm_per_mv, planned.dials, random);
    }
}

void damage(PrintedPage& printed, const ImageFromPage& drawing, const RunInputs& inputs) {
    const std::uint64_t seed = inputs.config.seed, index = printed.plan.index;
    Scene scene(printed.page.width_mm, printed.page.height_mm, drawing.px_per_mm());
    scene.typefaces = inputs.typefaces;
    scene.desk_pictures = inputs.desk_pictures;
    scene.traces_mm = traces_extent(printed.page);
    scene.trace_width_mm = printed.page.style.trace_width_mm;
    scene.dark_paper = is_light_on_dark(printed.page.style);
    if (printed.page.style.max_side_px > 0) scene.most_px = printed.page.style.max_side_px;
    if (printed.plan.back) scene.print.back = back_of(printed, drawing, inputs);
    scene.keeps_layers = printed.plan.mask.semantic || printed.plan.mask.soft;
    scene.grain_seed = Rng(seed, index, "grain").next_u64();
    for (const PlannedArtifact& planned : printed.plan.artifacts) {
        if (planned.artifact->apply == nullptr) continue;
        Rng random(seed, index, concat("artifact.", planned.artifact->name, ".shape"));
        planned.artifact->apply(scene, planned.dials, random);
    }
    if (inputs.config.release.truth.words)
        printed.texts = added_texts(scene);
    else
        scene.texts.clear(); // what is on marks then needs no visibility of its own
    printed.lattice = map_of(scene);
    const ImageFromPage image(drawing, printed.lattice);
    printed.labels = make_labels(printed.page, image);
    InkRects rects;
    for (const InkMask& trace : printed.rendered.traces) rects.drawn_traces.push_back(trace.rect);
    printed.rendered = develop(std::move(printed.rendered), scene, printed.lattice.get());
    printed.rendered.orientation = orientation_of(scene.camera);
    printed.flags = sample_flags(printed.labels, printed.rendered);
    for (std::size_t i = 0; i < printed.page.panels.size(); ++i)
        drop_faded(scene, printed.page.panels[i].trace_mm, printed.flags[i]);
    if (!printed.lattice) return;
    rects.names.resize(printed.page.panels.size());
    for (const InkMask& trace : printed.rendered.traces) rects.traces.push_back(trace.rect);
    for (const OtherInk& other : printed.rendered.others)
        if (other.panel >= 0) rects.names[static_cast<std::size_t>(other.panel)] = other.ink.rect;
    set_ink(printed.labels, printed.page, image, rects);
}

double visible_fraction(const Bytes& flags, const std::vector<double>& signal_mv) {
    double seen = 0, all = 0;
    for (std::size_t i = 0; i < signal_mv.size(); ++i) {
        if (std::isnan(signal_mv[i])) continue;
        all += 1;
        seen += (flags[i] & k_seen_well) == k_seen_well ? 1 : 0;
    }
    return all == 0 ? 0 : seen / all;
}

} // namespace ecgpress
