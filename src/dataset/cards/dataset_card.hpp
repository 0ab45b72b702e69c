// The dataset card, README.md of a release.
#pragma once

#include <string>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// Markdown with Hugging Face's front matter: contents of the release, how it was generated, how to
/// read it, its digests, and the source's attribution.
std::string dataset_card(const FormatCard& format, const ReleaseSummary& summary,
                         const ReleaseTally& tally, const ReleaseDigest& digest,
                         const PublishSettings& publish);

} // namespace ecgpress
