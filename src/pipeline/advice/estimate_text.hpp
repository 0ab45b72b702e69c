// An estimate as text for people.
#pragma once

#include <string>

#include "dataset/release/run_folder.hpp"
#include "pipeline/advice/estimate.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// A table for people. @param ranks  more than one: tells the time on so many, too
std::string describe(const Estimate& estimate, int ranks);
/// Where the run will lie, and whether there is room. Of a folder that is not there: of the one it
/// will be made in.
std::string describe_place(const RunFolder& folder, const Config& config, const Estimate& estimate);

} // namespace ecgpress
