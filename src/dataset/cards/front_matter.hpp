// Front matter of a dataset card: what Hugging Face's site and `datasets.load_dataset` read.
#pragma once

#include <string>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// YAML between two lines of dashes: licence, title, tags, size, and `configs`, by which
/// `load_dataset(folder, name)` finds the files of each dataset and split.
std::string front_matter(const FormatCard& format, const ReleaseSummary& summary,
                         const ReleaseTally& tally, const PublishSettings& publish);

} // namespace ecgpress
