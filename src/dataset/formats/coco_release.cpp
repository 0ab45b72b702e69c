#include "dataset/formats/coco_release.hpp"

#include <array>
#include <optional>
#include <utility>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/line_reader.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/key_points.hpp"
#include "dataset/formats/mask_runs.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/json_columns.hpp"
#include "dataset/release/release_folder.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/streamed_text.hpp"

namespace ecgpress {

namespace {

// A setting is external input and may not be UTF-8.
std::string text_of(const Json& json) {
    return json.dump();
}

Json info_of(const PublishSettings& publish) {
    return {{"description", publish.title},
            {"version", publish.version},
            {"contributor", publish.creator},
            {"url", publish.url},
            {"date_created", publish.date}};
}

/// Relative to its split's image folder: "000003/3017_3by4.jpg"
std::string file_name(const PageRow& page, std::uint64_t pages_per_folder) {
    return concat(page_folder(page.index, pages_per_folder), page_name(page), ".jpg");
}

/// Categories 1 for I ... 12 for V6 and, if it is set, 13 for rhythm strips, all with the same key
/// points.
Json categories(const LabelSettings& labels) {
    const std::vector<std::string> names = trace_classes(labels);
    Json list = Json::array();
    for (std::size_t i = 0; i < names.size(); ++i)
        list.push_back({{"id", i + 1},
                        {"name", names[i]},
                        {"supercategory", "lead"},
                        {"keypoints", k_key_point_names},
                        {"skeleton", {{2, 3}, {4, 5}}}});
    return list;
}

/// The key point members of an annotation.
void add_key_points(Json& annotation, const KeyPoints& points) {
    Json numbers = Json::array();
    int count = 0;
    for (const KeyPoint& point : points) {
        const int visibility = static_cast<int>(point.visibility);
        count += visibility > 0 ? 1 : 0;
        for (const double place : {point.at.x_px, point.at.y_px})
            numbers.push_back(Json::parse(fixed(place, 2)));
        numbers.push_back(visibility);
    }
    annotation["num_keypoints"] = count;
    annotation["keypoints"] = std::move(numbers);
}

std::optional<std::string> annotation_of(const Sample& page, std::size_t i,
                                         const LabelSettings& labels) {
    const LeadSample& lead = page.leads[i];
    const std::optional<LeadMask> mask = read_lead_mask(page.row, lead);
    if (!mask) return std::nullopt;
    return coco_annotation(page.row, lead.row, i, *mask, key_points(page, lead), labels);
}

class CocoRelease final : public ReleaseWriter {
  public:
    CocoRelease(const fs::path& folder, const ReleaseSettings& settings)
        : files_(folder), settings_(settings) {}

    /// The file lists all images before all annotations, so images are written as they are added.
    std::optional<PartKey> index_page(const IndexedPage& page) override {
        const PageRow& row = page.row;
        if (!takes(row, page.selection)) return std::nullopt;
        std::optional<StreamedText>& instances = instances_[static_cast<std::size_t>(row.split)];
        if (!instances) {
            make_folder_below(files_.folder(), "annotations");
            instances.emplace(files_.folder(),
                              concat("annotations/instances_", name_of(row.split), ".json"));
            instances->append(coco_head(settings_.publish));
        } else {
            instances->append(",\n");
        }
        instances->append(coco_image(row, settings_.pages_per_folder));
        return page.range;
    }

    void begin_part(const PartKey& part) override {
        part_ = part;
        for (std::optional<StreamedText>& fragment : fragments_) fragment.reset();
    }

    std::vector<WrittenFile> write_page(const Sample& sample,
                                        const PageSelection& selection) override {
        if (!takes(sample.row, selection)) return {};
        const Split split = sample.row.split;
        std::optional<StreamedText>& fragment = fragments_[static_cast<std::size_t>(split)];
        if (!fragment) fragment.emplace(files_.folder(), fragment_of(part_, split));
        for (std::size_t i = 0; i < sample.leads.size(); ++i)
            if (const auto annotation = annotation_of(sample, i, settings_.labels))
                fragment->append(*annotation + "\n");
        files_.write(path_of(sample.row), sample.image_jpeg);
        return files_.take();
    }

    std::vector<WrittenFile> end_part() override {
        std::vector<WrittenFile> notes;
        for (std::optional<StreamedText>& fragment : fragments_)
            if (fragment) notes.push_back(fragment->finish());
        return notes;
    }

    std::vector<WrittenFile> finish(const std::vector<PartKey>& parts) override {
        std::vector<WrittenFile> written;
        for (const Split split : {Split::train, Split::val, Split::test}) {
            std::optional<StreamedText>& instances = instances_[static_cast<std::size_t>(split)];
            if (!instances) continue;
            instances->append(k_coco_annotations);
            bool first = true;
            for (const PartKey& part : parts) append_fragment(*instances, part, split, first);
            instances->append(coco_end(settings_.labels));
            written.push_back(instances->finish());
        }
        return written;
    }

