#include "dataset/formats/nnunet_release.hpp"

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "codec/jpeg.hpp"
#include "codec/json.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/line_reader.hpp"
#include "core/strings.hpp"
#include "dataset/formats/label_map.hpp"
#include "dataset/formats/lead_mask.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/release_folder.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/streamed_text.hpp"

namespace ecgpress {

namespace {

Bytes image_png(const Sample& page) {
    const Image image = decode_jpeg(page.image_jpeg);
    if (image.width != page.row.width_px || image.height != page.row.height_px)
        throw DataError(concat("the image of page ", page.row.index, " is ", image.width, "x",
                               image.height,
                               " px and does not match its row. Its shard is probably ",
                               "corrupt. Regenerate the shard."));
    return encode_noisy_png(image);
}

Bytes labels_png(const Sample& page, const LabelSettings& settings) {
    return encode_png(label_map(page, settings));
}

/// nnU-Net's folder suffixes for training and test cases.
const char* set_of(Split split) {
    return split == Split::test ? "Ts" : "Tr";
}

class NnunetRelease final : public ReleaseWriter {
  public:
    NnunetRelease(const fs::path& folder, const LabelSettings& labels)
        : files_(folder), labels_(labels) {}

    std::optional<PartKey> index_page(const IndexedPage& page) override {
        if (!takes(page.row, page.selection)) return std::nullopt;
        if (page.row.split != Split::test) note_case(page.row);
        return page.range;
    }

    std::vector<WrittenFile> write_page(const Sample& sample,
                                        const PageSelection& selection) override {
        if (!takes(sample.row, selection)) return {};
        files_.write(image_of(sample.row), image_png(sample));
        files_.write(map_of(sample.row), labels_png(sample, labels_));
        if (!sample.semantic_png.empty())
            files_.write(nnunet_semantic_map(sample.row), sample.semantic_png);
        return files_.take();
    }

    std::vector<WrittenFile> finish(const std::vector<PartKey>& parts) override;

    std::string image_path(const PageRow& page, const PageSelection& selection) const override {
        return takes(page, selection) ? image_of(page) : "";
    }

    /// Image folders of this format contain pages of two splits, so each split has a table.
    std::vector<TableLine> table_lines(const IndexedPage& page) const override {
        if (!takes(page.row, page.selection)) return {};
        std::vector<TableLine> lines = ReleaseWriter::table_lines(page);
        lines.push_back({split_table("segmentation", page.row.split),
                         {{"file_name", image_of(page.row)}, {"label_file_name", map_of(page.row)}},
                         {},
                         {},
                         OverlapSet::none});
        return lines;
    }

  private:
    static bool takes(const PageRow& page, const PageSelection& selection) {
        return selection.image() && has_masks(page);
    }
    /// A colour image is one file with all channels and counts as channel 0.
    static std::string image_of(const PageRow& page) {
        return concat("images", set_of(page.split), '/', page_name(page), "_0000.png");
    }
    static std::string map_of(const PageRow& page) {
        return concat("labels", set_of(page.split), '/', page_name(page), ".png");
    }

    /// The names of cases, one list for each of train and val, of which the fold consists.
    void note_case(const PageRow& page) {
        ++cases_;
        std::optional<StreamedText>& list = lists_.at(static_cast<std::size_t>(page.split));
        if (!list) list.emplace(release_notes(files_.folder()), list_name(page.split));
        list->append(page_name(page) + "\n");
    }

    static std::string list_name(Split split) { return concat(name_of(split), "-cases.txt"); }
    void append_list(StreamedText& fold, Split split) const;

