// What metadata.jsonl says of a page image: the file that Hugging Face's image folders are read
// with.
#pragma once

#include <string>
#include <vector>

#include "dataset/sample.hpp"

namespace ecgpress {

/// One JSON object and a line feed: file_name, what manifest.csv tells of the page, and its objects
/// (boxes as x, y, width, height in pixels, with YOLO's class numbers).
/// @param image  relative to the release
std::string metadata_line(const PageRow& page, const std::vector<LeadRow>& leads,
                          const std::string& image);

} // namespace ecgpress
