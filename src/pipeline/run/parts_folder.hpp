// Files of shards in progress: what killed processes left, and what complete shards no longer need.
#pragma once

#include "dataset/release/run_folder.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {

/// Creates DIR/parts. To be called with the lock on the shards to write. @throws IoError
void make_parts(const RunFolder& folder);

/// Removes all shards in progress and kept pages from DIR/parts, and the folder if it is empty
/// then. Other files stay. To be called with the lock on all shards, when all of them are complete.
void remove_parts(const RunFolder& folder);

/// Removes shards in progress from DIR/parts and from scratch if a process of this node left them
/// that no longer runs, of this run or another one. One rank of each node does it. Called by all
/// ranks. Failures are ignored: the files only use space.
void remove_leftovers(const RunFolder& folder, const Communicator& communicator);

} // namespace ecgpress
