// The texts about a whole release: the detection dataset's data.yaml, logs.json and the dataset
// card.
#pragma once

#include <string>

#include "dataset/release_index.hpp"
#include "dataset/release_writer.hpp"

namespace ecgpress {

/// data.yaml as Ultralytics' trainers read it from any folder: the three lists, and the names of
/// the 13 classes.
std::string data_yaml();

/// The run's configuration, counts and failures, as JSON; nothing of place or time.
std::string logs_json(const ReleaseSummary& summary, const ReleaseTally& tally);

/// The dataset card, Markdown: what the release holds, how it was made, how to read it, whose
/// recordings it shows.
std::string dataset_card(const ReleaseSummary& summary, const ReleaseTally& tally);

} // namespace ecgpress
