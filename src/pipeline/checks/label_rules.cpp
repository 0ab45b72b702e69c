#include "pipeline/checks/label_rules.hpp"

#include <algorithm>
#include <limits>

#include "codec/bmp.hpp"
#include "codec/json.hpp"
#include "core/lead.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "page/truth/pixel_class.hpp"

namespace ecgpress {

namespace {

void check_size(Problems& problems, const char* what, const Image& image, std::int64_t width_px,
                int height_px, int channels) {
    if (image.width != width_px || image.height != height_px || image.channels != channels)
        problems.push_back(concat(what, " is ", image.width, "x", image.height, "x", image.channels,
                                  ", expected ", width_px, "x", height_px, "x", channels));
}

std::int64_t mask_width(const CropFacts& facts) {
    return std::int64_t{facts.width_px} * facts.mask_columns_per_px;
}

bool has_six_decimals(const std::string& number) {
    const std::size_t point = number.find('.');
    return point != std::string::npos && number.size() - point == 7;
}

/// Problem of one line of a label file; "" if there is none.
std::string yolo_line_problem(const std::string& line, long long& label_class,
                              std::size_t classes) {
    const std::vector<std::string> columns = split_text(line, ' ');
    if (columns.size() != 5) return concat("has ", columns.size(), " columns, expected 5");
    if (!parse_number(columns[0], label_class) || label_class < 0 ||
        label_class >= static_cast<long long>(classes))
        return concat("class `", columns[0], "` is not one of 0-", classes - 1);
    double value[4] = {};
    for (std::size_t i = 0; i < 4; ++i) {
        if (!parse_number(columns[i + 1], value[i]) || value[i] < 0 || value[i] > 1)
            return concat("`", columns[i + 1], "` is not a number from 0 to 1");
        if (!has_six_decimals(columns[i + 1]))
            return concat("`", columns[i + 1], "` does not have 6 decimals");
    }
    for (std::size_t axis = 0; axis < 2; ++axis) {
        const double centre = value[axis], extent = value[axis + 2];
        if (extent <= 0) return "has an empty box";
        if (centre - extent / 2 < 0 || centre + extent / 2 > 1) return "has a box outside the page";
    }
    return {};
}

} // namespace

Problems check_page_image(const Image& image, int width_px, int height_px) {
    Problems problems;
    check_size(problems, "image", image, width_px, height_px, 3);
    return problems;
}

Problems check_yolo(const std::string& text, std::size_t traces, const LabelSettings& settings) {
    Problems problems;
    const std::size_t classes = box_classes(settings).size();
    LeadRow strip;
    strip.rhythm = true;
    const int rhythm_class =
        box_class_of(strip, settings); // 0 if strips have no class of their own
    if (!text.empty() && text.back() != '\n') problems.push_back("does not end with a line break");
    std::vector<std::string> lines = split_text(text, '\n');
    if (!lines.empty() && lines.back().empty()) lines.pop_back();
    std::size_t found = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        long long label_class = -1;
        const std::string problem = yolo_line_problem(lines[i], label_class, classes);
        if (!problem.empty()) problems.push_back(concat("line ", i + 1, " ", problem));
        found += label_class == 0 || label_class == rhythm_class ? 1 : 0;
    }
    if (found != traces)
        problems.push_back(concat("has ", found, " boxes of traces, expected one for each of ",
                                  traces, " traces"));
    return problems;
}

ReadSignal read_signal(const std::string& text) {
    ReadSignal signal;
    Json values;
    try {
        values = Json::parse(text);
    } catch (const JsonError&) {
        signal.problems.push_back("is not valid JSON");
        return signal;
    }
    if (!values.is_array()) {
        signal.problems.push_back("is not an array of numbers");
        return signal;
    }
    signal.signal_mv.reserve(values.size());
    for (const Json& value : values) {
        signal.signal_mv.push_back(value.is_number() ? value.get<double>()
                                                     : std::numeric_limits<double>::quiet_NaN());
        if (!value.is_number() && !value.is_null() && signal.problems.empty())
            signal.problems.push_back(concat("contains a value of type ", value.type_name(),
                                             ", expected number or null"));
    }
    return signal;
}

