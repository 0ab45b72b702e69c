#include "views/pictures.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "page/labels.hpp"
#include "render/draw/overlay.hpp"
#include "views/named_output.hpp"
#include "views/page_pictures.hpp"

namespace ecgpress {

namespace {

constexpr Colour k_trace_box{0, 110, 220}, k_name_box{0, 150, 60}, k_sample{220, 0, 0};
constexpr double k_screen_dpi = 96; ///< CSS reference pixel: W3C, CSS Values and Units 3, 5.2
constexpr long long k_last_name = k_lead_count; ///< classes 1 to 12 are names
constexpr double k_mm_between_points = 1;       ///< along the time axis
constexpr int k_sheet_columns = 2, k_sheet_cell_px = 1100;

/// Encodes an image in the format that the name of its file asks for.
Bytes encoded_for(const fs::path& path, const Image& picture) {
    const std::string extension = lower_case(path.extension().string());
    if (extension == ".jpg" || extension == ".jpeg")
        return encode_jpeg(picture, JpegSettings(), k_screen_dpi);
    if (extension.empty() || extension == ".png") return encode_png(picture);
    throw ConfigError(concat(path.string(),
                             ": cannot write this kind of image. Use a name that ends "
                             "with .png or .jpg."));
}

/// Returns the boxes of a YOLO label file in pixels.
std::vector<OverlayBox> boxes_from_yolo(const std::string& text, const Image& image) {
    std::vector<OverlayBox> boxes;
    for (const std::string& line : split_text(text, '\n')) {
        const std::vector<std::string> columns = split_text(line, ' ');
        long long label_class = 0;
        std::array<double, 4> value{};
        if (columns.size() != 5 || !parse_number(columns[0], label_class)) continue;
        for (std::size_t i = 0; i < 4; ++i)
            if (!parse_number(columns[i + 1], value[i])) value[i] = 0;
        const double x = value[0] * image.width, y = value[1] * image.height;
        const double half_width = value[2] * image.width / 2,
                     half_height = value[3] * image.height / 2;
        boxes.push_back(
            {{x - half_width, y - half_height, x + half_width, y + half_height},
             label_class >= 1 && label_class <= k_last_name ? k_name_box : k_trace_box});
    }
    return boxes;
}

/// Returns the boxes of the page's label file, or those of its lead rows if there is none.
std::vector<OverlayBox> boxes_of(const Sample& sample, const Image& image) {
    if (!sample.yolo.empty()) return boxes_from_yolo(sample.yolo, image);
    std::vector<OverlayBox> boxes;
    for (const LeadSample& lead : sample.leads) {
        if (!lead.row.box_px.empty()) boxes.push_back({lead.row.box_px, k_trace_box});
        if (!lead.row.name_box_px.empty()) boxes.push_back({lead.row.name_box_px, k_name_box});
    }
    return boxes;
}

} // namespace

PrintedPage print_again(const RunInputs& inputs, std::uint64_t index) {
    if (index >= inputs.plan->page_count())
        throw ConfigError(concat("page ", index, " does not exist. The plan has pages 0 to ",
                                 inputs.plan->page_count() - 1, "."));
    Press press(inputs);
    std::vector<Failure> failures;
    auto printed = press.print(index, failures);
    if (!printed) throw cannot_print(index, failures);
    return std::move(*printed);
}

Image with_labels(const PrintedPage& printed) {
    Image image = printed.rendered.image;
    const double px_per_mm = printed.labels.px_per_mm;
    std::vector<OverlayBox> boxes;
    for (std::size_t i = 0; i < printed.labels.panels.size(); ++i) {
        const PanelLabels& panel = printed.labels.panels[i];
        const Panel& source = printed.page.panels[i];
        const double px_per_sample = panel.px_per_s / source.rate_hz;
        const auto step = static_cast<std::size_t>(
            std::max(1.0, std::round(k_mm_between_points * px_per_mm / px_per_sample)));
        draw_points(image, panel.trace_px, k_sample, px_per_mm, step);
        boxes.push_back({panel.box_px, k_trace_box});
        if (panel.name_box_px) boxes.push_back({*panel.name_box_px, k_name_box});
    }
    draw_boxes(image, boxes, px_per_mm);
    return image;
}

Image contact_sheet_of(const fs::path& folder, const PageChoice& choice) {
    std::vector<Image> pictures;
    for_each_chosen_page(find_pages(folder), choice, [&](const Sample& sample) {
        const Bytes jpeg = page_jpeg(sample);
        if (jpeg.empty()) return; // no dataset contains this page
        Image image = decode_jpeg(jpeg);
        draw_boxes(image, boxes_of(sample, image), sample.row.px_per_mm);
        // Reduced at once: a hundred full-size pages would not fit into memory.
        const int width = std::min(k_sheet_cell_px, image.width);
        const double height = static_cast<double>(image.height) * width / image.width;
        pictures.push_back(scaled(image, width, static_cast<int>(std::lround(height))));
    });
    if (pictures.empty()) throw DataError(concat(folder.string(), " contains no page images."));
    const int columns = std::min<int>(k_sheet_columns, static_cast<int>(pictures.size()));
    return contact_sheet(pictures, columns, k_sheet_cell_px);
}

void write_picture(const Image& picture, const fs::path& path) {
    const Bytes bytes = encoded_for(path, picture);
    NamedOutput file(path);
    file.append(bytes.data(), bytes.size());
    file.publish();
}

} // namespace ecgpress
