#include "pipeline/press/press.hpp"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <utility>

#include "codec/bmp.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/shard/checksums.hpp"
#include "dataset/shard/difficulty.hpp"
#include "dataset/shard/stored_items.hpp"
#include "page/compose.hpp"
#include "page/grid_nodes.hpp"
#include "page/labels.hpp"
#include "page/page_size.hpp"
#include "page/text_extent.hpp"
#include "page/truth/beat_rows.hpp"
#include "page/truth/homography.hpp"
#include "pipeline/checks/oracle.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "pipeline/press/damage.hpp"
#include "pipeline/press/overlap_fit.hpp"
#include "pipeline/press/page_header.hpp"
#include "render/draw/crops.hpp"
#include "render/draw/trace.hpp"
#include "render/draw/word_rows.hpp"
#include "render/scene/sample_flags.hpp"
#include "render/scene/semantic_mask.hpp"
#include "signal/failure_reason.hpp"
#include "signal/filter.hpp"

namespace ecgpress {

namespace {

double cpu_seconds() {
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Runs a stage and adds its CPU time to a counter.
template <class Stage> auto timed(double& total_s, Stage&& stage) {
    struct Stop {
        double& total_s;
        double start_s = cpu_seconds();
        ~Stop() { total_s += cpu_seconds() - start_s; }
    } stop{total_s};
    return stage();
}

ImageFromPage image_from(const PrintedPage& printed) {
    return ImageFromPage(image_from_page(printed.page), printed.lattice);
}

PageRow page_row(const PrintedPage& printed, const Config& config) {
    const PageDesign& design = printed.plan.design;
    PageRow row;
    row.index = printed.plan.index;
    row.group = config.pages[printed.plan.group].name;
    row.layout = design.layout;
    row.record = printed.record.name;
    row.record_start_s = printed.record_start_s;
    row.patient = printed.record.patient;
    static_cast<RecordFacts&>(row) = printed.about.facts;
    row.split = printed.plan.split;
    row.rows = design.rows;
    row.columns = design.columns;
    row.width_px = printed.labels.width_px;
    row.height_px = printed.labels.height_px;
    row.page_width_mm = printed.page.width_mm;
    row.page_height_mm = printed.page.height_mm;
    row.preset = printed.plan.preset;
    row.look = printed.plan.look;
    row.sheet = printed.plan.sheet;
    row.dpi = design.style.dpi;
    row.px_per_mm = printed.labels.px_per_mm;
    row.paper_speed_mm_per_s = design.style.paper_speed_mm_per_s;
    row.gain_mm_per_mv = design.style.gain_mm_per_mv;
    const CanonicalFrame frame =
        canonical_frame(printed.page.width_mm, printed.page.height_mm, image_from(printed));
    row.homography = frame.homography;
    row.homography_rms_px = frame.rms_px;
    row.seed = config.seed;
    row.datasets = config.pages[printed.plan.group].datasets;
    row.oracle = printed.oracle;
    for (const Panel& panel : printed.page.panels) {
        row.rate_hz = panel.rate_hz;
        for (const double value : panel.signal_mv) row.gap_samples += std::isnan(value) ? 1 : 0;
        row.lost_samples += lost_samples(printed.page, panel);
    }
    return row;
}

double mask_line_width_px(const PrintedPage& printed, std::size_t i) {
    const double width_mm = printed.plan.mask.line_width_mm;
    return width_mm == 0 ? printed.labels.panels[i].line_width_px
                         : width_mm * printed.labels.px_per_mm;
}

/// The page's JPEG settings, with the tag that turns it upright if the configuration wants it.
JpegSettings jpeg_settings(const PrintedPage& printed, const Config& config) {
    JpegSettings settings = printed.plan.jpeg;
    if (config.pages[printed.plan.group].jpeg.exif_orientation)
        settings.orientation = printed.rendered.orientation;
    return settings;
}

/// A panel's trace truth, with the visibility flags of its samples.
TraceTruth truth_of(const PrintedPage& printed, std::size_t i) {
    TraceTruth truth = make_trace_truth(printed.labels.panels[i].trace_px, printed.labels.width_px);
    truth.sample_flags = printed.flags[i];
    return truth;
}

LeadRow lead_row(const PrintedPage& printed, std::size_t i) {
    const Panel& panel = printed.page.panels[i];
    const PanelLabels& labels = printed.labels.panels[i];
    LeadRow row;
    row.mask_line_width_px = mask_line_width_px(printed, i);
    row.mask_columns_per_px = printed.plan.mask.columns_per_px;
    row.lead = panel.lead;
    row.number = panel.number;
    row.rhythm = panel.rhythm;
    row.inverted = panel.inverted;
    row.derived = panel.derived;
    row.start_s = panel.start_s;
    row.first_sample = static_cast<std::uint32_t>(panel.window.first);
    row.sample_count = static_cast<std::uint32_t>(panel.window.count);
    row.lost_samples = lost_samples(printed.page, panel);
    row.first_x_px = labels.first_x_px;
    row.baseline_y_px = labels.baseline_y_px;
    row.px_per_s = labels.px_per_s;
    row.px_per_mv = labels.px_per_mv;
    row.line_width_px = labels.line_width_px;
    row.ink_px = labels.drawn_ink_px;
    row.box_px = labels.box_px;
    row.visible_box_px = printed.rendered.seen.pixels.empty()
                             ? labels.box_px
                             : padded(visible_rect(printed.rendered.traces[i], printed.rendered),
                                      printed.page.style, image_from(printed));
    row.name_box_px = labels.name_box_px.value_or(RectPx{});
    row.crop_px = labels.crop_px;
    row.visible_fraction = visible_fraction(printed.flags[i], panel.signal_mv);
    return row;
}

/// Adds the crossings of the grid; one is visible where at least half of its pixel is.
void add_grid_nodes(Sample& sample, const PrintedPage& printed) {
    const GridNodes nodes = grid_nodes(printed.page, image_from(printed));
    const Image& seen = printed.rendered.seen;
    sample.row.grid_rows = nodes.rows;
    sample.row.grid_columns = nodes.columns;
    for (const PointPx& node : nodes.positions_px) {
        bool is_seen = !std::isnan(node.x_px);
        if (is_seen && !seen.pixels.empty()) {
            const auto x = std::clamp(static_cast<int>(std::lround(node.x_px)), 0, seen.width - 1),
                       y = std::clamp(static_cast<int>(std::lround(node.y_px)), 0, seen.height - 1);
            is_seen = seen.row(y)[x] >= 128;
        }
        sample.grid_nodes.insert(
            sample.grid_nodes.end(),
            {static_cast<float>(node.x_px), static_cast<float>(node.y_px), is_seen ? 1.0F : 0.0F});
    }
}

OracleLead oracle_lead(const PrintedPage& printed, std::size_t i) {
    const Panel& panel = printed.page.panels[i];
    const PanelLabels& labels = printed.labels.panels[i];
    OracleLead lead{panel.signal_mv,
                    panel.rate_hz,
                    labels.baseline_y_px,
                    labels.px_per_mv,
                    truth_of(printed, i),
                    labels.crop_px,
                    {},
                    {},
                    printed.lattice};
    if (labels.crop_px.empty()) return lead;
    lead.mask_png = lead_mask(printed, i);
    lead.mask_bmp = decode_mask_bmp(encode_mask_bmp(lead.mask_png));
    return lead;
}

} // namespace

Image lead_mask(const PrintedPage& printed, std::size_t panel) {
    const PanelLabels& labels = printed.labels.panels[panel];
    const MaskSettings& settings = printed.plan.mask;
    const PixelRect& crop = labels.crop_px;
    if (settings.line_width_mm == 0 && settings.columns_per_px == 1)
        return crop_mask(printed.rendered.traces[panel], crop);
    return crop_mask(rasterise_trace(labels.trace_px, mask_line_width_px(printed, panel),
                                     printed.labels.width_px, printed.labels.height_px,
                                     settings.columns_per_px),
                     {crop.x * settings.columns_per_px, crop.y,
                      crop.width * settings.columns_per_px, crop.height});
}

DataError cannot_print(std::uint64_t index, const std::vector<Failure>& failures) {
    return DataError(concat("page ", index, " cannot be printed: ", failures.back().reason));
}

OracleScores read_back(const PrintedPage& printed) {
    Oracle oracle;
    for (std::size_t i = 0; i < printed.page.panels.size(); ++i)
        oracle.add(oracle_lead(printed, i));
    return oracle.scores();
}

std::optional<PrintedPage> Press::print(std::uint64_t index, std::vector<Failure>& failures) {
    const PagePlan plan = inputs_.plan->page(index);
    for (const std::size_t position : inputs_.plan->candidates(plan)) {
        std::string reason;
        if (auto printed = try_record(plan, position, reason)) return printed;
        failures.push_back({index, inputs_.source->catalogue()[position].name, reason, true});
    }
    if (!failures.empty()) failures.back().replaced = false;
    return std::nullopt;
}

bool Press::can_print(std::uint64_t index, const std::string& record) {
    if (index >= inputs_.plan->page_count()) return false;
    const PagePlan plan = inputs_.plan->page(index);
    const auto candidates = inputs_.plan->candidates(plan);
    const auto position =
        std::find_if(candidates.begin(), candidates.end(), [&](std::size_t candidate) {
            return inputs_.source->catalogue()[candidate].name == record;
        });
    std::string reason;
    return position != candidates.end() && try_record(plan, *position, reason).has_value();
}

Record Press::read(std::size_t position) {
    constexpr std::size_t k_most_remembered = 100'000; // some hundred bytes each
    const auto known = unreadable_.find(position);
    if (known != unreadable_.end()) throw DataError(known->second);
    try {
        return inputs_.source->read(position);
    } catch (const DataError& error) {
        require_still_there(inputs_.config.source);
        if (unreadable_.size() < k_most_remembered) unreadable_.emplace(position, error.what());
        throw;
    }
}

std::optional<PrintedPage> Press::try_record(const PagePlan& plan, std::size_t position,
                                             std::string& reason) {
    const TextExtent extent = text_extent_of(inputs_.typefaces);
    try {
        Record record = timed(times_.read_s, [&] { return read(position); });
        PrintedPage printed;
        printed.plan = plan;
        printed.record = inputs_.source->catalogue()[position];
        printed.about = inputs_.source->about(position);
        printed.record_start_s = record.start_s;
        RecordBeats beats;
        if (inputs_.config.release.truth.beats)
            beats = timed(times_.read_s, [&] { return inputs_.source->beats(position, record); });
        printed.plan.design.header = timed(times_.compose_s, [&] {
            return page_header(inputs_.config, plan, printed.about, record);
        });
        timed(times_.read_s, [&] { disturb(record, plan, inputs_.config.seed); });
        const PageStyle& style = plan.design.style;
        const FilterSettings filter{style.high_pass_hz, style.low_pass_hz, style.notch_hz};
        if (!filter.is_none())
            record = timed(times_.read_s, [&] { return filtered(record, filter); });
        if (style.centre_leads == LeadCentre::median)
            record = timed(times_.read_s, [&] {
                return centred(record,
                               sample_window(style.start_s, style.duration_s, record.rate_hz));
            });
        timed(times_.read_s, [&] { record_by_machine(record, plan, inputs_.config.seed); });
        timed(times_.compose_s, [&] {
            if (plan.overlap) {
                PageStyle& fitted = printed.plan.design.style;
                fitted.row_height_mm =
                    fitted_row_height_mm(record, plan, extent, inputs_.config.source.incomplete);
                fitted.dpi = fitting_dpi(printed.plan.design);
            }
            printed.page =
                compose(record, printed.plan.design, extent, inputs_.config.source.incomplete);
            require_on_paper(printed.page, printed.record.name, inputs_.config.source.most_lost);
        });
        const ImageFromPage drawing = image_from_page(printed.page);
        printed.rendered =
            timed(times_.draw_s, [&] { return renderer_.render(printed.page, drawing); });
        if (printed.plan.artifacts.empty())
            timed(times_.compose_s, [&] { printed.labels = make_labels(printed.page, drawing); });
        else
            timed(times_.artifacts_s, [&] { damage(printed, drawing, inputs_); });
        if (printed.flags.empty())
            timed(times_.compose_s,
                  [&] { printed.flags = sample_flags(printed.labels, printed.rendered); });
        timed(times_.text_s, [&] { add_rows(printed, beats); });
        timed(times_.oracle_s, [&] { consult_oracle(printed); });
        return printed;
    } catch (const DataError& error) { // the only place where invalid records are caught
        require_still_there(inputs_.config.source);
        reason = without_root(error.what(), inputs_.config.source.path);
        return std::nullopt;
    }
}

void Press::add_rows(PrintedPage& printed, const RecordBeats& beats) const {
    printed.beats = beat_rows(beats, printed.page, printed.labels);
    if (inputs_.config.release.truth.words)
        printed.words = word_rows(printed.page, printed.texts, image_from(printed),
                                  inputs_.typefaces, printed.rendered);
}

void Press::consult_oracle(PrintedPage& printed) const {
    const OracleSettings& settings = inputs_.config.oracle;
    const std::uint64_t every = settings.every.value_or(0);
    if (every == 0 || printed.plan.index % every != 0) return;
    printed.oracle = read_back(printed);
    const auto problems = under_floor(printed.oracle, settings.floors_db);
    if (!problems.empty()) throw DataError(join(problems, "; "));
}

Sample Press::encode(const PrintedPage& printed) {
    Sample sample;
    sample.row = page_row(printed, inputs_.config);
    sample.warp = printed.lattice;
    for (const std::vector<PointPx>& corners : printed.labels.pulses_px)
        sample.pulses_px.insert(sample.pulses_px.end(), corners.begin(), corners.end());
    if (inputs_.config.release.truth.grid_nodes) add_grid_nodes(sample, printed);
    sample.beats = printed.beats;
    sample.words = printed.words;
    const DatasetSet datasets = sample.row.datasets;
    timed(times_.text_s, [&] { sample.plan_json = plan_json(printed.plan, inputs_.config); });
    if (datasets.has(Dataset::digitization) || datasets.has(Dataset::detection))
        sample.image_jpeg = encode_jpeg(printed);
    if (printed.plan.mask.overlap)
        sample.overlap_png =
            timed(times_.mask_png_s, [&] { return encode_png(overlap_mask(printed.rendered)); });
    timed(times_.mask_png_s, [&] {
        if (printed.plan.mask.semantic)
            sample.semantic_png =
                encode_png(semantic_mask(printed.page, image_from(printed), printed.rendered));
        if (printed.plan.mask.soft) sample.soft_png = encode_png(soft_mask(printed.rendered));
    });
    const bool crops = datasets.has(Dataset::segmentation) || datasets.has(Dataset::overlap);
    for (std::size_t i = 0; i < printed.page.panels.size(); ++i)
        sample.leads.push_back(encode_lead(printed, i, crops));
    timed(times_.text_s, [&] {
        std::vector<LeadRow> leads;
        for (const LeadSample& lead : sample.leads) leads.push_back(lead.row);
        const PageBoxes boxes = page_boxes(sample.row, leads, sample.pulses_px, sample.warp.get());
        sample.yolo = yolo_text(sample.row, leads, boxes, inputs_.config.release.labels);
        set_difficulty(sample);
        set_checksums(sample);
    });
    return sample;
}

Bytes Press::encode_jpeg(const PrintedPage& printed) {
    return timed(times_.jpeg_s, [&] {
        return page_jpeg_.encode(printed.rendered, jpeg_settings(printed, inputs_.config),
                                 printed.plan.design.style.dpi);
    });
}

LeadSample Press::encode_lead(const PrintedPage& printed, std::size_t panel, bool crops) {
    LeadSample lead;
    lead.row = lead_row(printed, panel);
    lead.signal_json =
        timed(times_.signal_s, [&] { return signal_json(printed.page.panels[panel].signal_mv); });
    for (const double value_mv : printed.page.panels[panel].signal_mv)
        lead.signal_mv.push_back(static_cast<float>(value_mv));
    lead.truth = timed(times_.text_s, [&] { return truth_of(printed, panel); });
    if (!crops || lead.row.crop_px.empty()) return lead;
    const PixelRect crop = lead.row.crop_px;
    timed(times_.overlap_s, [&] {
        const OverlapCount overlap = count_overlap(printed.rendered, panel, crop);
        lead.row.target_ink_px = overlap.target_px;
        lead.row.other_ink_px = overlap.other_px;
    });
    lead.crop_png =
        timed(times_.crop_png_s, [&] { return encode_png(printed.rendered.image, crop); });
    const Image mask = timed(times_.mask_png_s, [&] { return lead_mask(printed, panel); });
    lead.mask_png = timed(times_.mask_png_s, [&] { return encode_png(mask); });
    if (printed.plan.mask.visible)
        lead.visible_png = timed(times_.mask_png_s, [&] {
            return encode_png(visible_mask(printed.rendered, panel, crop));
        });
    lead.mask_bmp = timed(times_.mask_bmp_s, [&] { return encode_mask_bmp(mask); });
    return lead;
}

} // namespace ecgpress
