// The list of release formats. A new format adds one row to list.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dataset/release/item_counts.hpp"
#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// A format's row in the list.
struct ReleaseFormat {
    const char* name;
    const char* summary;
    std::unique_ptr<ReleaseWriter> (*open)(const fs::path& folder, const ReleaseSettings& settings);
    /// Its entries in a release's card.
    FormatCard (*card)(const ReleaseTally& tally, const ReleaseSettings& settings);
    bool keeps_shards = false;                   ///< Its parts are the run's shards.
    const char* needs = "its shards are empty."; ///< Why such a release may lack a page.
    /// Size in bytes of a page in it before caps, for `plan`. Null where `plan` does not need it:
    /// `folder`, which has its own counts, and formats that keep shards.
    std::uint64_t (*page_bytes)(const Sample& page, const ReleaseSettings& settings) = nullptr;
    /// Files of a page with an image, for `plan`. 0: pages are stored in larger files; `folder` has
    /// its own counts.
    int page_files = 0;
    bool needs_masks = false; ///< Only pages that also have masks are in it.
    /// ReleaseWriter::finish reads what all parts left in release_notes().
    bool index_needs_parts = false;
    bool needs_words = false; ///< Only runs with `truth.words` can be merged into it.
};

/// All formats; the first is the default.
const std::vector<ReleaseFormat>& release_formats();
/// @throws ConfigError if no format has this name
const ReleaseFormat& find_release_format(const std::string& name);

} // namespace ecgpress
