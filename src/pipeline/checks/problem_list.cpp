#include "pipeline/checks/problem_list.hpp"

#include "core/printable.hpp"

namespace ecgpress {

void ProblemList::add(const std::string& file, const std::string& problem) {
    ++count_;
    if (first_.size() < k_most) first_.push_back(as_utf8(without_controls(file + ": " + problem)));
}

void ProblemList::add(const std::string& file, const Problems& problems) {
    for (const std::string& problem : problems) add(file, problem);
}

} // namespace ecgpress
