// Last step of a merge: writes the files about the whole release. SHA256SUMS is written last; a
// release that has it is complete.
#pragma once

#include "dataset/release/release_digest.hpp"
#include "pipeline/merge/merge_index.hpp"
#include "pipeline/merge/part_records.hpp"

namespace ecgpress {

struct CompletedRelease {
    std::uint64_t files = 0;
    ReleaseDigest digest;
};

/// Path of the note with a part's leaves for the page pixel digest, one line "split leaf" per page.
std::string pixels_note(const PartKey& key);

/// Whether a release has a SHA256SUMS that ends with the last file.
bool is_complete_release(const fs::path& release);

/// Stores the settings of a release when it is started. @param config  ConfigTexts::release
void note_settings(const std::string& config, const fs::path& release);

constexpr const char* k_log_file = "logs.json";

// The files about the whole release in the order of SHA256SUMS. Those that do not state its digest
// are the first ones there.

/// Writes the tables. @throws IoError, as all of these functions
std::vector<WrittenFile> write_tables(MergeIndex& index);
/// Writes the format's files about the whole release.
std::vector<WrittenFile> write_format_files(MergeIndex& index);
/// Writes CITATION.cff, .zenodo.json and logs.json, which do not depend on other files.
std::vector<WrittenFile> write_statements(const MergeInputs& inputs, const fs::path& release,
                                          const ReleaseFormat& format, const MergeIndex& index);

/// Writes the files that state the release's digest: digest.json, README.md, croissant.json.
/// @param files  those that croissant.json lists: the index files, and those of all parts unless
/// has_image_files()  @return them in the order of SHA256SUMS, in which they are the last
std::vector<WrittenFile> write_digest_files(const MergeInputs& inputs, const fs::path& release,
                                            const MergeIndex& index, const ReleaseDigest& digest,
                                            const std::vector<WrittenFile>& files);

/// The page pixel digest, from the pixels_note() of all parts.
std::string pixels_root_of(const fs::path& release, const std::vector<MergePart>& parts);

/// True if the release stores page images as files.
bool has_image_files(const MergeIndex& index);

/// Writes these files and SHA256SUMS, then removes the completion records. Called on rank 0, when
/// all parts have been checked. @throws IoError
CompletedRelease complete_release(const MergeInputs& inputs, const PartRecords& records,
                                  const ReleaseFormat& format, MergeIndex& index);

} // namespace ecgpress
