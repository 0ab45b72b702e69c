// A page and a crop as one JSON text each: the facts that tables tell, signals in mV and the plan,
// for formats whose samples stand alone.
#pragma once

#include <string>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// The page's row, its leads with boxes, time windows, scales and signals, and its plan.
std::string page_json(const Sample& sample, const PageSelection& selection);

/// A lead's row, what one needs of its page's, and its signal.
std::string crop_json(const Sample& sample, std::size_t lead, const PageSelection& selection);

/// No page_json is longer; without the sample itself.
std::uint64_t longest_page_json(const PageRow& row, std::size_t leads, const StoredSizes& stored);
/// No crop_json is longer, less its signal.
std::uint64_t longest_crop_facts(const PageRow& row);

} // namespace ecgpress
