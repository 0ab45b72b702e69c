// Lines of data.yaml, the file that Ultralytics' trainers read.
#pragma once

#include <array>
#include <string>

#include "core/lead.hpp"

namespace ecgpress {

/// Which splits have pages.
using SplitFlags = std::array<bool, k_split_count>;

/// The split whose pages take the place of one: itself if it has pages, otherwise train, otherwise
/// test.
Split split_with_pages(Split split, const SplitFlags& has_pages);

/// `train: BEFOREtrainAFTER`, and so on. Trainers require `train` and `val` and open what `val`
/// names, so these lines are always there. If val has no pages, it names those of another split,
/// and a comment says so. `test` is there if it has pages.
std::string split_lines(const SplitFlags& has_pages, const std::string& before,
                        const std::string& after);

} // namespace ecgpress
