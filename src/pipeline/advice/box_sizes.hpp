// Sizes of the boxes of the detection dataset as a trainer sees them.
#pragma once

#include <map>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "pipeline/advice/warning.hpp"

namespace ecgpress {

/// Shorter sides of the boxes of each class, as shares of the longer side of their page's image.
using BoxSides = std::map<int, std::vector<double>>;

/// Adds the boxes of a page's label file.
void add_boxes(BoxSides& sides, const Sample& page);

/// A warning if the median side of a class is below 4 px when pages are reduced to Ultralytics'
/// default size of 640 px. Names the size at which it would not be.
std::vector<Warning> small_boxes(const BoxSides& sides);

} // namespace ecgpress
