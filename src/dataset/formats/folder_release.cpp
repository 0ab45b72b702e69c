#include "dataset/formats/folder_release.hpp"

#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>

#include "core/digest.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/streamed_text.hpp"
#include "dataset/release/table_rows.hpp"
#include "dataset/shard/truth_file.hpp"

namespace ecgpress {

namespace {

/// An item's bytes and their digest, computed once for all datasets that contain the item.
class Content {
  public:
    template <class Item>
    explicit Content(const Item& item) : bytes_(item.data()), count_(item.size()) {}

    const void* bytes() const { return bytes_; }
    std::size_t count() const { return count_; }
    const std::string& sha256() {
        if (sha256_.empty()) sha256_ = sha256_of(bytes_, count_);
        return sha256_;
    }

  private:
    const void* bytes_;
    std::size_t count_;
    std::string sha256_;
};

std::string folder_of(const std::string& path) {
    return path.substr(0, path.rfind('/'));
}

class FolderRelease final : public ReleaseWriter {
  public:
    FolderRelease(fs::path folder, const ReleaseSettings& settings)
        : folder_(std::move(folder)), prefix_((folder_ / "").string()),
          paths_(settings.pages_per_folder), trace_truth_(settings.trace_truth),
          labels_(settings.labels) {}

    std::vector<WrittenFile> write_page(const Sample& sample,
                                        const PageSelection& selection) override {
        const std::uint64_t index = sample.row.index;
        const std::string page = page_name(sample.row);
        Content image(sample.image_jpeg), label(sample.yolo);
        std::vector<Content> signals;
        for (const LeadSample& lead : sample.leads) signals.emplace_back(lead.signal_json);
        written_.clear();
        if (selection.detection) {
            write(paths_.detection_image(index, page), image);
            write(paths_.detection_label(index, page), label);
        }
        if (selection.digitization) write_digitization(sample, image, signals);
        for (std::size_t i = 0; i < sample.leads.size(); ++i)
            write_crops(sample, i, selection, signals[i]);
        for (const PageItemType& item : k_page_items)
            if (item.asked_for != nullptr && !(sample.*item.image).empty() && selection.any())
                write_item(paths_.page_mask(item, index, page), sample.*item.image);
        if (trace_truth_ && selection.any())
            write_item(paths_.trace_truth(index, page), truth_npz(sample));
        return std::move(written_);
    }

    std::optional<PartKey> index_page(const IndexedPage& page) override {
        const PageSelection& selection = page.selection;
        if (selection.detection) {
            // Paths are relative to the folder of data.yaml, as YOLO's readers expect.
            const std::string image = paths_.detection_image(page.row.index, page_name(page.row));
            list(page.row.split).append("." + image.substr(image.find('/')) + "\n");
            has_pages_[static_cast<std::size_t>(page.row.split)] = true;
        }
        return page.range;
    }

    std::vector<WrittenFile> finish(const std::vector<PartKey>& /*parts*/) override {
        written_.clear();
        for (const auto& list : lists_) written_.push_back(list->finish());
        if (!lists_.empty())
            write_text("detection-dataset/data.yaml", detection_data_yaml(has_pages_, labels_));
        return std::move(written_);
    }

    std::string image_path(const PageRow& page, const PageSelection& selection) const override {
        const std::string name = page_name(page);
        return selection.detection      ? paths_.detection_image(page.index, name)
               : selection.digitization ? paths_.digitization_image(page.index, name)
                                        : "";
    }

    std::vector<TableLine> table_lines(const IndexedPage& page) const override {
        // First the table of all pages, then one for each dataset and split: image folders of this
        // format contain pages of all splits.
        std::vector<TableLine> lines = ReleaseWriter::table_lines(page);
        const std::uint64_t index = page.row.index;
        const std::string name = page_name(page.row);
        const Split split = page.row.split;
        if (page.selection.detection)
            lines.push_back({split_table("detection", split),
                             {{"file_name", paths_.detection_image(index, name)}},
                             {},
                             {},
                             OverlapSet::none});
        if (page.selection.digitization) {
            TableLine line{split_table("digitization", split),
                           {{"file_name", paths_.digitization_image(index, name)}},
                           {},
                           {},
                           OverlapSet::none};
            for (const LeadRow& lead : page.leads)
                line.signals.push_back(
                    paths_.digitization_signal(index, name, lead_name(page.row, lead)));
            lines.push_back(std::move(line));
        }
        for (std::size_t i = 0; i < page.leads.size(); ++i) {
            if (in_segmentation(page.selection, page.leads[i], i))
                lines.push_back(crop_line("segmentation", OverlapSet::none, page, i));
            const OverlapSet overlap = overlap_set(page.selection, page.leads[i], i);
            if (overlap != OverlapSet::none)
                lines.push_back(crop_line("overlap", overlap, page, i));
        }
        return lines;
    }

