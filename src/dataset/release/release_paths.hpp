// Paths of the files of a `folder` release, defined once for the writer, verify and preview.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/release/release_writer.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

/// "000003/" for the pages of the fourth folder; "" if there is only one folder.
std::string page_folder(std::uint64_t page, std::uint64_t pages_per_folder);

/// All paths are relative to the release, with '/'. pages_per_folder as in ReleaseSettings.
class ReleasePaths {
  public:
    explicit ReleasePaths(std::uint64_t pages_per_folder) : pages_per_folder_(pages_per_folder) {}

    /// "detection-dataset/images/0_3by1.jpg"
    std::string detection_image(std::uint64_t page, const std::string& page_name) const;
    /// "detection-dataset/labels/0_3by1.txt"
    std::string detection_label(std::uint64_t page, const std::string& page_name) const;
    /// "digitization-dataset/0_3by1/0_3by1.jpg"
    std::string digitization_image(std::uint64_t page, const std::string& page_name) const;
    /// "digitization-dataset/0_3by1/0_3by1_lead_0.json"
    std::string digitization_signal(std::uint64_t page, const std::string& page_name,
                                    const std::string& lead_name) const;
    /// "trace-truth/0_3by1.npz"
    std::string trace_truth(std::uint64_t page, const std::string& page_name) const;
    /// "overlap-masks/0_3by1.png" @param mask  a mask of whole pages
    std::string page_mask(const PageItemType& mask, std::uint64_t page,
                          const std::string& page_name) const;
    /// "segmentation/mask-png/0_3by1_lead_0.png" with OverlapSet::none; otherwise in
    /// overlap-dataset/with-overlap/ or without-overlap/.
    std::string crop_file(const LeadItemType& item, OverlapSet set, std::uint64_t page,
                          const std::string& lead_name) const;

  private:
    std::string folder_of(std::uint64_t page) const;

    std::uint64_t pages_per_folder_;
};

/// Files about the whole release in every format, besides SHA256SUMS.
constexpr const char* k_every_release[] = {"manifest.csv",   "manifest.csv.zst", "leads.csv",
                                           "logs.json",      "digest.json",      "README.md",
                                           "croissant.json", "CITATION.cff",     ".zenodo.json"};

/// Tables of releases whose configuration requests them (`truth`).
constexpr const char *k_words_file = "words.csv", *k_beats_file = "beats.csv";
/// Those that a release with these settings has.
std::vector<std::string> truth_tables(const TruthSettings& truth);

/// Table of a dataset's split in formats whose image folders contain pages of all splits:
/// "splits/detection/train/metadata.jsonl".
std::string split_table(const std::string& dataset, Split split);

/// What a file of a release contains, derived from its path. For any format that names files after
/// pages.
struct ReleaseItem {
    std::optional<std::uint64_t>
        page;         ///< No value for files about the complete release or many pages.
    std::string kind; ///< "PNG mask of lead V3", "index file", or "" if unknown.
};
ReleaseItem item_at(const std::string& path);
/// Only the page, for lists of millions of files.
std::optional<std::uint64_t> page_at(const std::string& path);
/// Prefix of a message about the file: "page 12, PNG mask of lead V3: ".
std::string introduction(const std::string& path);

/// Files about the complete release, except SHA256SUMS.
const std::vector<std::string>& index_files();

/// The value of `dataset` in crops.csv: "segmentation", "with-overlap", "without-overlap".
const char* crop_set_name(OverlapSet set);

} // namespace ecgpress
