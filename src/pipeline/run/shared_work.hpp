// Work that all ranks share: items assigned on request, with common progress and a common stop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"
#include "parallel/work_queue.hpp"
#include "pipeline/run/shared_progress.hpp"

namespace ecgpress {

/// A collective object: every rank makes one and calls for_each() and then finish(). An item is a
/// shard, a part of a release or an archive; progress counts smaller things, such as pages.
class SharedWork {
  public:
    /// @param items  their numbers; only rank 0's list counts
    /// @param what   the thing that progress counts, in the plural: "pages"
    /// @param total  how many of them all items have; only rank 0's value counts
    /// @param logs   where the job file is written; empty: none is written
    SharedWork(const Communicator& communicator, const std::vector<std::size_t>& items,
               std::string what, std::uint64_t total, Progress::Style style,
               const std::filesystem::path& logs = {});

    /// Calls `do_item` for each item that is assigned to this rank. Returns when all ranks have
    /// done theirs.
    void for_each(const std::function<void(std::size_t item)>& do_item);

    // Within an item:

    /// This rank works on that shard now, for `ecgpress status`.
    void begin_task(std::size_t task) { progress_.begin_task(task); }
    /// This rank has done so many more.
    void add(std::uint64_t count) { progress_.add(count); }
    /// So many more need not be done: an earlier start did them.
    void add_restored(std::uint64_t count) { progress_.add_restored(count); }
    /// Should this rank end its item where nothing is lost? To be asked between small pieces of
    /// work, because it also lets rank 0 answer the others.
    bool stopping();

    // After for_each():

    /// Was the work stopped on request? Rank 0 knows for certain.
    bool stopped() const { return queue_.stopping(); }
    /// Ends the progress line and the job file.
    /// @param complete  was everything done? Only rank 0's value counts
    /// @return the opposite of it, at every rank: was the work stopped before its end?
    bool finish(bool complete);

  private:
    void note_stop();

    Communicator communicator_;
    WorkQueue queue_;
    SharedProgress progress_;
};

} // namespace ecgpress
