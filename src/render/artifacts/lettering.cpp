#include "render/artifacts/lettering.hpp"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/elementary.hpp"
#include "render/draw/ink_mask.hpp"

namespace ecgpress {

InkMask lettering(const Scene& scene, const Typeface& typeface, const std::string& text,
                  const PointMm& anchor, double size_mm, double turn_rad) {
    const double size_px = size_mm * scene.px_per_mm;
    const RectMm extent = typeface.extent_mm(text, size_px); // px in, px out
    const int margin = 3, width = static_cast<int>(extent.x1_mm - extent.x0_mm) + 2 * margin + 2,
              height = static_cast<int>(extent.y1_mm - extent.y0_mm) + 2 * margin + 2;
    const PointPx origin{margin - extent.x0_mm, margin - extent.y0_mm}; // left end of the baseline
    const InkMask level = typeface.rasterise(text, origin, size_px, width, height);
    if (level.rect.empty()) return {};
    cv::Mat straight = cv::Mat::zeros(height, width, CV_8UC1);
    for (int y = level.rect.y; y < level.rect.bottom(); ++y)
        for (int x = level.rect.x; x < level.rect.right(); ++x)
            straight.at<std::uint8_t>(y, x) = level.at(x, y);
    const double c = cos_of(turn_rad), s = sin_of(turn_rad);
    const double ax = anchor.x_mm * scene.px_per_mm - 0.5, ay = anchor.y_mm * scene.px_per_mm - 0.5;
    RectPx box{1e9, 1e9, -1e9, -1e9};
    for (const int x : {0, width})
        for (const int y : {0, height}) {
            const double dx = x - origin.x_px, dy = y - origin.y_px;
            const double px = ax + c * dx - s * dy, py = ay + s * dx + c * dy;
            box = {std::min(box.x0_px, px - 1), std::min(box.y0_px, py - 1),
                   std::max(box.x1_px, px + 1), std::max(box.y1_px, py + 1)};
        }
    InkMask mask =
        blank_mask(touched_pixels(box, scene.drawing_width_px(), scene.drawing_height_px()));
    if (mask.rect.empty()) return {};
    // Map from the pixels of the horizontal text to those of the mask.
    const double ox = ax - mask.rect.x - c * origin.x_px + s * origin.y_px,
                 oy = ay - mask.rect.y - s * origin.x_px - c * origin.y_px;
    const cv::Matx23d turned(c, -s, ox, s, c, oy);
    cv::Mat target(mask.rect.height, mask.rect.width, CV_8UC1, mask.coverage.data());
    cv::warpAffine(straight, target, turned, target.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
    return trimmed(std::move(mask));
}

std::string handwritten_note(Rng& random) {
    static const char* const k_notes[] = {
        "no change",    "repeat in 2 h", "old ECG?",    "QTc ok",      "see notes", "normal",
        "LVH?",         "chest pain",    "pre-op",      "after 6 min", "ward 3",    "bed 12",
        "cf. last one", "sinus",         "check K+",    "stable",      "14:20",     "Dr. Example",
        "ask cardio",   "ST?",           "axis normal", "2nd trace",   "fax to GP", "copy"};
    return k_notes[random.below(std::size(k_notes))];
}

} // namespace ecgpress
