// Paths in a run folder: its shards, releases and logs.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <utility>

#include "dataset/shard/shard_writer.hpp"

namespace ecgpress {

/// Does work in a run folder need its locks, or may it go on where the file system has none
/// (--no-lock)?
enum class Locking { required, optional };

/// DIR/shards, DIR/release, DIR/logs, and DIR/run.json, which identifies the run. While shards are
/// being generated, also DIR/parts with incomplete shards.
class RunFolder {
  public:
    /// @param scratch  folder for shards in progress instead of DIR/parts; empty: DIR/parts
    explicit RunFolder(std::filesystem::path root, std::filesystem::path scratch = {},
                       Locking locking = Locking::required)
        : root_(std::move(root)), scratch_(std::move(scratch)), locking_(locking) {}

    const std::filesystem::path& root() const { return root_; }
    std::filesystem::path shards() const { return root_ / "shards"; }
    /// DIR/release, or DIR/release-FORMAT for a format other than `folder`.
    std::filesystem::path release(const std::string& format) const {
        return root_ / (format == "folder" ? "release" : "release-" + format);
    }
    std::filesystem::path lock_file() const { return root_ / "run.lock"; }
    Locking locking() const { return locking_; }
    std::filesystem::path logs() const { return root_ / "logs"; }
    std::filesystem::path parts() const { return root_ / "parts"; }
    /// Empty if shards in progress are in DIR/parts.
    const std::filesystem::path& scratch() const { return scratch_; }
    std::filesystem::path shard(std::size_t number) const;
    /// The first pages of a shard, kept by a start that was stopped on request.
    std::filesystem::path kept_shard(std::size_t number) const;
    /// Path of a shard while this process writes it, a new one with each call (part_path). Contains
    /// the process number: what a killed process leaves can be distinguished from what is in use.
    ShardWorkplace workplace(std::size_t number) const;

  private:
    std::filesystem::path root_, scratch_;
    Locking locking_;
};

} // namespace ecgpress