  private:
    TableLine crop_line(const char* dataset, OverlapSet set, const IndexedPage& page,
                        std::size_t lead) const {
        const std::string name = lead_name(page.row, page.leads[lead]);
        const auto file = [&](LeadItem item) {
            return paths_.crop_file(type_of(item), set, page.row.index, name);
        };
        return {split_table(dataset, page.row.split),
                {{"file_name", file(LeadItem::crop)}, {"mask_file_name", file(LeadItem::mask_png)}},
                {file(LeadItem::signal)},
                lead,
                set};
    }

    /// The list of a split. All three exist once there is a detection page.
    StreamedText& list(Split split) {
        if (lists_.empty()) make_folder_below(folder_, "detection-dataset");
        for (const Split each : {Split::train, Split::val, Split::test})
            if (lists_.size() < k_split_count)
                lists_.push_back(std::make_unique<StreamedText>(
                    folder_, concat("detection-dataset/", name_of(each), ".txt")));
        return *lists_[static_cast<std::size_t>(split)];
    }

    void write_digitization(const Sample& sample, Content& image, std::vector<Content>& signals) {
        const std::uint64_t index = sample.row.index;
        const std::string page = page_name(sample.row);
        const std::string path = paths_.digitization_image(index, page);
        // Each page has its own folder here: storing these in folders_ would take unbounded memory.
        make_folder_below(folder_, folder_of(path));
        write_into_folder(path, image);
        for (std::size_t i = 0; i < signals.size(); ++i)
            write_into_folder(
                paths_.digitization_signal(index, page, lead_name(sample.row, sample.leads[i].row)),
                signals[i]);
    }

    void write_crops(const Sample& sample, std::size_t i, const PageSelection& selection,
                     Content& signal) {
        const LeadSample& lead = sample.leads[i];
        const bool segmentation = selection.segmentation[i];
        const OverlapSet overlap = selection.overlap[i];
        if (lead.crop_png.empty() || (!segmentation && overlap == OverlapSet::none)) return;
        std::vector<std::pair<const LeadItemType*, Content>> files;
        for (const LeadItemType& item : k_lead_items)
            if (item.image == nullptr)
                files.emplace_back(&item, signal);
            else if (item.asked_for == nullptr || !(lead.*item.image).empty())
                files.emplace_back(&item, Content(lead.*item.image));
        const std::string name = lead_name(sample.row, lead.row);
        const auto write_set = [&](OverlapSet set) {
            for (auto& [item, content] : files)
                write(paths_.crop_file(*item, set, sample.row.index, name), content);
        };
        if (segmentation) write_set(OverlapSet::none);
        if (overlap != OverlapSet::none) write_set(overlap);
    }

    void write_item(const std::string& path, const Bytes& item) {
        Content content(item);
        write(path, content);
    }

    void write(const std::string& path, Content& content) {
        std::string folder = folder_of(path);
        if (folders_.count(folder) == 0) {
            make_folder_below(folder_, folder);
            folders_.insert(std::move(folder));
        }
        write_into_folder(path, content);
    }

    void write_into_folder(const std::string& path, Content& content) {
        write_file(prefix_ + path, content.bytes(), content.count());
        written_.push_back({path, content.sha256(), content.count()});
    }

    void write_text(const std::string& path, const std::string& text) {
        Content content(text);
        write_into_folder(path, content);
    }

