#include "dataset/folder_release.hpp"

#include <optional>
#include <unordered_set>
#include <utility>

#include "core/digest.hpp"
#include "core/file.hpp"
#include "dataset/release_index.hpp"
#include "dataset/release_paths.hpp"
#include "dataset/release_texts.hpp"
#include "dataset/truth_file.hpp"

namespace ecgpress {

namespace {

/// An item's bytes and their digest, made once however many datasets the item goes to.
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
          paths_(settings.pages_per_folder), trace_truth_(settings.trace_truth) {}

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
        if (!sample.overlap_png.empty() && selection.any())
            write_item(paths_.overlap_mask(index, page), sample.overlap_png);
        if (trace_truth_ && selection.any())
            write_item(paths_.trace_truth(index, page), truth_npz(sample));
        return std::move(written_);
    }

    void index_page(const PageRow& page, const std::vector<LeadRow>& leads,
                    const PageSelection& selection) override {
        index().add(page, leads, selection);
    }

    std::vector<WrittenFile> finish_index(const ReleaseSummary& summary) override {
        written_ = index().finish();
        const ReleaseTally& tally = index().tally();
        if (tally.total().detection > 0) write_text("detection-dataset/data.yaml", data_yaml());
        write_text("logs.json", logs_json(summary, tally));
        write_text("README.md", dataset_card(summary, tally));
        sync_file_system(folder_);
        return std::move(written_);
    }

  private:
    ReleaseIndex& index() {
        if (!index_) index_.emplace(folder_, paths_);
        return *index_;
    }

    void write_digitization(const Sample& sample, Content& image, std::vector<Content>& signals) {
        const std::uint64_t index = sample.row.index;
        const std::string page = page_name(sample.row);
        const std::string path = paths_.digitization_image(index, page);
        // Each page has a folder of its own here: kept in folders_, they would grow without end.
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
        Content crop(lead.crop_png), mask_png(lead.mask_png), mask_bmp(lead.mask_bmp),
            visible(lead.visible_png);
        const auto write_set = [&](OverlapSet set) {
            const CropPaths to =
                paths_.crop(set, sample.row.index, lead_name(sample.row, lead.row));
            write(to.image, crop);
            write(to.mask_png, mask_png);
            write(to.mask_bmp, mask_bmp);
            write(to.signal_json, signal);
            if (visible.count() > 0) write(to.mask_visible, visible);
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
        written_.push_back({path, content.sha256()});
    }

    void write_text(const std::string& path, const std::string& text) {
        Content content(text);
        write_into_folder(path, content);
    }

    fs::path folder_;
    std::string prefix_; ///< the folder, '/' at its end
    ReleasePaths paths_;
    bool trace_truth_;
    std::unordered_set<std::string> folders_; ///< those made already
    std::optional<ReleaseIndex> index_;       ///< made when first asked for: most ranks write none
    std::vector<WrittenFile> written_;
};

} // namespace

std::unique_ptr<ReleaseWriter> open_folder_release(const fs::path& folder,
                                                   const ReleaseSettings& settings) {
    return std::make_unique<FolderRelease>(folder, settings);
}

} // namespace ecgpress
