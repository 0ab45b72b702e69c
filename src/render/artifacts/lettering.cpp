#include "render/artifacts/lettering.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <set>
#include <utility>

#include "core/elementary.hpp"
#include "core/strings.hpp"
#include "render/draw/ink_mask.hpp"

namespace ecgpress {

InkMask lettering(const Scene& scene, const TextRun& run) {
    const Typeface& typeface = scene.typefaces.of(run.face);
    const double size_px = run.size_mm * scene.px_per_mm, slant = run.slant;
    const RectMm extent = typeface.extent_mm(run.text, size_px); // px in, px out
    const int margin = 3, width = static_cast<int>(extent.x1_mm - extent.x0_mm) + 2 * margin + 2,
              height = static_cast<int>(extent.y1_mm - extent.y0_mm) + 2 * margin + 2;
    const PointPx origin{margin - extent.x0_mm, margin - extent.y0_mm}; // left end of the baseline
    const InkMask level = typeface.rasterise(run.text, origin, size_px, width, height);
    if (level.rect.empty()) return {};
    cv::Mat straight = cv::Mat::zeros(height, width, CV_8UC1);
    for (int y = level.rect.y; y < level.rect.bottom(); ++y)
        for (int x = level.rect.x; x < level.rect.right(); ++x)
            straight.at<std::uint8_t>(y, x) = level.at(x, y);
    const double c = cos_of(run.turn_rad), s = sin_of(run.turn_rad);
    const double ax = run.anchor_mm.x_mm * scene.px_per_mm - 0.5,
                 ay = run.anchor_mm.y_mm * scene.px_per_mm - 0.5;
    RectPx box{1e9, 1e9, -1e9, -1e9};
    for (const int x : {0, width})
        for (const int y : {0, height}) {
            const double dy = y - origin.y_px, dx = x - origin.x_px - slant * dy;
            const double px = ax + c * dx - s * dy, py = ay + s * dx + c * dy;
            box = {std::min(box.x0_px, px - 1), std::min(box.y0_px, py - 1),
                   std::max(box.x1_px, px + 1), std::max(box.y1_px, py + 1)};
        }
    InkMask mask =
        blank_mask(touched_pixels(box, scene.drawing_width_px(), scene.drawing_height_px()));
    if (mask.rect.empty()) return {};
    // Map from the pixels of the horizontal text to those of the mask.
    const double cs = -c * slant - s, ss = -s * slant + c; // rotation after the slant
    const double ox = ax - mask.rect.x - c * origin.x_px - cs * origin.y_px,
                 oy = ay - mask.rect.y - s * origin.x_px - ss * origin.y_px;
    const cv::Matx23d turned(c, cs, ox, s, ss, oy);
    cv::Mat target(mask.rect.height, mask.rect.width, CV_8UC1, mask.coverage.data());
    cv::warpAffine(straight, target, turned, target.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    return trimmed(std::move(mask));
}

void record_text(Scene& scene, PlacedLine line) {
    scene.texts.push_back({std::move(line), scene.soil.marks.size()});
}

void record_text(Scene& scene, const TextRun& run, const std::vector<TextPart>& parts) {
    record_text(scene, placed_line(run, parts, text_extent_of(scene.typefaces)));
}

TextLine handwritten_note(Rng& random) {
    // Half of the notes are dates, times, invented names and readings.
    const auto two = [](std::uint64_t n) { return concat(n / 10, n % 10); };
    switch (random.below(10)) {
    case 0:
        return {concat(1 + random.below(28), '/', 1 + random.below(12), '/', two(random.below(25))),
                TextRole::handwriting, is_protected(TextRole::date)};
    case 1:
        return {concat(random.below(24), ':', two(random.below(60))), TextRole::handwriting,
                is_protected(TextRole::date)};
    case 2:
        return {concat("HR ", 48 + random.below(90), "  PR ", 120 + 10 * random.below(12)),
                TextRole::handwriting};
    case 3: {
        static const char* const k_names[] = {"Dr. Example", "N. Nobody", "J. Sample", "A. Test",
                                              "Sr. Nemo",    "Mr. Blank", "Dr. Anon"};
        return {k_names[random.below(std::size(k_names))], TextRole::handwriting,
                is_protected(TextRole::staff)};
    }
    case 4: {
        static const char* const k_readings[] = {
            "SR, LAD",     "AF, rate ok",  "RBBB old",    "1st deg AVB", "LBBB?",
            "T inv V2-4",  "inf. Q waves", "ST up V3?",   "PVC x2",      "early repol.",
            "low voltage", "poor R prog.", "sinus brady", "paced",       "QT 440"};
        return {k_readings[random.below(std::size(k_readings))], TextRole::handwriting};
    }
    default:
        break;
    }
    static const char* const k_notes[] = {
        "no change",    "repeat in 2 h", "old ECG?",    "QTc ok",      "see notes", "normal",
        "LVH?",         "chest pain",    "pre-op",      "after 6 min", "ward 3",    "bed 12",
        "cf. last one", "sinus",         "check K+",    "stable",      "14:20",     "Dr. Example",
        "ask cardio",   "ST?",           "axis normal", "2nd trace",   "fax to GP", "copy"};
    static const std::set<std::string> k_protected{"ward 3", "bed 12", "14:20", "Dr. Example"};
    const std::string note = k_notes[random.below(std::size(k_notes))];
    return {note, TextRole::handwriting, k_protected.count(note) > 0};
}

} // namespace ecgpress
