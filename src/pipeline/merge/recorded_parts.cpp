#include "pipeline/merge/recorded_parts.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "pipeline/run/shared_work.hpp"

namespace ecgpress {

RecordedParts::RecordedParts(PartRecords records, std::vector<std::string> names,
                             Communicator communicator)
    : records_(std::move(records)), names_(std::move(names)),
      communicator_(std::move(communicator)) {}

std::optional<std::vector<std::size_t>> RecordedParts::unwritten(Recheck how,
                                                                 const std::string& what,
                                                                 Progress::Style style,
                                                                 const fs::path& logs) const {
    std::vector<std::size_t> missing, found;
    if (communicator_.rank() == 0)
        for (std::size_t i = 0; i < names_.size(); ++i)
            (records_.exists(names_[i]) ? found : missing).push_back(i);
    if (communicator_.broadcast(found.empty())) return missing;
    SharedWork work(communicator_, found, what, found.size(), style, logs);
    std::vector<FalsePart> wrong;
    work.for_each([&](std::size_t part) {
        if (work.stopping()) return;
        check(part, how, wrong);
        work.add(1);
    });
    for (const FalsePart& part : reported(wrong)) missing.push_back(part.number);
    if (work.finish(!work.stopped())) return std::nullopt;
    std::sort(missing.begin(), missing.end());
    return missing;
}

bool RecordedParts::have_records() const {
    return std::all_of(names_.begin(), names_.end(),
                       [this](const std::string& name) { return records_.exists(name); });
}

void RecordedParts::require_all() const {
    std::vector<FalsePart> wrong;
    const auto size = static_cast<std::size_t>(communicator_.size());
    for (auto i = static_cast<std::size_t>(communicator_.rank()); i < names_.size(); i += size)
        check(i, Recheck::sizes, wrong);
    const std::size_t count = reported(wrong).size();
    if (count > 0)
        throw IoError(concat(count, " parts of ", records_.folder().string(), " changed after ",
                             "they were written. It is not complete. Run the same command again; ",
                             "these parts are written again."));
}

void RecordedParts::check(std::size_t part, Recheck how, std::vector<FalsePart>& wrong) const {
    const std::string problem = records_.problem_of(names_[part], how);
    if (problem.empty()) return;
    records_.remove(names_[part]);
    wrong.push_back({part, problem});
}

std::vector<RecordedParts::FalsePart>
RecordedParts::reported(const std::vector<FalsePart>& mine) const {
    std::vector<FalsePart> all;
    for (const std::vector<FalsePart>& rank : communicator_.gather(mine))
        all.insert(all.end(), rank.begin(), rank.end());
    for (const FalsePart& part : all)
        log_warning(concat(records_.folder().string(), ": part ", names_[part.number],
                           " is written again: ", part.problem, "."));
    return all;
}

} // namespace ecgpress
