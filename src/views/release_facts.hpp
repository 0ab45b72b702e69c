// Reads the JSON files of a release for a report.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "dataset/shard/sample.hpp"

namespace ecgpress {

/// Values from logs.json and digest.json.
struct ReleaseFacts {
    std::string source_kind; ///< such as "ptb-xl"
    std::string version, source_fingerprint, typeface_sha256;
    std::string files_root, pixels_root; ///< "" if digest.json does not exist or has no such root
    bool has_digest = false;
    /// Number of items of each dataset, per split in the order of Split.
    std::vector<std::pair<std::string, std::array<std::uint64_t, k_split_count>>> items;
    std::vector<Failure> failures;
};

/// Reads logs.json and digest.json. @throws DataError, IoError
ReleaseFacts read_release_facts(const std::filesystem::path& release);

} // namespace ecgpress
