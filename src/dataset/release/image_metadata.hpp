// The line of metadata.jsonl for a page image. Hugging Face's image folders use this file.
#pragma once

#include <string>
#include <vector>

#include "dataset/shard/label_classes.hpp"
#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Folder of the metadata.jsonl that describes an image, with a trailing '/': its split's folder if
/// the release has one ("images/train/"), so that each split can be read separately; else the
/// release's root ("").
std::string metadata_folder(const std::string& image, Split split);

/// One JSON object and a line feed: file_name, the page's columns of manifest.csv, and its objects
/// (boxes of traces and names as x, y, width, height in pixels, with YOLO's class numbers).
/// @param image  relative to metadata_folder()
std::string metadata_line(const PageRow& page, const std::vector<LeadRow>& leads,
                          const std::string& image, const LabelSettings& labels);

} // namespace ecgpress
