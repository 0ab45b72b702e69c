#include "dataset/formats/wfdb_release.hpp"

#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "core/digest.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/wfdb_record.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/streamed_text.hpp"

namespace ecgpress {

namespace {

class WfdbRelease final : public ReleaseWriter {
  public:
    WfdbRelease(fs::path folder, const ReleaseSettings& settings)
        : folder_(std::move(folder)), pages_per_folder_(settings.pages_per_folder) {}

    std::optional<PartKey> index_page(const IndexedPage& page) override {
        if (!page.selection.image()) return std::nullopt;
        const std::string path = path_of(page.row), split = name_of(page.row.split);
        auto& list = lists_[static_cast<std::size_t>(page.row.split)];
        if (!list) {
            make_folder_below(folder_, split);
            list = std::make_unique<StreamedText>(folder_, split + "/RECORDS");
        }
        list->append(path.substr(split.size() + 1) + "\n");
        return page.range;
    }

    std::vector<WrittenFile> write_page(const Sample& sample,
                                        const PageSelection& selection) override {
        if (!selection.image()) return {};
        const std::string path = path_of(sample.row);
        make_folder_below(folder_, fs::path(path).parent_path());
        const WfdbFiles record = wfdb_record_of(sample);
        return {write(path + ".hea", record.header), write(path + ".dat", record.signals),
                write(path + ".jpg", sample.image_jpeg)};
    }

    std::vector<WrittenFile> finish(const std::vector<PartKey>& /*parts*/) override {
        std::vector<WrittenFile> files;
        for (const auto& list : lists_)
            if (list) files.push_back(list->finish());
        return files;
    }

    std::string image_path(const PageRow& page, const PageSelection&) const override {
        return path_of(page) + ".jpg";
    }

  private:
    /// Path of the page's files without suffix: "train/000003/3017_3by4".
    std::string path_of(const PageRow& row) const {
        const std::string folder =
            pages_per_folder_ == 0 ? "" : zero_padded(row.index / pages_per_folder_, 6) + "/";
        return concat(name_of(row.split), '/', folder, page_name(row));
    }

    template <class Content> WrittenFile write(const std::string& path, const Content& content) {
        write_file(folder_ / path, content.data(), content.size());
        return {path, sha256_of(content.data(), content.size()), content.size()};
    }

    fs::path folder_;
    std::uint64_t pages_per_folder_;
    std::array<std::unique_ptr<StreamedText>, k_split_count>
        lists_; ///< Only for splits that have pages.
};

} // namespace

std::unique_ptr<ReleaseWriter> open_wfdb_release(const fs::path& folder,
                                                 const ReleaseSettings& settings) {
    return std::make_unique<WfdbRelease>(folder, settings);
}

std::uint64_t wfdb_page_bytes(const Sample& page, const ReleaseSettings& /*settings*/) {
    if (page.image_jpeg.empty()) return 0;
    const WfdbFiles record = wfdb_record_of(page);
    return page.image_jpeg.size() + record.header.size() + record.signals.size();
}

FormatCard wfdb_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    FormatCard card;
    card.content =
        "- `train/`, `val/`, `test/`: one WFDB record per page (`.hea`, `.dat`) with one "
        "signal per printed panel, -32768 where nothing is printed, and the page's image "
        "(`.jpg`, named in the "
        "header by `# Image:`; `# Labels:` has its classes). `RECORDS`: the split's records.\n";
    card.reading =
        "from pathlib import Path\nimport numpy as np\nfrom PIL import Image\n\n"
        "header = next(Path().rglob(\"*.hea\"))\n"
        "first, *lines = header.read_text().splitlines()\n"
        "signals = [line.split() for line in lines if not line.startswith(\"#\")]\n"
        "units = np.fromfile(header.with_suffix(\".dat\"), \"<i2\").reshape(-1, len(signals))\n"
        "gain = np.array([float(signal[2].split(\"(\")[0]) for signal in signals])\n"
        "millivolts = np.where(units == -32768, np.nan, units / gain)\n"
        "page = Image.open(header.with_suffix(\".jpg\"))\n";
    card.images = "{split}/**/*.jpg";
    card.configs = {image_config("digitization", "{split}/", tally, settings)};
    return card;
}

} // namespace ecgpress
