#include "dataset/formats/webdataset_release.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/formats/lead_mask.hpp"
#include "dataset/formats/webdataset_set.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/sample_json.hpp"
#include "dataset/shard/truth_file.hpp"

namespace ecgpress {

namespace {

// The two sets of archives.
constexpr const char* k_pages = "pages";
constexpr const char* k_crops = "crops";

/// Bytes of a part in both archives.
struct Sizes {
    std::uint64_t pages = 0, crops = 0;

    bool any() const { return pages > 0 || crops > 0; }
    Sizes& operator+=(const Sizes& other) {
        pages += other.pages;
        crops += other.crops;
        return *this;
    }
    bool fit_with(const Sizes& other, std::uint64_t largest_tar) const {
        return TarWriter::archive_size(pages + other.pages) <= largest_tar &&
               TarWriter::archive_size(crops + other.crops) <= largest_tar;
    }
};

bool any_crop(const PageSelection& selection) {
    for (std::size_t i = 0; i < selection.segmentation.size(); ++i)
        if (selection.crop(i)) return true;
    return false;
}

/// Upper limit for the size of a page's members. Archives are divided by it before any is written.
Sizes most_bytes(const IndexedPage& page, const ReleaseSettings& settings) {
    Sizes bytes;
    const std::size_t leads = page.leads.size();
    if (page.selection.image()) {
        for (const std::uint64_t size : {page.stored.image, page.stored.label,
                                         longest_page_json(page.row, page.leads, page.stored)})
            bytes.pages += TarWriter::member_size(size);
        if (settings.trace_truth)
            bytes.pages += TarWriter::member_size(largest_truth_npz(page.row, leads, page.stored));
        for (const std::uint64_t size : {page.stored.semantic, page.stored.soft})
            if (size > 0) bytes.pages += TarWriter::member_size(size);
        if (settings.truth.words && page.words != nullptr)
            bytes.pages += TarWriter::member_size(longest_words_json(*page.words));
        if (settings.truth.beats && page.beats != nullptr)
            bytes.pages += TarWriter::member_size(longest_beats_json(*page.beats));
    }
    if (!any_crop(page.selection)) return bytes;
    bytes.crops = page.stored.crops + page.stored.signals + most_decimals(page.leads);
    for (std::size_t i = 0; i < leads; ++i)
        if (page.selection.crop(i)) // image, two masks, JSON
            bytes.crops += longest_crop_facts(page.row) + 4 * TarWriter::member_size(1);
    return bytes;
}

/// Calls add(suffix, file) for each member of a page's sample.
template <class Add>
void each_page_member(const Sample& page, const PageSelection& selection,
                      const ReleaseSettings& settings, Add add) {
    add("jpg", page.image_jpeg);
    add("json", page_json(page, selection));
    add("txt", page.yolo);
    // Not with the suffix npz: readers that decode it need the same arrays in every sample.
    if (settings.trace_truth) add("truth", truth_npz(page));
    if (!page.semantic_png.empty()) add("semantic.png", page.semantic_png);
    if (!page.soft_png.empty()) add("soft.png", page.soft_png);
    if (settings.truth.words) add("words.json", words_json(page.words));
    if (settings.truth.beats) add("beats.json", beats_json(page.beats));
}

/// The same for a lead's crop.
template <class Add>
void each_crop_member(const Sample& page, std::size_t lead, const PageSelection& selection,
                      Add add) {
    add("png", page.leads[lead].crop_png);
    add("mask.png", page.leads[lead].mask_png);
    add("mask.bmp", page.leads[lead].mask_bmp);
    add("json", crop_json(page, lead, selection));
}

class WebdatasetRelease final : public ReleaseWriter {
  public:
    WebdatasetRelease(fs::path folder, const ReleaseSettings& settings, std::uint64_t largest_tar)
        : folder_(std::move(folder)), settings_(settings), largest_tar_(largest_tar) {}

    std::optional<PartKey> index_page(const IndexedPage& page) override {
        const Sizes bytes = most_bytes(page, settings_);
        if (!bytes.any()) return std::nullopt;
        auto& part = open_parts_[static_cast<std::size_t>(page.row.split)];
        if (part.bytes.any() && !part.bytes.fit_with(bytes, largest_tar_))
            part = {part.number + 1, {}};
        part.bytes += bytes;
        return PartKey{page.row.split, part.number};
    }

    void begin_part(const PartKey& part) override {
        make_folder(folder_);
        part_ = part.name();
        pages_.reset();
        crops_.reset();
    }

    std::vector<WrittenFile> write_page(const Sample& sample,
                                        const PageSelection& selection) override {
        if (selection.image()) write_image(sample, selection);
        for (std::size_t i = 0; i < sample.leads.size(); ++i)
            if (selection.crop(i)) write_crop(sample, i, selection);
        return {};
    }

    std::vector<WrittenFile> end_part() override {
        std::vector<WrittenFile> files;
        for (auto* tar : {&pages_, &crops_}) {
            if (!*tar) continue;
            for (WrittenFile& file : (*tar)->finish()) files.push_back(std::move(file));
            tar->reset();
        }
        return files;
    }

    std::vector<WrittenFile> finish(const std::vector<PartKey>& parts) override {
        std::vector<WrittenFile> files;
        for (const char* set : {k_pages, k_crops})
            for (const Split split : {Split::train, Split::val, Split::test})
                if (auto index = write_wids_index(folder_, set, split, parts))
                    files.push_back(std::move(*index));
        return files;
    }

