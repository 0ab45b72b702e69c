// The release format `folder`: one file per item, in the folder tree of the published framework, so
// that its readers work unchanged. Format: docs/formats/release.md.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "dataset/formats/data_yaml.hpp"
#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

std::unique_ptr<ReleaseWriter> open_folder_release(const fs::path& folder,
                                                   const ReleaseSettings& settings);

/// data.yaml of the detection dataset, as Ultralytics' trainers read it from any working folder:
/// the lists of the splits, and the names of the classes.
std::string detection_data_yaml(const SplitFlags& has_pages, const LabelSettings& labels);

FormatCard folder_card(const ReleaseTally& tally, const ReleaseSettings& settings);

} // namespace ecgpress
