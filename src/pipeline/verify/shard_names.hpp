// Compares the shards of a folder with those that its run must have.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "dataset/shard/shard.hpp"
#include "pipeline/checks/problem_list.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// A shard as it was found.
struct FoundShard {
    std::string name;        ///< of the file
    std::string fingerprint; ///< of its run
    std::uint64_t first_page = 0, page_count = 0;

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.name, self.fingerprint, self.first_page, self.page_count);
    }
};

/// Names of the run's shards that are not among these, as problems.
void report_missing_shards(const RunIdentity& run, const std::vector<std::string>& names,
                           ProblemList& problems);

/// Why a file of the folder is not the shard of the run that has its name; empty if it is.
std::string wrong_shard(const RunIdentity& run, const std::string& name, const ShardHeader& found);

/// Checks shards of an unknown run against each other: one fingerprint, and page ranges without
/// gaps. @param shards  in the order of their names
void compare_shards(const std::vector<FoundShard>& shards, ProblemList& problems);

} // namespace ecgpress
