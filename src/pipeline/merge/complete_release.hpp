// The end of a merge: what speaks of the whole release, its digest, and SHA256SUMS, with which it
// is complete.
#pragma once

#include "dataset/release/release_digest.hpp"
#include "pipeline/merge/merge_index.hpp"

namespace ecgpress {

struct CompletedRelease {
    std::uint64_t files = 0;
    ReleaseDigest digest;
};

/// Where a part's lines of SHA256SUMS wait, in the release's notes: a part that has it is written.
fs::path part_sums(const fs::path& release, const PartKey& key);
/// Where the leaves of the pixels' digest wait: split and leaf of each page, a line each.
fs::path part_pixels(const fs::path& release, const PartKey& key);

/// Notes the settings that a release is started with. @param config  ConfigTexts::release
void note_settings(const std::string& config, const fs::path& release);

/// Writes logs.json, digest.json, README.md, croissant.json and SHA256SUMS, and removes the notes.
/// @throws IoError
CompletedRelease complete_release(const RunInputs& inputs, const fs::path& release,
                                  const ReleaseFormat& format, MergeIndex& index);

} // namespace ecgpress
