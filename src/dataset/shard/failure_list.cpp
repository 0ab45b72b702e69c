#include "dataset/shard/failure_list.hpp"

namespace ecgpress {

void FailureList::add(const std::vector<Failure>& failures) {
    for (const Failure& failure : failures)
        if (known_.emplace(failure.record, kind_of(failure)).second || !failure.replaced)
            listed_.push_back(failure);
}

} // namespace ecgpress
