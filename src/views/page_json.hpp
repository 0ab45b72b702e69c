// A page for the viewer of web/preview.js.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// What tables say of a page, by the names that manifest.csv has, and with units in them. Empty
/// texts are left out.
std::vector<std::pair<std::string, std::string>> page_facts(const PageRow& row);

/// A JSON object, as web/preview.js tells. @param image_jpeg  of the page
std::string page_json(const Sample& sample, const Bytes& image_jpeg);

} // namespace ecgpress
