// Writes a shard page by page in constant memory.
#pragma once

#include <filesystem>
#include <memory>

#include "dataset/shard/sample.hpp"
#include "dataset/shard/shard.hpp"

namespace ecgpress {

/// Path of a shard while it is written, and path before it gets its final name: the same path, or
/// one on node-local scratch and one on the final name's file system. Neither may exist.
struct ShardWorkplace {
    fs::path part, landing;
};

/// Writes a part page by page in constant memory. commit() gives the file its final name. Without
/// commit, no file has that name, and the destructor removes the part.
class ShardWriter {
  public:
    /// Writes beside the path. @throws IoError
    ShardWriter(const fs::path& path, const ShardHeader& header);
    /// @throws IoError
    ShardWriter(fs::path path, const ShardHeader& header, ShardWorkplace workplace);
    ~ShardWriter();
    ShardWriter(const ShardWriter&) = delete;
    ShardWriter& operator=(const ShardWriter&) = delete;

    /// Adds pages in increasing order of index. An index without a page has a Failure with replaced
    /// = false.
    void add(const Sample& sample);
    void add(const Failure& failure);
    /// Writes the tables, closes, syncs and renames the file. @throws IoError
    void commit();
    /// The same with the pages added so far, under a name that marks the shard as incomplete.
    void keep(const fs::path& kept);

  private:
    void finish(const fs::path& name);

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace ecgpress
