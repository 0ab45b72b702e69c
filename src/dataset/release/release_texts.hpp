// The texts about a whole release: the detection dataset's data.yaml, logs.json and the dataset
// card.
#pragma once

#include <string>

#include "dataset/release/release_digest.hpp"
#include "dataset/release/release_index.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// data.yaml as Ultralytics' trainers read it from any folder: the three lists, and the names of
/// the 13 classes.
std::string data_yaml();

/// FormatCard's patterns for one split.
std::string with_split(std::string pattern, Split split);

/// The run's configuration, counts and failures, as JSON; nothing of place or time.
std::string logs_json(const std::string& format, const ReleaseSummary& summary,
                      const ReleaseTally& tally);

/// The dataset card, Markdown with Hugging Face's front matter: what the release holds, how it was
/// made, how to read it, by what digests it is known, whose recordings it shows.
std::string dataset_card(const FormatCard& format, const ReleaseSummary& summary,
                         const ReleaseTally& tally, const ReleaseDigest& digest,
                         const PublishSettings& publish);

} // namespace ecgpress