    fs::path folder_;
    std::string prefix_; ///< The folder, with a trailing '/'.
    ReleasePaths paths_;
    bool trace_truth_;
    LabelSettings labels_;
    std::unordered_set<std::string> folders_;          ///< Folders created so far.
    std::vector<std::unique_ptr<StreamedText>> lists_; ///< Empty, or one per split.
    SplitFlags has_pages_{};                           ///< In the detection dataset.
    std::vector<WrittenFile> written_;
};

/// ", 13 is rhythm, 14 is page"
std::string additional_classes(const LabelSettings& labels) {
    const std::vector<std::string> names = box_classes(labels);
    std::string text;
    for (std::size_t i = k_lead_count + 1; i < names.size(); ++i)
        text += concat(", ", i, " is ", names[i]);
    return text;
}

/// The datasets as Hugging Face's readers find them. Each split of a dataset has the dataset's
/// image folders; its table says which of their images are in the split.
std::vector<CardConfig> configs_of(const ReleaseTally& tally, std::uint64_t pages_per_folder) {
    const std::string below = pages_per_folder == 0 ? "" : "*/";
    const auto config = [&](const std::string& name, std::vector<std::string> images,
                            const std::vector<std::uint64_t ItemCounts::*>& items) {
        images.push_back(concat("splits/", name, "/{split}/metadata.jsonl"));
        return card_config(name, images, tally, items);
    };
    return {config("digitization", {concat("digitization-dataset/", below, "*/*.jpg")},
                   {&ItemCounts::digitization}),
            config("detection", {concat("detection-dataset/images/", below, "*.jpg")},
                   {&ItemCounts::detection}),
            config("segmentation",
                   {concat("segmentation/image/", below, "*.png"),
                    concat("segmentation/mask-png/", below, "*.png")},
                   {&ItemCounts::segmentation}),
            config("overlap",
                   {concat("overlap-dataset/*/image/", below, "*.png"),
                    concat("overlap-dataset/*/mask-png/", below, "*.png")},
                   {&ItemCounts::with_overlap, &ItemCounts::without_overlap})};
}

} // namespace

FormatCard folder_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    const ItemCounts total = tally.total();
    FormatCard card;
    card.reading =
        "import csv, json\nfrom pathlib import Path\nimport numpy as np\n"
        "from PIL import Image\n\npages = list(csv.DictReader(open(\"manifest.csv\")))\n";
    if (total.digitization > 0) {
        card.content +=
            "- `digitization-dataset/`: one folder per page with its image and, for each "
            "printed lead, the millivolts as a JSON array (`null` in gaps).\n";
        card.reading += "signal = next(Path(\"digitization-dataset\").rglob(\"*_lead_*.json\"))\n"
                        "millivolts = np.array(json.load(open(signal)), float)  # NaN in gaps\n"
                        "page = Image.open(next(signal.parent.glob(\"*.jpg\")))\n";
        card.images = "digitization-dataset/**/*.jpg";
    }
    if (total.detection > 0) {
        card.content += "- `detection-dataset/`: page images and YOLO labels: class 0 is a lead's "
                        "trace, classes 1-12 are the printed names I, II, III, aVR, aVL, aVF, "
                        "V1-V6" +
                        additional_classes(settings.labels) +
                        "; `data.yaml`, `train.txt`, `val.txt`, `test.txt`.\n";
        // A page can be in only one of the two.
        card.images =
            total.digitization > 0 ? "*-dataset/**/*.jpg" : "detection-dataset/images/**/*.jpg";
    }
    if (total.segmentation > 0) {
        card.content += "- `segmentation/`: each lead cropped to its box (`image/`), only its "
                        "trace as grey coverage 0-255 (`mask-png/`) and as 0 and 1 (`mask-bmp/`: "
                        "PNG >= 128), and its millivolts (`signal-json/`).\n";
        card.reading += "crop = next(Path(\"segmentation/image\").rglob(\"*.png\"))\n"
                        "image = np.array(Image.open(crop))  # height, width, 3\n"
                        "bmp = Path(str(crop).replace(\"/image/\", \"/mask-bmp/\")).with_suffix("
                        "\".bmp\")\nmask = np.array(Image.open(bmp))  # 0 and 1\n";
    }
    if (total.with_overlap + total.without_overlap > 0)
        card.content += "- `overlap-dataset/`: the same, sorted by whether another lead's ink "
                        "enters the crop; the masks show only the lead, complete.\n";
    if (settings.trace_truth)
        card.content +=
            "- `trace-truth/`: the position of each trace with subpixel accuracy, one `.npz` "
            "per page.\n";
    card.content += "- `splits/`: for each dataset and split a table of its images, for Hugging "
                    "Face; `metadata.jsonl`: the same for one image of each page.\n";
    card.configs = configs_of(tally, settings.pages_per_folder);
    return card;
}

std::string detection_data_yaml(const SplitFlags& has_pages, const LabelSettings& labels) {
    const std::vector<std::string> names = box_classes(labels);
    std::string text = concat(
        "# For Ultralytics' trainers as it is, wherever they are started: to them an empty path is "
        "the folder of this file\n# (\".\" would be the one they are started in). For others set "
        "it to that folder's full path.\npath: \"\"\n",
        split_lines(has_pages, "", ".txt"), "\nnc: ", names.size(), "\nnames:\n");
    for (std::size_t i = 0; i < names.size(); ++i) text += concat("  ", i, ": ", names[i], "\n");
    return text;
}

std::unique_ptr<ReleaseWriter> open_folder_release(const fs::path& folder,
                                                   const ReleaseSettings& settings) {
    return std::make_unique<FolderRelease>(folder, settings);
}

} // namespace ecgpress
