#include "pipeline/compare/yolo_files.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/formats/yolo_release.hpp"
#include "dataset/shard/yolo_lines.hpp"
#include "page/ink_outline.hpp"
#include "pipeline/rules/box_rules.hpp"
#include "pipeline/rules/lead_rules.hpp"
#include "pipeline/rules/mask_decoders.hpp"

namespace ecgpress {

namespace {

/// The numbers of a line after its class; empty if one is not a number from 0 to 2.
std::vector<double> numbers_of(const std::string& line) {
    std::vector<double> numbers;
    const std::vector<std::string> words = split_text(line, ' ');
    for (std::size_t i = 1; i < words.size(); ++i) {
        double value = 0;
        if (!parse_number(words[i], value) || !(value >= 0 && value <= 2)) return {};
        numbers.push_back(value);
    }
    return numbers;
}

/// Half of the last decimal, in pixels of the image's longer side.
double decimals_px(const ManifestRow& page) {
    return 0.6e-6 * std::max(page.width_px, page.height_px) + 1e-9;
}

/// Compares one line of a label file with its lead's row. @return problems
using LineCheck = Problems (*)(const std::string& line, const PageRows& rows, std::size_t lead,
                               const ReleaseSettings& settings);

int class_of(const LeadsRow& lead, const ReleaseSettings& settings) {
    return static_cast<int>(trace_class_of(lead, settings.labels));
}

std::string outline_line(const PageRows& rows, std::size_t lead,
                         const std::vector<OutlinePoint>& outline,
                         const ReleaseSettings& settings) {
    YoloLines lines(rows.page.width_px, rows.page.height_px);
    lines.begin(class_of(rows.leads[lead], settings));
    for (const OutlinePoint& point : outline) lines.half_pixels(point.x, point.y);
    return lines.text();
}

/// An exact outline is the one of the pixels inside it. A reduced one has middles of pixel edges.
Problems check_outline(const std::string& line, const PageRows& rows, std::size_t lead,
                       const ReleaseSettings& settings) {
    const std::vector<double> numbers = numbers_of(line);
    std::vector<OutlinePoint> outline;
    for (std::size_t i = 0; i + 1 < numbers.size(); i += 2)
        outline.push_back(
            {static_cast<int>(std::lround(2 * numbers[i] * rows.page.width_px)),
             static_cast<int>(std::lround(2 * numbers[i + 1] * rows.page.height_px))});
    const auto mask = mask_of_polygon(outline);
    if (!mask) return {"its outline contains no pixel"};
    const std::uint64_t most = settings.outline_points;
    if (most > 0 && outline.size() >= most)
        return {concat("its outline has ", outline.size(), " points. release.outline_points is ",
                       most, ".")};
    const bool is_reduced =
        most > 0 && std::all_of(outline.begin(), outline.end(), [](const OutlinePoint& point) {
            return (point.x + point.y) % 2 != 0;
        });
    if (line != outline_line(rows, lead, is_reduced ? outline : polygon_of(*mask), settings))
        return {"its class or outline is not that of the pixels inside it"};
    return check_lead_mask(*mask, rows, lead);
}

Problems check_pose(const std::string& line, const PageRows& rows, std::size_t lead,
                    const ReleaseSettings& settings) {
    constexpr std::size_t k_box_numbers = 4;
    const LeadsRow& row = rows.leads[lead];
    YoloLines lines(rows.page.width_px, rows.page.height_px);
    lines.begin(class_of(row, settings)).box(row.box_px);
    if (line.compare(0, lines.text().size() + 1, lines.text() + " ") != 0)
        return {"its class or box differs from leads.csv"};
    const std::vector<double> numbers = numbers_of(line);
    if (numbers.size() != k_box_numbers + 3 * k_key_point_count)
        return {"does not have five key points"};
    KeyPoints points;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const double* const at = &numbers[k_box_numbers + 3 * i];
        points[i].visibility = static_cast<Visibility>(static_cast<int>(at[2]));
        points[i].at = {at[0] * rows.page.width_px - 0.5, at[1] * rows.page.height_px - 0.5};
        if (points[i].visibility == Visibility::outside && at[0] == 0 && at[1] == 0)
            points[i].at = {};
    }
    return check_key_points(points, rows, lead, decimals_px(rows.page));
}

Corners corners_of(const std::vector<double>& numbers, const ManifestRow& page) {
    Corners corners;
    for (std::size_t i = 0; i < corners.size(); ++i)
        corners[i] = {numbers[2 * i] * page.width_px, numbers[2 * i + 1] * page.height_px};
    return corners;
}

/// Corners are those of a rectangle, clockwise from above the start of the trace.
Problems check_rectangle(const Corners& corners, const LeadsRow& lead, double decimals) {
    const auto &a = corners[0], &b = corners[1], &c = corners[2], &d = corners[3];
    const double tolerance = 4 * decimals;
    const double along_x = b.x_px - a.x_px, along_y = b.y_px - a.y_px, down_x = d.x_px - a.x_px,
                 down_y = d.y_px - a.y_px;
    const double along = std::hypot(along_x, along_y), down = std::hypot(down_x, down_y);
    if (!is_close(a.x_px + c.x_px, b.x_px + d.x_px, tolerance) ||
        !is_close(a.y_px + c.y_px, b.y_px + d.y_px, tolerance) ||
        std::abs(along_x * down_x + along_y * down_y) > tolerance * (along + down))
        return {"its corners are not those of a rectangle"};
    if (along_x * down_y - along_y * down_x < 0) return {"its corners are not clockwise"};
    const double centre_x = (a.x_px + c.x_px) / 2, centre_y = (a.y_px + c.y_px) / 2;
    const RectPx& box = lead.box_px;
    if (centre_x < box.x0_px || centre_x > box.x1_px || centre_y < box.y0_px ||
        centre_y > box.y1_px)
        return {"its centre is outside its lead's box"};
    return {};
}

Problems check_oriented(const std::string& line, const PageRows& rows, std::size_t lead,
                        const ReleaseSettings& settings) {
    const LeadsRow& row = rows.leads[lead];
    const std::vector<double> numbers = numbers_of(line);
    const std::string start = concat(class_of(row, settings), ' ');
    if (numbers.size() != 8 || line.compare(0, start.size(), start) != 0)
        return {"does not have its lead's class and four corners"};
    const Corners corners = corners_of(numbers, rows.page);
    Problems problems = check_rectangle(corners, row, decimals_px(rows.page));
    if (is_as_drawn(rows) && (numbers[0] != numbers[6] || numbers[2] != numbers[4] ||
                              numbers[1] != numbers[3] || numbers[5] != numbers[7]))
        problems.emplace_back("is turned, but its page is not");
    return problems;
}

class YoloCheck {
  public:
    explicit YoloCheck(ComparedRelease& release)
        : release_(release), writer_(find_release_format(release.stated.format)
                                         .open(release.folder(), release.stated.settings)),
          check_(release.stated.format == "yolo-seg"    ? check_outline
                 : release.stated.format == "yolo-pose" ? check_pose
                                                        : check_oriented) {}