    std::string image_path(const PageRow& page, const PageSelection& selection) const override {
        return takes(page, selection) ? path_of(page) : "";
    }

  private:
    static bool takes(const PageRow& page, const PageSelection& selection) {
        return selection.image() && has_masks(page);
    }

    /// Note with the annotations of a part.
    static std::string fragment_of(const PartKey& part, Split split) {
        return note_path(concat(part.name(), ".", name_of(split), ".annotations"));
    }

    /// One line per annotation, so that the file is never held in memory.
    void append_fragment(StreamedText& instances, const PartKey& part, Split split,
                         bool& first) const {
        const fs::path fragment = files_.folder() / fragment_of(part, split);
        std::error_code ignored;
        if (!fs::exists(fragment, ignored)) return; // the part has no page of this split
        LineReader lines(InputFile(fragment, Links::refused));
        while (const auto line = lines.next()) {
            if (!std::exchange(first, false)) instances.append(",\n");
            instances.append(*line);
        }
    }

    std::string path_of(const PageRow& page) const {
        return concat("images/", name_of(page.split), "/",
                      file_name(page, settings_.pages_per_folder));
    }

    ReleaseFolder files_;
    ReleaseSettings settings_;
    PartKey part_;
    /// One per split that has pages: the complete file, and the part's.
    std::array<std::optional<StreamedText>, k_split_count> instances_, fragments_;
};

} // namespace

std::string coco_head(const PublishSettings& publish) {
    return concat("{\"info\": ", text_of(info_of(publish)),
                  ",\n\"licenses\": [],\n\"images\": [\n");
}

std::string coco_image(const PageRow& page, std::uint64_t pages_per_folder) {
    std::string image = text_of({{"id", page.index},
                                 {"file_name", file_name(page, pages_per_folder)},
                                 {"width", page.width_px},
                                 {"height", page.height_px}});
    image.pop_back(); // the closing brace
    return concat(image, ",", json_members(page, {"record", "patient", "group", "layout"}), ",",
                  json_facts(page), "}");
}

std::string coco_annotation(const PageRow& page, const LeadRow& lead, std::size_t i,
                            const LeadMask& mask, const KeyPoints& points,
                            const LabelSettings& labels) {
    constexpr std::uint64_t k_most_leads = 1000; // per page, so that annotation numbers are unique
    const auto runs = column_runs(mask, page.width_px, page.height_px);
    std::uint64_t area = 0;
    for (std::size_t k = 1; k < runs.size(); k += 2) area += runs[k];
    Json annotation{{"id", page.index * k_most_leads + i + 1},
                    {"image_id", page.index},
                    {"category_id", trace_class_of(lead, labels) + 1},
                    {"bbox", {mask.x, mask.y, mask.coverage.width, mask.coverage.height}},
                    {"area", area},
                    {"iscrowd", 0},
                    {"segmentation",
                     {{"size", {page.height_px, page.width_px}}, {"counts", text_of_runs(runs)}}}};
    add_key_points(annotation, points);
    return text_of(annotation);
}

std::string coco_end(const LabelSettings& labels) {
    return concat("],\n\"categories\": ", text_of(categories(labels)), "}\n");
}

std::unique_ptr<ReleaseWriter> open_coco_release(const fs::path& folder,
                                                 const ReleaseSettings& settings) {
    return std::make_unique<CocoRelease>(folder, settings);
}

FormatCard coco_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    return {concat("- `images/`: the page images, one folder per split.\n"
                   "- `annotations/instances_train.json`, "
                   "`instances_val.json`, `instances_test.json`: for each printed lead with ink "
                   "its category "
                   "(1-12: I, II, III, aVR, aVL, aVF, V1-V6",
                   settings.labels.rhythm_class ? "; 13: a rhythm strip" : "",
                   "), its mask (compressed run lengths), the mask's box and area, and five key "
                   "points.\n"),
            "import json\nfrom pathlib import Path\nfrom PIL import Image\n\n"
            "instances = json.load(open(next(Path(\"annotations\").glob(\"*.json\"))))\n"
            "image, annotation = instances[\"images\"][0], instances[\"annotations\"][0]\n"
            "page = Image.open(next(Path(\"images\").rglob(image[\"file_name\"])))\n"
            "x, y, width, height = annotation[\"bbox\"]\n"
            "# pycocotools.mask.decode(annotation[\"segmentation\"]): the trace, height x width\n",
            "images/{split}/**/*.jpg",
            {image_config("detection", "images/{split}/", tally, settings)}};
}

std::uint64_t coco_page_bytes(const Sample& page, const ReleaseSettings& settings) {
    if (page.image_jpeg.empty() || !has_masks(page.row)) return 0;
    std::uint64_t bytes = page.image_jpeg.size();
    for (std::size_t i = 0; i < page.leads.size(); ++i)
        if (const auto annotation = annotation_of(page, i, settings.labels))
            bytes += annotation->size();
    return bytes;
}

} // namespace ecgpress
