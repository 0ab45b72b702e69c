// What a folder is that verify was given: a run, shards, a release or its archives.
#pragma once

#include <filesystem>
#include <string>
#include <tuple>
#include <vector>

#include "pipeline/checks/problem_list.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

/// A folder of a release or of its archives in the folder that is verified.
struct SubjectPart {
    std::string name;   ///< "release-coco"; "" for the folder itself
    std::string format; ///< "coco"; "" if not known

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.name, self.format);
    }
};

struct Subject {
    bool is_run = false;
    std::vector<std::string> shards; ///< folders of shards: "shards", or "" for the folder itself
    std::vector<SubjectPart> releases, archives;
    ProblemList problems;    ///< of the folder itself
    std::string run_json;    ///< content, if it could be read
    std::string run_problem; ///< why it could not

    bool empty() const { return shards.empty() && releases.empty() && archives.empty(); }
    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.is_run, self.shards, self.releases, self.archives, self.problems,
                        self.run_json, self.run_problem);
    }
};

/// Looks at the folder; called on rank 0. @throws DataError if it is none of these
Subject subject_at(const std::filesystem::path& folder);

/// Adds what a run must have and does not: releases and archives that its configuration asks for.
void report_missing_parts(const Subject& subject, const Config& config, ProblemList& problems);

} // namespace ecgpress
