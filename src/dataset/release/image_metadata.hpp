// What metadata.jsonl says of a page image: the file that Hugging Face's image folders are read
// with.
#pragma once

#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// The folder of the metadata.jsonl that speaks of an image, '/' at its end: its split's folder,
/// where the release has one ("images/train/"), so that each split is read alone; else the
/// release's own
/// ("").
std::string metadata_folder(const std::string& image, Split split);

/// One JSON object and a line feed: file_name, what manifest.csv tells of the page, and its objects
/// (boxes as x, y, width, height in pixels, with YOLO's class numbers).
/// @param image  relative to metadata_folder()
std::string metadata_line(const PageRow& page, const std::vector<LeadRow>& leads,
                          const std::string& image);

} // namespace ecgpress
