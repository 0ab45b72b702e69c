#include "pipeline/verify/run_facts.hpp"

#include "core/strings.hpp"

namespace ecgpress {

void RunFacts::add(const PageRow& page, const std::string& shard, ProblemList& problems) {
    add({page.record, page.patient, name_of(page.split), page.age, page.sex, page.rate_hz,
         concat(shard, ": page ", page.index)},
        problems);
}

void RunFacts::add(const RunFacts& other, ProblemList& problems) {
    for (const Record& record : other.records_) add(record, problems);
}

void RunFacts::add(const Record& record, ProblemList& problems) {
    const auto [known, is_new] = places_.try_emplace(record.name, records_.size());
    if (is_new) return records_.push_back(record);
    const Record& first = records_[known->second];
    const auto compare = [&](const char* what, const auto& one, const auto& other) {
        if (one != other)
            problems.add(record.page, concat(what, " of record ", record.name, " is `", one,
                                             "`, on ", first.page, " it is `", other, "`"));
    };
    compare("patient", record.patient, first.patient);
    compare("split", record.split, first.split);
    compare("age", record.age, first.age);
    compare("sex", record.sex, first.sex);
    compare("rate_hz", record.rate_hz, first.rate_hz);
}

void RunFacts::check_patients(ProblemList& problems) const {
    std::map<std::string, const Record*> patients;
    for (const Record& record : records_) {
        const Record& first = *patients.try_emplace(record.patient, &record).first->second;
        if (record.split != first.split)
            problems.add(record.page, concat("patient ", record.patient, " is in ", record.split,
                                             ", on ", first.page, " in ", first.split));
    }
}

} // namespace ecgpress
