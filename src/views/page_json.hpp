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

/// The columns by which pages are sorted in a preview, as JSON: {name: number or text, ...}.
std::string sort_values(const Sample& sample);

/// Returns the JSON object that web/preview.js documents.
/// @param image  address of the page's image: data, or a path relative to the web page
/// @param files  paths of its files in a release, relative to the web page
std::string page_json(const Sample& sample, const std::string& image,
                      const std::vector<std::string>& files);

} // namespace ecgpress
