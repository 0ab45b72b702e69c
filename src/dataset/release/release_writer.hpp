// The interface that each release format implements.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "dataset/shard/label_classes.hpp"
#include "dataset/shard/sample.hpp"
#include "dataset/shard/truth_settings.hpp"

namespace ecgpress {

namespace fs = std::filesystem;

enum class OverlapSet { none, with_overlap, without_overlap };

/// The items of a page that go into the release, after all caps. The vectors have one entry per
/// lead of the page.
struct PageSelection {
    bool digitization = false, detection = false;
    std::vector<bool> segmentation;
    std::vector<OverlapSet> overlap;

    /// True if any item of the page is in the release.
    bool any() const;
    /// True if its image is in the release.
    bool image() const { return digitization || detection; }
    /// True if a lead's crop is in the release.
    bool crop(std::size_t lead) const {
        return segmentation[lead] || overlap[lead] != OverlapSet::none;
    }
};

/// A file of the release and its digest, as in a line of SHA256SUMS.
struct WrittenFile {
    std::string path; ///< Relative to the release, with '/'.
    std::string sha256;
    std::uint64_t size = 0; ///< In bytes; 0 if it was read from SHA256SUMS.
};

/// Data that only the publisher of a release can supply; empty if not stated.
struct PublishSettings {
    std::string title = "ECG image dataset";
    std::string creator; ///< Names of creators, separated by ';'.
    std::string url;
    std::string date;              ///< YYYY-MM-DD
    std::string license;           ///< SPDX identifier; empty: that of the recordings.
    std::string doi;               ///< "10.5281/zenodo.123"
    std::string version = "1.0.0"; ///< Of the data.
    std::string description, citation;
};

/// The configuration's `release`, which does not affect shards, and `labels` and `truth`, which do.
struct ReleaseSettings {
    std::vector<std::string> formats{"folder"};
    std::uint64_t pages_per_folder = 0; ///< 0: one flat folder, as the framework's readers expect.
    /// Outlines of `yolo-seg` have fewer points, so that with the first one repeated there are at
    /// most this many. 0: exact outlines.
    std::uint64_t outline_points = 1000;
    bool trace_truth = true;   ///< Write each page's trace truth as one .npz.
    std::string only;          ///< Pages that are in its datasets (PageFilter). Empty: all.
    bool pixel_digest = false; ///< Decode every page image for a digest of its pixels.
    /// Also pack the release into archives of at most this many files and bytes each. 0: no limit;
    /// no archives if all of these are 0 and pack is "none".
    std::uint64_t max_files = 0, max_bytes = 0;
    std::uint64_t max_archives = 0; ///< At most this many archives. 0: no limit.
    std::string pack = "none";      ///< Or "zenodo": archives that its records can hold.
    bool is_packed() const {
        return max_files > 0 || max_bytes > 0 || max_archives > 0 || pack != "none";
    }
    /// Most files of all releases of a run together. 0: no limit.
    std::uint64_t most_files = 2'000'000;
    PublishSettings publish;
    LabelSettings labels;
    TruthSettings truth;
};

/// What a release states about its run. Independent of rank count, shard size, path and time.
struct ReleaseSummary {
    std::string version; ///< Version of the software.
    std::string config;  ///< Effective configuration as JSON, without settings that cannot change a
                         ///< release's content.
    std::string source_fingerprint;
    std::string typeface_sha256;
    std::string attribution; ///< Markdown.
    std::string
        licence; ///< Licence of the recordings as an SPDX identifier in lower case: cc-by-4.0.
    std::vector<Failure> failures;
};

/// A part of a release: pages that one rank writes in page order.
struct PartKey {
    std::optional<Split> split; ///< Only pages of this split; no value: of any split.
    std::uint64_t number = 0;

    /// "train-000003", "000003"
    std::string name() const;
    bool operator<(const PartKey& other) const;
    bool operator==(const PartKey& other) const;
};

/// A page while all tables are read.
struct IndexedPage {
    const PageRow& row;
    const std::vector<LeadRow>& leads;
    const PageSelection& selection;
    std::uint64_t stored_bytes = 0; ///< All its items in its shard.
    PartKey range;                  ///< Its part, unless the format divides pages differently.
    StoredSizes stored{};           ///< stored_bytes per type of item.
    const std::vector<WordRow>* words = nullptr; ///< null: none
    const std::vector<BeatRow>* beats = nullptr;
};

/// A line of a table in which Hugging Face's readers find a page or a crop: its files and facts.
struct TableLine {
    std::string table; ///< Path in the release: "images/train/metadata.jsonl".
    /// Image files by the names of their columns; paths in the release. "file_name" is the image,
    /// "mask_file_name" its mask.
    std::vector<std::pair<const char*, std::string>> images;
    std::vector<std::string> signals;  ///< Files of its signals; paths in the release.
    std::optional<std::size_t> lead;   ///< The lead of a crop; no value for a page.
    OverlapSet set = OverlapSet::none; ///< The dataset of a crop.
};

/// A dataset in a release, which Hugging Face's readers load by its name.
struct CardConfig {
    std::string name;
    /// Patterns of the files of each split; none for a split that is empty.
    std::array<std::vector<std::string>, k_split_count> files;
};

/// A format's entries in a release's card.
struct FormatCard {
    std::string content; ///< A Markdown list of files and folders.
    std::string reading; ///< Python code that reads the release from its folder.
    /// Pattern of page images stored as separate files: "images/{split}/**/*.jpg"; empty if there
    /// are none.
    std::string images;
    /// All of them have files of one type, because a reader uses one loader for all datasets.
    std::vector<CardConfig> configs;
};

/// Writes one release format into a folder. One object on one rank visits all pages and finally
/// writes the files about the complete release. One object on each rank writes parts.
class ReleaseWriter {
  public:
    virtual ~ReleaseWriter() = default;

    /// Registers a page; in page order. @return the part that contains it, or no value if a release
    /// of this format does not
    virtual std::optional<PartKey> index_page(const IndexedPage& page) = 0;

    /// Starts a part. Overwrites what an interrupted merge left of it.
    virtual void begin_part(const PartKey& /*part*/) {}
    /// Writes a page of the part; in page order.
    virtual std::vector<WrittenFile> write_page(const Sample& sample,
                                                const PageSelection& selection) = 0;
    /// Adds a complete shard instead of pages, in formats that keep shards as they are
    /// (ReleaseFormat).
    virtual std::vector<WrittenFile> write_shard(const fs::path& /*shard*/) { return {}; }
    /// Reads kept shards in this folder, not in the release, in finish().
    virtual void use_shards(const fs::path& /*folder*/) {}
    /// @return files that the part has as a unit, such as an archive, and notes that `finish` needs
    /// of it, whose paths are below release_notes()
    virtual std::vector<WrittenFile> end_part() { return {}; }

    /// Writes the format's files about the complete release, after all parts. Parts may have been
    /// written by other ranks and earlier starts: it knows them only by their keys and notes.
    virtual std::vector<WrittenFile> finish(const std::vector<PartKey>& parts) = 0;

    /// Path of the page's image in the release; empty if it is not a separate file.
    virtual std::string image_path(const PageRow& page, const PageSelection& selection) const = 0;
    /// The lines of all tables about the page and its crops. By default one about its image.
    virtual std::vector<TableLine> table_lines(const IndexedPage& page) const;
};

/// Notes of an unfinished merge, inside the release so that they are removed with it.
fs::path release_notes(const fs::path& folder);
/// Path of a note relative to the release.
std::string note_path(const std::string& name);
/// Whether a path relative to the release is one of a note.
bool is_note(const std::string& path);

} // namespace ecgpress
