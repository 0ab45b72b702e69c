// The run's folder: where its parts lie, and whose run it is.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "pipeline/press.hpp"

namespace ecgpress {

/// DIR/shards, DIR/release, DIR/logs, and DIR/run.json, which says which run the folder belongs to.
class RunFolder {
  public:
    explicit RunFolder(std::filesystem::path root) : root_(std::move(root)) {}

    const std::filesystem::path& root() const { return root_; }
    std::filesystem::path shards() const { return root_ / "shards"; }
    std::filesystem::path release() const { return root_ / "release"; }
    std::filesystem::path logs() const { return root_ / "logs"; }
    /// Notes of an unfinished merge, within the release so that they go when it goes.
    std::filesystem::path merge_progress() const { return release() / ".merge"; }
    std::filesystem::path shard(std::size_t number) const;

    /// Makes the folder, or checks that it belongs to this very run.
    /// @throws ConfigError if it holds another run (naming the first keys that differ) or foreign
    /// files; IoError
    void claim(const RunInputs& inputs) const;

    /// The configuration of the run that the folder belongs to. @throws ConfigError if there is
    /// none
    Config config() const;

  private:
    std::filesystem::path root_;
};

/// How many shards a run has.
std::size_t shard_count(const RunInputs& inputs);

} // namespace ecgpress
