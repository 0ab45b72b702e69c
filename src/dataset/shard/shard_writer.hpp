// Writes a shard page by page in constant memory.
#pragma once

#include <filesystem>
#include <memory>

#include "dataset/shard/sample.hpp"
#include "dataset/shard/shard.hpp"

namespace ecgpress {

/// Where a shard lies while it is written, and where it waits for its final name: one path, or one
/// on node-local scratch and one on the final name's file system.
struct ShardWorkplace {
    fs::path part, landing;
};

/// Writes a part page by page in flat memory; commit() gives the file its final name. Without
/// commit nothing is left under that name; the destructor removes the part.
class ShardWriter {
  public:
    /// Works at PATH.part. @throws IoError
    ShardWriter(const fs::path& path, const ShardHeader& header);
    /// @throws IoError
    ShardWriter(fs::path path, const ShardHeader& header, ShardWorkplace workplace);
    ~ShardWriter();
    ShardWriter(const ShardWriter&) = delete;
    ShardWriter& operator=(const ShardWriter&) = delete;

    /// Pages come in increasing order of index; an index without page has a Failure with replaced =
    /// false.
    void add(const Sample& sample);
    void add(const Failure& failure);
    /// Writes the tables, closes, syncs, renames. @throws IoError
    void commit();
    /// The same with the pages there are by now, under a name that says that more are to come.
    void keep(const fs::path& kept);

  private:
    void finish(const fs::path& name);

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecgpress
