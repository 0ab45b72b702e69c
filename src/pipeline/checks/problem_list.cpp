#include "pipeline/checks/problem_list.hpp"

#include <cstddef>

#include "core/printable.hpp"

namespace ecgpress {

namespace {

// Bounds memory and output if every file is corrupt. verify has the same limit for all ranks.
constexpr std::size_t k_most_problems = 1000;

} // namespace

void ProblemList::add(const std::string& file, const std::string& problem) {
    ++count_;
    if (first_.size() < k_most_problems)
        first_.push_back(as_utf8(without_controls(file + ": " + problem)));
}

void ProblemList::add(const std::string& file, const Problems& problems) {
    for (const std::string& problem : problems) add(file, problem);
}

} // namespace ecgpress
