// Generate: every rank draws the pages of the shards that are assigned to it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>

#include "core/program/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"
#include "pipeline/run/run_speed.hpp"

namespace ecgpress {

/// Report of generate over all ranks. Complete on rank 0 only, except `stopped`.
struct GenerateReport {
    bool stopped = false; ///< stopped on request before the end; set on every rank
    std::uint64_t shards_found = 0, shards_made = 0; ///< already complete; written by this start
    std::uint64_t shards_kept = 0;    ///< partly drawn; their pages are kept for the next start
    std::uint64_t pages_taken_up = 0; ///< restored from an earlier start
    std::uint64_t pages = 0, crops = 0, failed_pages = 0, bytes = 0; ///< drawn by this start
    std::map<std::string, std::uint64_t> failures; ///< reason -> records, of this start
    double wall_s = 0;
    RunSpeed speed; ///< of this start

    /// For packed(): what a rank reports to rank 0.
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.shards_made, self.shards_kept, self.pages_taken_up, self.pages,
                        self.crops, self.failed_pages, self.bytes, self.failures,
                        self.speed.stages_s);
    }
};

/// Writes every missing shard of a part of the run. After a stop signal (core/process), each rank
/// finishes its page and keeps the pages of its shard; the next start continues after them.
/// Rank 0 writes the CPU time of each stage to DIR/logs. @throws IoError, DataError
GenerateReport generate(const RunInputs& inputs, const RunFolder& folder,
                        const Communicator& communicator, Progress::Style style,
                        const RunPart& part = {});

/// Human-readable text, one value per line.
std::string describe(const GenerateReport& report);

} // namespace ecgpress