    void page(const PageRows& rows, bool is_mine) {
        has_[static_cast<std::size_t>(rows.page.split)] = true;
        const std::string image = writer_->image_path(release_.stored_row(rows), rows.selection());
        std::string label = image;
        if (!label.empty()) {
            label.replace(0, label.find('/'), "labels");
            label.replace(label.rfind('.'), std::string::npos, ".txt");
        }
        release_.require(image);
        release_.require(label);
        if (!is_mine) return;
        release_.check_image(image, rows.page);
        if (const auto text = release_.read(label)) compare(label, *text, rows);
    }

    void finish() {
        const std::string path = "data.yaml";
        release_.require(path);
        const auto text = release_.read(path);
        if (text &&
            *text != yolo_data_yaml(release_.stated.format, has_, release_.stated.settings.labels))
            release_.report(path, "does not name the splits and classes of the release");
    }

  private:
    /// The leads of a page that have a line, in order.
    void compare(const std::string& path, const std::string& text, const PageRows& rows) {
        std::vector<std::string> lines = split_text(text, '\n');
        if (lines.empty() || !lines.back().empty())
            return release_.report(path, "does not end with a line break");
        lines.pop_back();
        std::vector<std::size_t> leads;
        const bool is_outline = release_.stated.format == "yolo-seg";
        for (std::size_t i = 0; i < rows.leads.size(); ++i)
            if (!rows.leads[i].box_px.empty()) leads.push_back(i);
        std::vector<std::size_t> needed = leads;
        if (is_outline) drop_thin(needed, rows);
        if (lines.size() < needed.size() || lines.size() > leads.size())
            return release_.report(path, concat("has ", lines.size(), " lines, leads.csv lists ",
                                                leads.size(), " leads with ink"));
        if (lines.size() != leads.size()) leads = needed;
        if (lines.size() != leads.size()) return; // which thin leads have lines is not known
        for (std::size_t i = 0; i < lines.size(); ++i)
            for (const std::string& problem :
                 check_(lines[i], rows, leads[i], release_.stated.settings))
                release_.report(
                    path, concat("line ", i + 1, " (", rows.leads[leads[i]].name, "): ", problem));
        if (release_.stated.format == "yolo-obb" && is_as_drawn(rows))
            compare_ink(path, lines, rows, leads);
    }

    /// Leads whose stroke may cover less than half of every pixel may have no line.
    static void drop_thin(std::vector<std::size_t>& leads, const PageRows& rows) {
        leads.erase(std::remove_if(
                        leads.begin(), leads.end(),
                        [&](std::size_t lead) { return !must_have_foreground(rows.leads[lead]); }),
                    leads.end());
    }

    /// On an undistorted page a rectangle is the ink's box.
    void compare_ink(const std::string& path, const std::vector<std::string>& lines,
                     const PageRows& rows, const std::vector<std::size_t>& leads) {
        std::vector<std::optional<RectPx>> ink_px(rows.leads.size());
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const std::vector<double> numbers = numbers_of(lines[i]);
            if (numbers.size() != 8) return;
            const Corners corners = corners_of(numbers, rows.page);
            ink_px[leads[i]] =
                RectPx{corners[0].x_px, corners[0].y_px, corners[2].x_px, corners[2].y_px};
        }
        check_boxes(rows, release_.stated, ink_px, 2 * decimals_px(rows.page),
                    [&](const std::string& table, const std::string& problem) {
                        release_.report(path, concat("differs from ", table, ": ", problem));
                    });
    }

    ComparedRelease& release_;
    std::unique_ptr<ReleaseWriter> writer_; ///< used for its paths only
    LineCheck check_;
    SplitFlags has_{};
};

} // namespace

FormatCheck yolo_check(ComparedRelease& release) {
    const auto check = std::make_shared<YoloCheck>(release);
    return {[check](const PageRows& rows, bool is_mine) { check->page(rows, is_mine); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
