// logs.json of a release: its configuration, counts and failures.
#pragma once

#include <string>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// Contains no times, hosts or paths. @param format  name of the release's format
std::string logs_json(const std::string& format, const ReleaseSummary& summary,
                      const ReleaseTally& tally);

} // namespace ecgpress
