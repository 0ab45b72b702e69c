// Settings of verify, and findings of one of its ranks.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

#include "core/lead.hpp"
#include "core/strings.hpp"
#include "pipeline/checks/problem_list.hpp"
#include "pipeline/verify/oracle_report.hpp"

namespace ecgpress {

struct VerifySettings {
    bool oracle = false; ///< also digitize every page and compare with its signals
    /// Number of pages whose files are compared with each other and with the shards, spread over
    /// the release; 0: all pages below 10,000, else 10,000.
    std::uint64_t sample = 0;
};

/// "lead V2: 30 of 250 samples are not on the paper", with the lead's row of a shard or a release.
template <class Row> std::string lost_text(const Row& lead) {
    return concat("lead ", name_of(lead.lead), ": ", lead.lost_samples, " of ", lead.sample_count,
                  " samples are not on the paper");
}

/// Findings of one rank.
struct RankFindings {
    std::uint64_t files = 0, pages = 0, crops = 0;
    ProblemList problems;
    ProblemList lost; ///< leads with samples outside the paper; they are no problems
    OracleReport oracle;
    std::vector<std::string> not_checked; ///< what cannot be checked, each with its reason

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.files, self.pages, self.crops, self.problems, self.lost, self.oracle,
                        self.not_checked);
    }
};

} // namespace ecgpress
