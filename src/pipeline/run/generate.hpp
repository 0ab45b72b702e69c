// Generate: every rank prints the pages of the shards that it is handed.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/run/run_identity.hpp"
#include "pipeline/run/run_speed.hpp"

namespace ecgpress {

/// What generate did, over all ranks (but for `stopped`, rank 0 only).
struct GenerateReport {
    bool stopped = false; ///< asked to stop before all was made; every rank knows
    std::uint64_t shards_found = 0, shards_made = 0; ///< found: finished by an earlier start
    std::uint64_t shards_kept = 0;                   ///< begun, their pages kept for the next start
    std::uint64_t pages_taken_up = 0;                ///< kept by an earlier start
    std::uint64_t pages = 0, crops = 0, failed_pages = 0, bytes = 0; ///< made by this start
    std::map<std::string, std::uint64_t> failures; ///< reason -> records, of this start
    double wall_s = 0;
    RunSpeed speed; ///< of this start
};

/// Makes every shard of a part of the run that is not there yet. Asked to stop (core/process), each
/// rank ends its page and keeps the pages of its shard; the next start goes on after them.
/// Rank 0 leaves in DIR/logs what each stage took. @throws IoError, DataError
GenerateReport generate(const RunInputs& inputs, const RunFolder& folder,
                        const Communicator& communicator, Progress::Style style,
                        const RunPart& part = {});

/// Lines for people.
std::string describe(const GenerateReport& report);

} // namespace ecgpress
