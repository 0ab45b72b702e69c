// The run's folder: where its parts lie, and whose run it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "dataset/shard.hpp"
#include "pipeline/press.hpp"

namespace ecgpress {

/// DIR/shards, DIR/release, DIR/logs, and DIR/run.json, which says which run the folder belongs to;
/// while shards are made also DIR/parts, with what is not whole yet.
class RunFolder {
  public:
    /// @param scratch  where shards in work lie instead of DIR/parts; empty: there
    explicit RunFolder(std::filesystem::path root, std::filesystem::path scratch = {})
        : root_(std::move(root)), scratch_(std::move(scratch)) {}

    const std::filesystem::path& root() const { return root_; }
    std::filesystem::path shards() const { return root_ / "shards"; }
    /// DIR/release, or of a format other than `folder` DIR/release-FORMAT.
    std::filesystem::path release(const std::string& format) const {
        return root_ / (format == "folder" ? "release" : "release-" + format);
    }
    std::filesystem::path lock_file() const { return root_ / "run.lock"; }
    std::filesystem::path logs() const { return root_ / "logs"; }
    std::filesystem::path parts() const { return root_ / "parts"; }
    std::filesystem::path shard(std::size_t number) const;
    /// The first pages of a shard, kept by a start that was asked to stop.
    std::filesystem::path kept_shard(std::size_t number) const;
    /// Where this process makes a shard. Named for the process: if a batch system runs a job again
    /// that is not quite dead, the two do not write into one file.
    ShardWorkplace workplace(std::size_t number) const;

    /// Makes the folder, or checks that it belongs to this very run.
    /// @throws ConfigError if it holds another run (naming the first keys that differ) or foreign
    /// files; IoError
    void claim(const RunInputs& inputs) const;
    /// Checks that the folder belongs to this very run; writes nothing. @throws ConfigError
    void require_run(const RunInputs& inputs) const;

    /// The configuration of the run that the folder belongs to. @throws ConfigError if there is
    /// none
    Config config() const;

  private:
    std::filesystem::path root_, scratch_;
};

/// "seed (7 there, 8 now), source.rate_hz (...)": the first keys in which two JSON objects differ.
std::string differences(const std::string& theirs_json, const std::string& ours_json);

/// How many shards a run has.
std::size_t shard_count(const Config& config);

/// The header of one of a run's shards.
ShardHeader shard_header(const RunInputs& inputs, std::size_t shard);

/// One of `count` like parts of a run's shards: what one job of a job array makes.
struct RunPart {
    std::size_t index = 0, count = 1; ///< index from 0

    /// Its first shard, and the one after its last. @param shards  of the run
    std::size_t first(std::size_t shards) const { return shards * index / count; }
    std::size_t end(std::size_t shards) const { return shards * (index + 1) / count; }
};

} // namespace ecgpress
