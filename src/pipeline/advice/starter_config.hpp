// A commented configuration to start from, with facts about this machine.
#pragma once

#include <string>
#include <vector>

#include "pipeline/advice/estimate.hpp"
#include "pipeline/advice/space.hpp"
#include "pipeline/press/run_inputs.hpp"

namespace ecgpress {

/// "detection", "digitization", "segmentation", "everything"
const std::vector<std::string>& starter_purposes();

/// What a starter configuration states about the machine.
struct MachineFacts {
    int cores = 1;         ///< that this process may use
    std::string ptbxl;     ///< absolute path of a PTB-XL tree; empty: pages of simulated recordings
    std::string not_ptbxl; ///< a path that was given, but is not a PTB-XL tree; else empty
    FreeSpace free;        ///< where the run will be written
};

/// Facts about this machine. @param ptbxl  where PTB-XL may be; empty if unknown
/// @param place  a folder, or a file in it; free space is that of its file system @throws IoError
MachineFacts machine_facts(const std::string& ptbxl, const std::filesystem::path& place);

/// The configuration. @pre `purpose` is one of starter_purposes()
/// @param name  the file's name, for the commands in its comments
/// @param measured  lines of comments on size and time; empty if they are not known yet
std::string starter_config(const std::string& purpose, const std::string& name,
                           const MachineFacts& facts, const std::string& measured);

/// Size and time of a run of this configuration as lines of comments.
std::string measured_text(const RunInputs& inputs, const Estimate& estimate,
                          const MachineFacts& facts);

} // namespace ecgpress
