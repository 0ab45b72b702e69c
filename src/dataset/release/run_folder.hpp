// A run's folder: where its shards, releases and logs lie.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include "dataset/shard/shard_writer.hpp"

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

  private:
    std::filesystem::path root_, scratch_;
};

} // namespace ecgpress
