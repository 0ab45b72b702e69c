// The list of release formats. A new format adds one row to list.cpp.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "dataset/release/release_writer.hpp"

namespace ecgpress {

/// A row of the list of formats.
struct ReleaseFormat {
    const char* name;
    const char* summary;
    std::unique_ptr<ReleaseWriter> (*open)(const fs::path& folder, const ReleaseSettings& settings);
    bool keeps_shards = false;                  ///< its parts are the run's shards
    const char* needs = "its shards are empty"; ///< why a page may not be in such a release
    /// Bytes of a page in it before caps, for `plan`. Null where `plan` counts without: `folder`,
    /// which has counts of its own, and formats that keep shards.
    std::uint64_t (*page_bytes)(const Sample& page, const ReleaseSettings& settings) = nullptr;
};

/// All formats; the first is the default.
const std::vector<ReleaseFormat>& release_formats();
/// @throws ConfigError if there is none of this name
const ReleaseFormat& find_release_format(const std::string& name);

} // namespace ecgpress
