#include "pipeline/preview.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "codec/jpeg.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "page/labels.hpp"
#include "pipeline/release_files.hpp"
#include "pipeline/release_tables.hpp"
#include "render/overlay.hpp"

namespace ecgpress {

namespace {

constexpr Colour k_trace_box{0, 110, 220}, k_name_box{0, 150, 60}, k_sample{220, 0, 0};
constexpr double k_mm_between_points = 1; ///< along the time axis
constexpr int k_sheet_columns = 2, k_sheet_cell_px = 1100;

/// Boxes of a label file in the image's pixels.
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
        boxes.push_back({{x - half_width, y - half_height, x + half_width, y + half_height},
                         label_class == 0 ? k_trace_box : k_name_box,
                         ""});
    }
    return boxes;
}

Bytes bytes_of(const std::string& text) {
    return {text.begin(), text.end()};
}

} // namespace

Image show_page(const RunInputs& inputs, std::uint64_t index, bool with_labels) {
    if (index >= inputs.plan->page_count())
        throw ConfigError(concat("there is no page ", index, " (the plan has pages 0 to ",
                                 inputs.plan->page_count() - 1, ")"));
    Press press(inputs);
    std::vector<Failure> failures;
    auto printed = press.print(index, failures);
    if (!printed)
        throw DataError(concat("page ", index, " cannot be printed: ", failures.back().reason));
    Image& image = printed->rendered.image;
    if (!with_labels) return image;
    const double px_per_mm = printed->labels.px_per_mm;
    std::vector<OverlayBox> boxes;
    for (std::size_t i = 0; i < printed->labels.panels.size(); ++i) {
        const PanelLabels& panel = printed->labels.panels[i];
        const Panel& source = printed->page.panels[i];
        const double px_per_sample = panel.px_per_s / source.rate_hz;
        const auto step = static_cast<std::size_t>(
            std::max(1.0, std::round(k_mm_between_points * px_per_mm / px_per_sample)));
        draw_points(image, panel.trace_px, k_sample, step);
        boxes.push_back({panel.box_px, k_trace_box, ""});
        if (panel.name_box_px) boxes.push_back({*panel.name_box_px, k_name_box, ""});
    }
    draw_boxes(image, boxes, px_per_mm);
    return image;
}

Image preview_release(const fs::path& release, std::size_t count) {
    const ReleaseTables tables(release);
    std::vector<ReleasePage> pages;
    tables.for_each_page([&](const ReleasePage& page) {
        if (page.datasets.has(Dataset::detection)) pages.push_back(page);
    });
    if (pages.empty())
        throw DataError(concat(release.string(), " has no page in its detection dataset to show"));
    ReleaseFiles files(release);
    const auto read = [&](const std::string& path) {
        if (const std::string why = files.refusal(path); !why.empty())
            throw DataError(concat((release / path).string(), " ", why));
        return read_file(release / path);
    };
    std::vector<Image> pictures;
    count = std::min(count, pages.size());
    for (std::size_t i = 0; i < count; ++i) {
        const ReleasePage& page = pages[i * pages.size() / count];
        Image image =
            decode_jpeg(bytes_of(read(tables.paths().detection_image(page.index, page.name))));
        const std::string labels = read(tables.paths().detection_label(page.index, page.name));
        draw_boxes(image, boxes_from_yolo(labels, image), std::clamp(page.px_per_mm, 0.0, 100.0));
        pictures.push_back(std::move(image));
    }
    return contact_sheet(pictures, std::min<int>(k_sheet_columns, static_cast<int>(count)),
                         k_sheet_cell_px);
}

void write_picture(const Image& picture, const fs::path& path) {
    const Bytes png = encode_png(picture);
    write_file(path, png.data(), png.size());
}

} // namespace ecgpress