std::vector<double> signal_of(const std::string& text) {
    return read_signal(text).signal_mv;
}

Problems check_signal(const std::string& text, std::uint64_t sample_count) {
    return check_signal(read_signal(text), sample_count);
}

Problems check_signal(const ReadSignal& signal, std::uint64_t sample_count) {
    Problems problems = signal.problems;
    const bool is_array = problems.empty() || !signal.signal_mv.empty();
    if (is_array && signal.signal_mv.size() != sample_count)
        problems.push_back(
            concat("has ", signal.signal_mv.size(), " values, expected ", sample_count));
    return problems;
}

Problems check_crop(const Image& crop, const CropFacts& facts) {
    Problems problems;
    check_size(problems, "crop", crop, facts.width_px, facts.height_px, 3);
    return problems;
}

Problems check_mask(const Image& mask, const CropFacts& facts) {
    Problems problems;
    check_size(problems, "PNG mask", mask, mask_width(facts), facts.height_px, 1);
    if (!problems.empty() || !facts.mask_ink_px) return problems;
    const auto ink = static_cast<std::uint64_t>(std::count_if(
        mask.pixels.begin(), mask.pixels.end(), [](std::uint8_t value) { return value > 0; }));
    if (ink != *facts.mask_ink_px)
        problems.push_back(
            concat("PNG mask has ", ink, " ink pixels, expected ", *facts.mask_ink_px));
    return problems;
}

Problems check_binary_mask(const Image& binary, const Image& mask, const CropFacts& facts) {
    Problems problems;
    check_size(problems, "BMP mask", binary, mask_width(facts), facts.height_px, 1);
    if (!problems.empty() || mask.pixels.empty()) return problems;
    std::uint64_t disagree = 0;
    for (std::size_t i = 0; i < mask.pixels.size(); ++i)
        disagree += (mask.pixels[i] >= k_mask_threshold) != (binary.pixels[i] == 1) ? 1 : 0;
    if (disagree > 0)
        problems.push_back(
            concat("BMP mask differs from PNG mask >= 128 in ", disagree, " pixels"));
    return problems;
}

Problems check_partial_mask(const std::string& kind, const Image& mask, const Image& printed,
                            const CropFacts& facts) {
    Problems problems;
    check_size(problems, kind.c_str(), mask, facts.width_px, facts.height_px, 1);
    if (!problems.empty() || printed.pixels.empty()) return problems;
    for (std::size_t i = 0; i < mask.pixels.size(); ++i)
        if (mask.pixels[i] > printed.pixels[i])
            return {concat(kind, " has more ink than the lead's mask")};
    return problems;
}

CropFacts facts_of(const LeadRow& row) {
    CropFacts facts{row.crop_px.width, row.crop_px.height, row.mask_columns_per_px, {}};
    if (row.mask_is_as_printed()) facts.mask_ink_px = row.target_ink_px;
    return facts;
}

Problems check_page_mask(PageItem item, const Image& mask, int width_px, int height_px) {
    Problems problems;
    const char* kind = type_of(item).kind;
    check_size(problems, kind, mask, width_px, height_px, item == PageItem::mask_soft ? 3 : 1);
    if (!problems.empty()) return problems;
    for (std::size_t i = 0; i < mask.pixels.size(); i += static_cast<std::size_t>(mask.channels)) {
        const std::uint8_t* const pixel = &mask.pixels[i];
        if (item == PageItem::mask_semantic && pixel[0] >= k_pixel_classes)
            return {concat("has the value ", int{pixel[0]}, ", which is no class")};
        if (item == PageItem::mask_soft && pixel[0] + pixel[1] + pixel[2] != 255)
            return {"has a pixel whose shares are not 255 together"};
    }
    return problems;
}

} // namespace ecgpress
