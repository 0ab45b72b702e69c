// An estimate as human-readable text.
#pragma once

#include <string>

#include "dataset/release/run_folder.hpp"
#include "pipeline/advice/estimate.hpp"
#include "pipeline/config/config.hpp"

namespace ecgpress {

/// Table of pages, then records, sizes and time. @param ranks  if above 1, the time on that many
/// ranks is also given
std::string describe(const Config& config, const Estimate& estimate, int ranks);
/// Folders of the run's output, needed and free bytes and files, and warnings if they are not
/// enough. For a folder that does not exist: free space of the file system where it will be
/// created.
std::string describe_place(const RunFolder& folder, const Config& config, const Estimate& estimate);

} // namespace ecgpress