    std::string image_path(const PageRow&, const PageSelection&) const override { return ""; }

  private:
    struct OpenPart {
        std::uint64_t number = 0;
        Sizes bytes;
    };

    /// The part's archive of a set. Opened with its first sample.
    SampleTar& opened(std::optional<SampleTar>& tar, const char* set) const {
        if (!tar) tar.emplace(folder_, concat(set, '-', part_));
        return *tar;
    }

    void write_image(const Sample& sample, const PageSelection& selection) {
        SampleTar& pages = opened(pages_, k_pages);
        pages.begin_sample(page_name(sample.row));
        each_page_member(sample, selection, settings_,
                         [&](const char* suffix, const auto& file) { pages.add(suffix, file); });
    }

    void write_crop(const Sample& sample, std::size_t i, const PageSelection& selection) {
        SampleTar& crops = opened(crops_, k_crops);
        crops.begin_sample(lead_name(sample.row, sample.leads[i].row));
        each_crop_member(sample, i, selection,
                         [&](const char* suffix, const auto& file) { crops.add(suffix, file); });
    }

    fs::path folder_;
    ReleaseSettings settings_;
    std::uint64_t largest_tar_;
    std::array<OpenPart, k_split_count> open_parts_{}; ///< By split, while pages are indexed.
    std::string part_;                                 ///< The part being written.
    std::optional<SampleTar> pages_, crops_;           ///< Its archives.
};

} // namespace

std::unique_ptr<ReleaseWriter> open_webdataset_release(const fs::path& folder,
                                                       const ReleaseSettings& settings) {
    return open_webdataset_release(folder, settings, k_largest_webdataset_tar);
}

std::unique_ptr<ReleaseWriter> open_webdataset_release(const fs::path& folder,
                                                       const ReleaseSettings& settings,
                                                       std::uint64_t largest_tar) {
    return std::make_unique<WebdatasetRelease>(folder, settings, largest_tar);
}

FormatCard webdataset_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    const ItemCounts total = tally.total();
    const bool has_pages = total.digitization + total.detection > 0,
               has_crops = total.segmentation + total.with_overlap + total.without_overlap > 0;
    FormatCard card;
    card.configs = {card_config("pages", {"pages-{split}-*.tar"}, tally,
                                {&ItemCounts::digitization, &ItemCounts::detection}),
                    card_config("crops", {"crops-{split}-*.tar"}, tally,
                                {&ItemCounts::segmentation, &ItemCounts::with_overlap,
                                 &ItemCounts::without_overlap})};
    card.reading = "import io, json, tarfile\nfrom pathlib import Path\nimport numpy as np\n"
                   "from PIL import Image\n\n";
    if (has_pages) {
        card.content += concat(
            "- `pages-SPLIT-NNNNNN.tar`: one sample per page: `.jpg`, `.json` (page data, leads "
            "with boxes and signals in mV, plan), `.txt` (YOLO: class 0 a lead's trace, 1-12 the "
            "printed "
            "names)",
            settings.trace_truth ? ", `.truth` (position of each trace, an `.npz` file)" : "",
            "; if the configuration requests them, `.semantic.png` (class of each pixel) and "
            "`.soft.png` (shares of background, text and trace)",
            settings.truth.words ? ", `.words.json` (every word, as in words.csv)" : "",
            settings.truth.beats ? ", `.beats.json` (every beat, as in beats.csv)" : "", ".\n");
        card.reading += "tar = tarfile.open(next(Path().glob(\"pages-*.tar\")))\n"
                        "files = {m.name.split(\".\", 1)[1]: tar.extractfile(m).read() for m, _ in "
                        "zip(tar, range(3))}\n"
                        "page = Image.open(io.BytesIO(files[\"jpg\"]))\n"
                        "lead = json.loads(files[\"json\"])[\"leads\"][0]\n"
                        "millivolts = np.array(lead[\"signal_mv\"], float)  # NaN in gaps\n";
    }
    if (has_crops) {
        card.content +=
            "- `crops-SPLIT-NNNNNN.tar`: one sample per lead, cropped to its box: `.png`, "
            "`.mask.png` (only its trace, grey coverage 0-255), `.mask.bmp` (0 and "
            "1: PNG >= 128), `.json` (lead data, signal in mV).\n";
        card.reading += "tar = tarfile.open(next(Path().glob(\"crops-*.tar\")))\n"
                        "files = {m.name.split(\".\", 1)[1]: tar.extractfile(m).read() for m, _ in "
                        "zip(tar, range(4))}\n"
                        "mask = np.array(Image.open(io.BytesIO(files[\"mask.bmp\"])))  # 0 and 1\n";
    }
    card.content += "- `*.idx`: DALI's index of each archive; `pages-SPLIT.json`, "
                    "`crops-SPLIT.json`: wids' index of all archives.\n";
    return card;
}

std::uint64_t webdataset_page_bytes(const Sample& page, const ReleaseSettings& settings) {
    PageSelection selection; // the page and all its crops
    selection.segmentation.assign(page.leads.size(), true);
    selection.overlap.assign(page.leads.size(), OverlapSet::none);
    std::uint64_t bytes = 0;
    const auto count = [&](const char* /*suffix*/, const auto& file) {
        bytes += TarWriter::member_size(file.size());
    };
    if (!page.image_jpeg.empty()) each_page_member(page, selection, settings, count);
    for (std::size_t i = 0; i < page.leads.size() && has_masks(page.row); ++i)
        each_crop_member(page, i, selection, count);
    return bytes;
}

} // namespace ecgpress
