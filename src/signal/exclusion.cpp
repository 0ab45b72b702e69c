#include "signal/exclusion.hpp"

#include <cassert>
#include <unordered_set>

#include "core/error.hpp"
#include "core/text.hpp"

namespace ecgpress {
namespace {

using Names = std::unordered_set<std::string>;

Names names_of(const std::vector<RecordInfo>& all, const std::vector<std::string>& other_ids) {
    Names names(other_ids.begin(), other_ids.end());
    for (const RecordInfo& info : all) names.insert(info.name);
    return names;
}

void require_known(const std::vector<RecordInfo>& all, const std::vector<std::string>& exclude,
                   const std::vector<std::string>& other_ids) {
    const Names known = names_of(all, other_ids);
    std::vector<std::string> candidates; // of names only: an ecg_id is near to every other ecg_id
    std::vector<std::string> problems;
    for (const std::string& name : exclude) {
        if (known.count(name) != 0) continue;
        if (candidates.empty())
            for (const RecordInfo& info : all) candidates.push_back(info.name);
        const std::string nearest = nearest_name(name, candidates);
        problems.push_back(nearest.empty()
                               ? concat("\"", name, "\"")
                               : concat("\"", name, "\" (did you mean \"", nearest, "\"?)"));
    }
    if (!problems.empty())
        throw ConfigError(concat("source.exclude: no record is called ", join(problems, ", "),
                                 " (the source has ", all.size(), " records, the first is \"",
                                 all.front().name, "\") correct the name or take it off the list"));
}

} // namespace

std::vector<std::size_t> kept_positions(const std::vector<RecordInfo>& all,
                                        const std::vector<std::string>& exclude,
                                        const std::vector<std::string>& other_ids) {
    assert(!all.empty() && (other_ids.empty() || other_ids.size() == all.size()));
    if (!exclude.empty()) require_known(all, exclude, other_ids);
    const Names excluded(exclude.begin(), exclude.end());
    std::vector<std::size_t> kept;
    kept.reserve(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool by_id = !other_ids.empty() && excluded.count(other_ids[i]) != 0;
        if (!by_id && excluded.count(all[i].name) == 0) kept.push_back(i);
    }
    if (kept.empty())
        throw ConfigError(
            concat("source.exclude leaves out all ", all.size(),
                   " records of the source (none is left to print) shorten the list"));
    return kept;
}

} // namespace ecgpress
