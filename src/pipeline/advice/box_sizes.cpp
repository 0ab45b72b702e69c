#include "pipeline/advice/box_sizes.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr double k_imgsz_px = 640, k_least_px = 4;
constexpr double k_stride_px = 32; ///< sizes of images are multiples of it

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

const char* name_of_class(int label_class) {
    return label_class == 0 ? "lead"
                            : name_of(all_leads()[static_cast<std::size_t>(label_class - 1)]);
}

} // namespace

void add_boxes(BoxSides& sides, const Sample& page) {
    const double longer_px = std::max(page.row.width_px, page.row.height_px);
    const auto add = [&](int label_class, const RectPx& box) {
        if (!box.empty())
            sides[label_class].push_back(std::min(box.width_px(), box.height_px()) / longer_px);
    };
    for (const LeadSample& lead : page.leads) {
        add(0, lead.row.box_px);
        add(name_class_of(lead.row.lead), lead.row.name_box_px);
    }
}

std::vector<Warning> small_boxes(const BoxSides& sides) {
    std::vector<std::string> small;
    double least = std::numeric_limits<double>::infinity();
    for (const auto& [label_class, shares] : sides) {
        const double median = median_of(shares);
        if (median * k_imgsz_px >= k_least_px) continue;
        small.push_back(
            concat(name_of_class(label_class), ' ', fixed(median * k_imgsz_px, 1), " px"));
        least = std::min(least, median);
    }
    if (small.empty()) return {};
    const double enough_px = std::ceil(k_least_px / least / k_stride_px) * k_stride_px;
    return {{concat("The median box of ", small.size() == 1 ? "a class is" : "some classes is",
                    " below ", shortest(k_least_px), " px wide or high at imgsz ",
                    shortest(k_imgsz_px), ": ", join(small, ", ")),
             "Trainers remove boxes below 2 px, and detectors rarely find such small ones",
             concat("Train with imgsz=", shortest(enough_px),
                    " or more, or increase style.name_box_padding_mm, font_size_mm or "
                    "box_padding_mm")}};
}

} // namespace ecgpress
