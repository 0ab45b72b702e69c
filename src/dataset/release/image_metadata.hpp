// The tables in which Hugging Face's readers find the files of each dataset and split.
#pragma once

#include <string>
#include <vector>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// Folder of the metadata.jsonl that describes an image, with a trailing '/': its split's folder if
/// the release has one ("images/train/"), so that each split can be read separately; else the
/// release's root ("").
std::string metadata_folder(const std::string& image, Split split);

/// One JSON object and a line feed, with the same names and types for each line of a dataset. For a
/// page: its files, columns of manifest.csv, and objects (boxes of traces and names as x, y, width,
/// height in pixels, with YOLO's class numbers). For a crop: its files, columns of leads.csv and of
/// its page. Images are relative to the table's folder, signals to the release's.
std::string table_text(const IndexedPage& page, const TableLine& line, const LabelSettings& labels);

/// The datasets of a release whose splits have these items. @param patterns  of their files;
/// "{split}" is replaced by the split's name
CardConfig card_config(const std::string& name, const std::vector<std::string>& patterns,
                       const ReleaseTally& tally,
                       const std::vector<std::uint64_t ItemCounts::*>& items);
/// The same for page images in a folder of each split, with its metadata.jsonl.
/// @param folder  with "{split}" and a trailing '/'
CardConfig image_config(const std::string& name, const std::string& folder,
                        const ReleaseTally& tally, const ReleaseSettings& settings);

} // namespace ecgpress
