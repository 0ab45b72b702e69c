// Which run a folder belongs to (run.json), and how its shards are numbered.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "dataset/release/release_tables.hpp"
#include "dataset/release/run_folder.hpp"
#include "dataset/shard/shard.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/press/run_inputs.hpp"

namespace ecgpress {

/// What run.json states about its run. Neither records nor typefaces are opened for it.
struct RunIdentity {
    Config config;
    ConfigTexts texts;
    std::string fingerprint, source_fingerprint, typeface_sha256, version;
    /// digests_of() its typefaces; no value in folders of older versions
    std::optional<std::vector<std::string>> typefaces_sha256;
};

/// @param text  content of run.json @throws DataError naming what is wrong
RunIdentity parse_run_identity(const std::string& text);
/// The same as far as the header of a shard states it. @throws ConfigError if it cannot be read
RunIdentity identity_of_shard(const ShardHeader& header);
/// Why the fingerprint in run.json is not the one of its configuration; empty if it is, or if this
/// cannot be known: `can_check_fingerprint`.
std::string fingerprint_problem(const RunIdentity& run);
bool can_check_fingerprint(const RunIdentity& run);

/// The first values of the run in which a release or a shard differs from it; empty if there are
/// none. Settings of releases do not count.
std::string differences_of(const StatedRun& release, const RunIdentity& run);
std::string differences_of(const ShardHeader& shard, const RunIdentity& run);

/// Creates the folder, or checks that it belongs to this run.
/// @throws ConfigError if it contains a different run (lists the first keys that differ) or other
/// files; IoError
void claim_run(const RunFolder& folder, const RunInputs& inputs);
/// Checks that the folder belongs to this run; writes nothing. @throws ConfigError
void require_run(const RunFolder& folder, const RunInputs& inputs);

/// The configuration of the run that the folder belongs to. @throws ConfigError if there is none
Config config_of_run(const RunFolder& folder);

/// The first keys in which two JSON objects differ: "seed (7 there, 8 now), source.rate_hz (...)".
std::string differences(const std::string& theirs_json, const std::string& ours_json);

/// Number of shards of a run.
std::size_t shard_count(const Config& config);

/// The header of one of a run's shards.
ShardHeader shard_header(const RunIdentity& run, std::size_t shard);
ShardHeader shard_header(const RunInputs& inputs, std::size_t shard);

/// One of `count` equal parts of a run's shards: the work of one job of a job array.
struct RunPart {
    std::size_t index = 0, count = 1; ///< index from 0

    /// Its first shard, and the one after its last. @param shards  of the run
    std::size_t first(std::size_t shards) const { return shards * index / count; }
    std::size_t end(std::size_t shards) const { return shards * (index + 1) / count; }
};

} // namespace ecgpress
