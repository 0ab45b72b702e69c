// A dry run: what rank 0 costs when it plans for, and hands out to, very many ranks. Nothing is
// drawn.
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
    double plan_s = 0;            ///< to make the plan
    std::uint64_t plan_bytes = 0; ///< memory of the plan
    double page_us = 0;           ///< to look one page up in it
    std::uint64_t queue_bytes = 0;
    double hand_out_us = 0; ///< CPU time of rank 0 for one shard handed out
    double word_us = 0;     ///< for one rank's word of progress
    double file_ms = 0;     ///< to write the job's file once
    /// Share of rank 0's time that a run of so many pages a second and rank takes from its drawing.
    double share_of_rank_0(double pages_per_s) const;
};

/// Plays a run of `pages` pages (the configuration's groups in their proportion) on so many ranks:
/// the real plan, queue and progress, against ranks that answer at once.
DryRun play_run(Config config, const std::vector<RecordInfo>& catalogue, std::uint64_t pages,
                int ranks);

/// Empty tasks a second that the other ranks of a real job get from rank 0.
double hand_outs_per_s(const Communicator& communicator);

std::string describe(const DryRun& run, double pages_per_s);

} // namespace ecgpress
