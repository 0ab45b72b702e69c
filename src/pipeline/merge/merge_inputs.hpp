// What a merge must know about its run. The run's source and typefaces are not needed.
#pragma once

#include <string>

#include "dataset/release/release_writer.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/press/run_inputs.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

struct MergeInputs {
    Config config;
    std::string fingerprint; ///< of the run, in each of its shards
    ReleaseSummary summary;  ///< without failures; its config is ConfigTexts::release
};

MergeInputs merge_inputs(const RunInputs& inputs);

/// The same from run.json. @param release  settings of the release, which can differ from those of
/// the run
MergeInputs merge_inputs(const RunIdentity& run, const ReleaseSettings& release);

} // namespace ecgpress
