// Generate: every rank prints the pages of the shards that it is handed.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "core/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/press.hpp"
#include "pipeline/run_folder.hpp"

namespace ecgpress {

/// What generate did, over all ranks (rank 0 only).
struct GenerateReport {
    std::uint64_t shards_found = 0, shards_made = 0; ///< found: finished by an earlier start
    std::uint64_t pages = 0, crops = 0, failed_pages = 0, bytes = 0; ///< made by this start
    std::map<std::string, std::uint64_t> failures; ///< reason -> records, of this start
    double wall_s = 0;
};

/// Makes every shard that is not there yet. @throws IoError, DataError
GenerateReport generate(const RunInputs& inputs, const RunFolder& folder,
                        const Communicator& communicator, Progress::Style style);

/// Lines for people.
std::string describe(const GenerateReport& report);

} // namespace ecgpress
