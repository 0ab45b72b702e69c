#include "dataset/formats/yolo_release.hpp"

#include <optional>
#include <utility>
#include <vector>

#include "core/strings.hpp"
#include "dataset/formats/key_points.hpp"
#include "dataset/formats/mask_polygon.hpp"
#include "dataset/formats/oriented_box.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/release_folder.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/shard/yolo_lines.hpp"

namespace ecgpress {

namespace {

int class_of(const LeadRow& lead, const ReleaseSettings& settings) {
    return static_cast<int>(trace_class_of(lead, settings.labels));
}

std::string segment_lines(const Sample& page, const ReleaseSettings& settings) {
    YoloLines lines(page.row.width_px, page.row.height_px);
    for (const LeadSample& lead : page.leads) {
        const std::optional<LeadMask> mask = read_lead_mask(page.row, lead);
        if (!mask) continue;
        lines.begin(class_of(lead.row, settings));
        for (const OutlinePoint& point : outline_of(*mask, settings.outline_points))
            lines.half_pixels(point.x, point.y);
        lines.end();
    }
    return lines.text();
}

std::string pose_lines(const Sample& page, const ReleaseSettings& settings) {
    YoloLines lines(page.row.width_px, page.row.height_px);
    for (const LeadSample& lead : page.leads) {
        if (lead.row.box_px.empty()) continue;
        lines.begin(class_of(lead.row, settings)).box(lead.row.box_px);
        for (const KeyPoint& point : key_points(page, lead)) {
            if (point.visibility == Visibility::outside)
                lines.point(0, 0);
            else
                lines.point(point.at.x_px + 0.5, point.at.y_px + 0.5);
            lines.number(static_cast<int>(point.visibility));
        }
        lines.end();
    }
    return lines.text();
}

std::string oriented_lines(const Sample& page, const ReleaseSettings& settings) {
    YoloLines lines(page.row.width_px, page.row.height_px);
    for (const LeadSample& lead : page.leads) {
        if (lead.row.box_px.empty()) continue;
        lines.begin(class_of(lead.row, settings));
        for (const PointPx& corner : oriented_box(page, lead.row))
            lines.point(corner.x_px, corner.y_px);
        lines.end();
    }
    return lines.text();
}

/// Differences between the three formats.
struct YoloTask {
    std::string (*lines)(const Sample& page, const ReleaseSettings& settings);
    bool needs_masks;
    const char* yaml;    ///< Text of data.yaml before the names.
    const char* content; ///< Content of a line of the label files, for the card.
    const char* reading; ///< Python that parses the numbers of a line after its class.
};

const YoloTask k_segmentation{
    segment_lines, true, "",
    "the lead's class and the points of its trace's outline, x and y alternately",
    "    polygon = np.array(line.split()[1:], float).reshape(-1, 2)  # parts of width and "
    "height\n"};

const YoloTask k_pose{
    pose_lines, false,
    // Without flip_idx trainers do not use mirror images, in which time would run backwards.
    "kpt_shape: [5, 3] # name, trace start, trace end, baseline start, baseline end; "
    "x, y, visibility\n",
    "the lead's class, its trace's box (centre, width, height) and five key points (x, y, "
    "visibility: 2 visible, 1 hidden, 0 not in the image): its name, both ends of its trace, both "
    "ends of its baseline",
    "    box, points = np.split(np.array(line.split()[1:], float), [4])\n"
    "    points = points.reshape(5, 3)  # x, y, visibility\n"};

const YoloTask k_oriented{
    oriented_lines, false, "",
    "the lead's class and the four corners of the rectangle around its ink, clockwise from the "
    "start of the trace",
    "    corners = np.array(line.split()[1:], float).reshape(4, 2)\n"};

std::uint64_t page_bytes(const Sample& page, const YoloTask& task,
                         const ReleaseSettings& settings) {
    if (page.image_jpeg.empty() || (task.needs_masks && !has_masks(page.row))) return 0;
    return page.image_jpeg.size() + task.lines(page, settings).size();
}

FormatCard card_of(const YoloTask& task, const ReleaseTally& tally,
                   const ReleaseSettings& settings) {
    return {
        concat("- `images/`: the page images, one folder per split.\n- `labels/`: for each, one "
               "line per printed lead: ",
               task.content, ". Classes 0-11 are I, II, III, aVR, aVL, aVF, V1-V6",
               settings.labels.rhythm_class ? ", 12 is a rhythm strip" : "",
               "; positions are fractions of "
               "the image's width and height.\n- `data.yaml`: the same for trainers.\n"),
        concat("from pathlib import Path\nimport numpy as np\nfrom PIL import Image\n\n"
               "label = next(Path(\"labels\").rglob(\"*.txt\"))\n"
               "page = Image.open(Path(\"images\", *label.parts[1:]).with_suffix(\".jpg\"))"
               "\nfor line in label.read_text().splitlines():\n",
               task.reading),
        "images/{split}/**/*.jpg",
        {image_config("detection", "images/{split}/", tally, settings)}};
}

std::string yaml_of(const YoloTask& task, const SplitFlags& has_pages,
                    const LabelSettings& labels) {
    // An empty path is the folder of data.yaml, independent of a trainer's working folder.
    std::string text =
        concat("path: \"\"\n", split_lines(has_pages, "images/", ""), "\n", task.yaml, "names:\n");
    const std::vector<std::string> names = trace_classes(labels);
    for (std::size_t i = 0; i < names.size(); ++i) text += concat("  ", i, ": ", names[i], "\n");
    return text;
}

class YoloRelease final : public ReleaseWriter {
  public:
    YoloRelease(const fs::path& folder, const ReleaseSettings& settings, const YoloTask& task)
        : files_(folder), settings_(settings), task_(task) {}