    ReleaseFolder files_;
    LabelSettings labels_;
    std::array<std::optional<StreamedText>, 2> lists_; ///< Of train and val; set if it has a case.
    std::uint64_t cases_ = 0;
};

void NnunetRelease::append_list(StreamedText& fold, Split split) const {
    LineReader names(InputFile(release_notes(files_.folder()) / list_name(split), Links::refused));
    const char* between = "\n";
    for (auto name = names.next(); name; name = names.next()) {
        fold.append(concat(between, '"', *name, '"'));
        between = ",\n";
    }
}

std::vector<WrittenFile> NnunetRelease::finish(const std::vector<PartKey>& /*parts*/) {
    files_.write("dataset.json", nnunet_dataset_json(cases_, labels_));
    std::vector<WrittenFile> written = files_.take();
    if (cases_ == 0) return written;
    for (auto& list : lists_)
        if (list) list->finish();
    const SplitFlags has_cases{lists_[0].has_value(), lists_[1].has_value(), false};
    StreamedText fold(files_.folder(), "splits_final.json");
    fold.append("[{\"train\": [");
    append_list(fold, nnunet_cases_of(Split::train, has_cases));
    fold.append("\n], \"val\": [");
    append_list(fold, nnunet_cases_of(Split::val, has_cases));
    fold.append("\n]}]\n");
    written.push_back(fold.finish());
    return written;
}

} // namespace

std::unique_ptr<ReleaseWriter> open_nnunet_release(const fs::path& folder,
                                                   const ReleaseSettings& settings) {
    return std::make_unique<NnunetRelease>(folder, settings.labels);
}

std::string nnunet_semantic_map(const PageRow& page) {
    return concat("semantic", set_of(page.split), '/', page_name(page), ".png");
}

Split nnunet_cases_of(Split split, const SplitFlags& has_cases) {
    const Split other = split == Split::train ? Split::val : Split::train;
    return has_cases[static_cast<std::size_t>(split)] ? split : other;
}

std::string nnunet_dataset_json(std::uint64_t cases, const LabelSettings& settings) {
    const std::vector<std::string> names = trace_classes(settings);
    Json labels{{"background", 0}};
    for (std::size_t i = 0; i < names.size(); ++i) labels[names[i]] = i + 1;
    const Json dataset{{"channel_names", {{"0", "R"}, {"1", "G"}, {"2", "B"}}},
                       {"labels", labels},
                       {"numTraining", cases},
                       {"file_ending", ".png"},
                       {"overwrite_image_reader_writer", "NaturalImage2DIO"}};
    return dataset.dump(2) + "\n";
}

FormatCard nnunet_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    std::string content = concat(
        "- `imagesTr/`, `labelsTr/`: page images and label maps of train and val; "
        "`imagesTs/`, `labelsTs/`: of test. A label map holds 0 for background and 1-12 for "
        "the traces of I, II, III, aVR, aVL, aVF, V1-V6",
        settings.labels.rhythm_class ? ", 13 for rhythm strips" : "",
        "; where two cross, the one that covers more of the pixel, or if equal the one printed "
        "later.\n- `dataset.json`; `splits_final.json`: train and val, for nnU-Net's preprocessed "
        "folder.");
    for (const Split split : {Split::train, Split::val})
        if (tally.of(split).pages == 0)
            content += concat(" No page is in ", name_of(split),
                              ", so both lists of its fold have the same cases, as nnU-Net's fold "
                              "`all`.");
    CardConfig config{"segmentation", {}};
    for (const Split split : {Split::train, Split::val, Split::test})
        if (tally.of(split).pages > 0)
            config.files[static_cast<std::size_t>(split)] = {
                concat("images", set_of(split), "/*.png"),
                concat("labels", set_of(split), "/*.png"), split_table("segmentation", split)};
    content += "\n- `splits/`: for each split a table of its images and label maps, for Hugging "
               "Face.";
    return {content + "\n",
            "from pathlib import Path\nimport numpy as np\nfrom PIL import Image\n\n"
            "label = next(Path(\".\").glob(\"labelsT?/*.png\"))\n"
            "image = label.parent.name.replace(\"labels\", \"images\")\n"
            "page = np.array(Image.open(Path(image, label.stem + \"_0000.png\")))\n"
            "traces = np.array(Image.open(label))  # height x width\n",
            "images*/*.png",
            {config}};
}

std::uint64_t nnunet_page_bytes(const Sample& page, const ReleaseSettings& settings) {
    if (page.image_jpeg.empty() || !has_masks(page.row)) return 0;
    return image_png(page).size() + labels_png(page, settings.labels).size() +
           page.semantic_png.size();
}

} // namespace ecgpress
