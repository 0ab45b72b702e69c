// A page or a crop as one JSON text: the values of the tables, signals in mV and the plan, for
// formats with self-contained samples.
#pragma once

#include <string>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// The page's row, its leads with boxes, time windows, scales and signals, and its plan.
std::string page_json(const Sample& sample, const PageSelection& selection);

/// A lead's row, the required columns of its page's row, and its signal.
std::string crop_json(const Sample& sample, std::size_t lead, const PageSelection& selection);

/// Upper limit for the size of page_json, computed without the sample.
std::uint64_t longest_page_json(const PageRow& row, std::size_t leads, const StoredSizes& stored);
/// Upper limit for the size of crop_json, excluding its signal.
std::uint64_t longest_crop_facts(const PageRow& row);

} // namespace ecgpress
