#include "pipeline/checks/label_rules.hpp"

#include <algorithm>

#include "codec/bmp.hpp"
#include "codec/jpeg.hpp"
#include "codec/json.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/lead.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

void check_size(Problems& problems, const char* what, const Image& image, std::int64_t width_px,
                int height_px, int channels) {
    if (image.width != width_px || image.height != height_px || image.channels != channels)
        problems.push_back(concat(what, " is ", image.width, "x", image.height, "x", image.channels,
                                  ", expected ", width_px, "x", height_px, "x", channels));
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

Problems check_page_image(const Bytes& jpeg, int width_px, int height_px) {
    Problems problems;
    try {
        check_size(problems, "image", decode_jpeg(jpeg), width_px, height_px, 3);
    } catch (const DataError& error) {
        problems.push_back(error.what());
    }
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

Problems check_signal(const std::string& text, std::uint64_t sample_count) {
    if (json_depth(text) > k_deepest_json) return {"is not an array of numbers"};
    Json values;
    try {
        values = Json::parse(text);
    } catch (const JsonError&) {
        return {"is not valid JSON"};
    }
    if (!values.is_array()) return {"is not an array of numbers"};
    Problems problems;
    if (values.size() != sample_count)
        problems.push_back(concat("has ", values.size(), " values, expected ", sample_count));
    for (const Json& value : values)
        if (!value.is_number() && !value.is_null()) {
            problems.push_back(concat("contains a value of type ", value.type_name(),
                                      ", expected number or null"));
            break;
        }
    return problems;
}

Problems check_crop(const Bytes& crop_png, const Bytes& mask_png, const Bytes& mask_bmp,
                    const CropFacts& facts) {
    Problems problems;
    try {
        check_size(problems, "crop", decode_png(crop_png), facts.width_px, facts.height_px, 3);
        const Image mask = decode_png(mask_png), binary = decode_mask_bmp(mask_bmp);
        const std::int64_t columns = std::int64_t{facts.width_px} * facts.mask_columns_per_px;
        check_size(problems, "PNG mask", mask, columns, facts.height_px, 1);
        check_size(problems, "BMP mask", binary, columns, facts.height_px, 1);
        if (!problems.empty()) return problems;
        std::uint64_t ink = 0, disagree = 0;
        for (std::size_t i = 0; i < mask.pixels.size(); ++i) {
            ink += mask.pixels[i] > 0 ? 1 : 0;
            disagree += (mask.pixels[i] >= k_mask_threshold) != (binary.pixels[i] == 1) ? 1 : 0;
        }
        if (facts.mask_ink_px && ink != *facts.mask_ink_px)
            problems.push_back(
                concat("PNG mask has ", ink, " ink pixels, expected ", *facts.mask_ink_px));
        if (disagree > 0)
            problems.push_back(
                concat("BMP mask differs from PNG mask >= 128 in ", disagree, " pixels"));
    } catch (const DataError& error) {
        problems.push_back(error.what());
    }
    return problems;
}

Problems check_partial_mask(const std::string& kind, const Bytes& png, const Bytes& printed_png,
                            const CropFacts& facts) {
    Problems problems;
    try {
        const Image mask = decode_png(png);
        check_size(problems, kind.c_str(), mask, facts.width_px, facts.height_px, 1);
        if (!problems.empty() || printed_png.empty()) return problems;
        const Image printed = decode_png(printed_png);
        for (std::size_t i = 0; i < mask.pixels.size(); ++i)
            if (mask.pixels[i] > printed.pixels[i])
                return {concat(kind, " has more ink than the lead's mask")};
    } catch (const DataError& error) {
        problems.push_back(error.what());
    }
    return problems;
}

Problems check_page_mask(const std::string& kind, const Bytes& png, int width_px, int height_px) {
    Problems problems;
    try {
        check_size(problems, kind.c_str(), decode_png(png), width_px, height_px, 1);
    } catch (const DataError& error) {
        problems.push_back(error.what());
    }
    return problems;
}

} // namespace ecgpress
