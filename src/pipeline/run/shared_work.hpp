// Work that all ranks share: items assigned on request, with common progress and a common stop.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "core/program/progress.hpp"
#include "parallel/communicator.hpp"
#include "parallel/work_queue.hpp"
#include "pipeline/run/shared_progress.hpp"

namespace ecgpress {

/// A collective object: every rank creates one and calls for_each(), then finish(). An item is a
/// shard, a part of a release or an archive; progress counts smaller units, such as pages.
class SharedWork {
  public:
    /// @param items  item numbers; only rank 0's list is used
    /// @param what   unit of the progress, in the plural: "pages"
    /// @param total  number of these units in all items; only rank 0's value is used
    /// @param logs   folder of the job file; if empty, none is written
    SharedWork(const Communicator& communicator, const std::vector<std::size_t>& items,
               std::string what, std::uint64_t total, Progress::Style style,
               const std::filesystem::path& logs = {});

    /// Calls `do_item` for each item that is assigned to this rank. Returns when all ranks are
    /// done.
    void for_each(const std::function<void(std::size_t item)>& do_item);

    // To be called within an item:

    /// Sets the shard that this rank is processing, for `ecgpress status`.
    void begin_task(std::size_t task) { progress_.begin_task(task); }
    /// Counts units that this rank has finished.
    void add(std::uint64_t count) { progress_.add(count); }
    /// Counts units that an earlier start finished.
    void add_restored(std::uint64_t count) { progress_.add_restored(count); }
    /// True if a stop is requested: this rank should end its item in a state that can be resumed.
    /// Call it often, because on rank 0 it also answers the other ranks.
    bool stopping();

    // To be called after for_each():

    /// True if the work was stopped on request. Only rank 0's value is reliable.
    bool stopped() const { return queue_.stopping(); }
    /// Ends the progress line and the job file.
    /// @param complete  whether all items are done; only rank 0's value is used
    /// @return on every rank, whether the work was stopped before its end: the opposite of
    /// `complete`
    bool finish(bool complete);

  private:
    void note_stop();

    Communicator communicator_;
    WorkQueue queue_;
    SharedProgress progress_;
};

} // namespace ecgpress
