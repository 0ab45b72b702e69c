// Pages as JSON for the viewer web/preview.js.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Returns the values of a page's row in manifest.csv, with readable names and units. Empty values
/// are left out.
std::vector<std::pair<std::string, std::string>> page_facts(const PageRow& row);

/// Returns the JSON object that web/preview.js documents.
/// @param image_jpeg  of the page
std::string page_json(const Sample& sample, const Bytes& image_jpeg);

} // namespace ecgpress
