// How a release is written: the interface that each format implements.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

enum class OverlapSet { none, with_overlap, without_overlap };

/// What of a page goes into the release, after all caps. The vectors have one entry a lead of the
/// page.
struct PageSelection {
    bool digitization = false, detection = false;
    std::vector<bool> segmentation;
    std::vector<OverlapSet> overlap;

    /// Is anything of the page in the release?
    bool any() const;
    /// Is its image?
    bool image() const { return digitization || detection; }
    /// Is a lead's crop?
    bool crop(std::size_t lead) const {
        return segmentation[lead] || overlap[lead] != OverlapSet::none;
    }
};

/// A file of the release and its digest: a line of SHA256SUMS.
struct WrittenFile {
    std::string path; ///< relative to the release, '/' between
    std::string sha256;
};

/// What only those who publish a release know; empty: not told.
struct PublishSettings {
    std::string title = "ECG image dataset";
    std::string creator, url;
    std::string date; ///< YYYY-MM-DD
};

/// The configuration's `release`: nothing of it shapes a shard.
struct ReleaseSettings {
    std::vector<std::string> formats{"folder"};
    std::uint64_t pages_per_folder = 0; ///< 0: one flat folder, as the framework's readers expect
    bool trace_truth = true;            ///< each page's trace truth as one .npz
    bool pixel_digest = false;          ///< decode every page image for a digest of its pixels
    /// The release once more in archives of at most so many files and bytes; 0: no limit, and none
    /// if both are 0.
    std::uint64_t max_files = 0, max_bytes = 0;
    bool is_packed() const { return max_files > 0 || max_bytes > 0; }
    PublishSettings publish;
};

/// What a release says of the run that made it. Nothing here depends on rank count, shard size,
/// place or time.
struct ReleaseSummary {
    std::string version; ///< the software's
    std::string
        config; ///< effective configuration as JSON, less what cannot change a release's content
    std::string source_fingerprint;
    std::string typeface_sha256;
    std::string attribution; ///< Markdown
    std::string licence;     ///< of the recordings, as SPDX writes it but in lower case: cc-by-4.0
    std::vector<Failure> failures;
};

/// A part of a release: pages that one rank writes, in page order.
struct PartKey {
    std::optional<Split> split; ///< only pages of this split; nothing: of any
    std::uint64_t number = 0;

    /// "train-000003", "000003"
    std::string name() const;
    bool operator<(const PartKey& other) const;
    bool operator==(const PartKey& other) const;
};

/// A page as the walk over all tables meets it.
struct IndexedPage {
    const PageRow& row;
    const std::vector<LeadRow>& leads;
    const PageSelection& selection;
    std::uint64_t stored_bytes = 0; ///< all its items in its shard
    PartKey range;                  ///< where it goes unless the format makes parts of its own
    StoredSizes stored{};           ///< stored_bytes by kind of item
};

/// What a release's card says of its format.
struct FormatCard {
    std::string content; ///< a Markdown list of what lies where
    std::string reading; ///< Python that reads it, from within the release
    /// Page images in files of their own: "images/{split}/**/*.jpg"; empty: there are none.
    std::string images;
    /// What belongs to a split: the same, or "pages-{split}-*.tar"; empty: manifest.csv alone tells
    /// splits.
    std::string split_files;
    std::string media_type; ///< of split_files, or of images
};

/// Writes one release format into a folder. One object on one rank walks over all pages and at the
/// end makes what speaks of the whole; on each rank one writes parts.
class ReleaseWriter {
  public:
    virtual ~ReleaseWriter() = default;

    /// Takes note of a page; in page order. @return the part that it goes to; nothing if it is not
    /// in a release of this format
    virtual std::optional<PartKey> index_page(const IndexedPage& page) = 0;

    /// A part begins, perhaps over what an interrupted merge left of it.
    virtual void begin_part(const PartKey& /*part*/) {}
    /// Writes a page of the part; in page order.
    virtual std::vector<WrittenFile> write_page(const Sample& sample,
                                                const PageSelection& selection) = 0;
    /// Instead of pages, in formats that keep shards as they are (ReleaseFormat): takes a whole
    /// one.
    virtual std::vector<WrittenFile> write_shard(const fs::path& /*shard*/) { return {}; }
    /// @return files of the part as a whole
    virtual std::vector<WrittenFile> end_part() { return {}; }

    /// Writes the format's files about the whole, after all parts.
    virtual std::vector<WrittenFile> finish(const std::vector<PartKey>& parts) = 0;

    /// Where the page's image lies in the release; empty: in no file of its own.
    virtual std::string image_path(const PageRow& page, const PageSelection& selection) const = 0;
    virtual FormatCard card() const = 0;
};

/// Notes of an unfinished merge, within the release so that they go when it goes.
fs::path release_notes(const fs::path& folder);

} // namespace ecgpress