    std::optional<PartKey> index_page(const IndexedPage& page) override {
        if (!takes(page.row, page.selection)) return std::nullopt;
        has_[static_cast<std::size_t>(page.row.split)] = true;
        return page.range;
    }

    std::vector<WrittenFile> write_page(const Sample& sample,
                                        const PageSelection& selection) override {
        if (!takes(sample.row, selection)) return {};
        files_.write(path_of("images/", sample.row, ".jpg"), sample.image_jpeg);
        files_.write(path_of("labels/", sample.row, ".txt"), task_.lines(sample, settings_));
        return files_.take();
    }

    std::vector<WrittenFile> finish(const std::vector<PartKey>& /*parts*/) override {
        files_.write("data.yaml", yaml_of(task_, has_, settings_.labels));
        return files_.take();
    }

    std::string image_path(const PageRow& page, const PageSelection& selection) const override {
        return takes(page, selection) ? path_of("images/", page, ".jpg") : "";
    }

  private:
    bool takes(const PageRow& page, const PageSelection& selection) const {
        return selection.image() && (!task_.needs_masks || has_masks(page));
    }

    /// "images/train/000003/3017_3by4.jpg"
    std::string path_of(const char* root, const PageRow& page, const char* suffix) const {
        return concat(root, name_of(page.split), '/',
                      page_folder(page.index, settings_.pages_per_folder), page_name(page), suffix);
    }

    ReleaseFolder files_;
    ReleaseSettings settings_;
    const YoloTask& task_;
    SplitFlags has_{};
};

} // namespace

std::unique_ptr<ReleaseWriter> open_yolo_seg_release(const fs::path& folder,
                                                     const ReleaseSettings& settings) {
    return std::make_unique<YoloRelease>(folder, settings, k_segmentation);
}

std::unique_ptr<ReleaseWriter> open_yolo_pose_release(const fs::path& folder,
                                                      const ReleaseSettings& settings) {
    return std::make_unique<YoloRelease>(folder, settings, k_pose);
}

std::unique_ptr<ReleaseWriter> open_yolo_obb_release(const fs::path& folder,
                                                     const ReleaseSettings& settings) {
    return std::make_unique<YoloRelease>(folder, settings, k_oriented);
}

std::string yolo_data_yaml(const std::string& format, const SplitFlags& has_pages,
                           const LabelSettings& labels) {
    const YoloTask& task = format == "yolo-seg"    ? k_segmentation
                           : format == "yolo-pose" ? k_pose
                                                   : k_oriented;
    return yaml_of(task, has_pages, labels);
}

FormatCard yolo_seg_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    return card_of(k_segmentation, tally, settings);
}

FormatCard yolo_pose_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    return card_of(k_pose, tally, settings);
}

FormatCard yolo_obb_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    return card_of(k_oriented, tally, settings);
}

std::uint64_t yolo_seg_page_bytes(const Sample& page, const ReleaseSettings& settings) {
    return page_bytes(page, k_segmentation, settings);
}

std::uint64_t yolo_pose_page_bytes(const Sample& page, const ReleaseSettings& settings) {
    return page_bytes(page, k_pose, settings);
}

std::uint64_t yolo_obb_page_bytes(const Sample& page, const ReleaseSettings& settings) {
    return page_bytes(page, k_oriented, settings);
}

} // namespace ecgpress
