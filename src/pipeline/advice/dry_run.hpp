// Dry run: measures the load on rank 0 with many simulated ranks. No page is rendered.
#pragma once

#include <cstdint>
#include <string>

#include "parallel/communicator.hpp"
#include "pipeline/config/config.hpp"
#include "signal/record.hpp"

namespace ecgpress {

struct DryRun {
    int ranks = 1;
    std::uint64_t pages = 0, shards = 0, pages_a_shard = 0;
    double plan_s = 0;             ///< time to create the plan
    std::uint64_t plan_bytes = 0;  ///< memory of the plan
    double page_us = 0;            ///< time to look up one page in the plan
    std::uint64_t queue_bytes = 0; ///< memory of the work queue
    double hand_out_us = 0;        ///< time of rank 0 to assign one shard
    double word_us = 0;            ///< time of rank 0 to receive one progress report
    double file_ms = 0;            ///< time to write the job status file
    /// Share of rank 0's time (0 to 1) spent on assignments, reports and the status file, if every
    /// rank renders this many pages/s. The rest is left for rendering.
    double share_of_rank_0(double pages_per_s) const;
};

/// Simulates a run of about `pages` pages on `ranks` ranks. Plan, queue and progress are the real
/// ones; the simulated ranks answer at once. All counts of the configuration are multiplied by the
/// same factor, so that the groups keep their proportions.
DryRun play_run(Config config, const std::vector<RecordInfo>& catalogue, std::uint64_t pages,
                int ranks);

/// Measures how many empty tasks per second rank 0 assigns to the other ranks of a real job, for 1
/// s.
double hand_outs_per_s(const Communicator& communicator);

std::string describe(const DryRun& run, double pages_per_s);

} // namespace ecgpress
