#include "pipeline/verify/shard_names.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

std::string pages_text(std::uint64_t first, std::uint64_t count) {
    return count == 1 ? concat("page ", first) : concat("pages ", first, " to ", first + count - 1);
}

/// The shard of the run that it is, whatever its name.
std::optional<std::size_t> place_of(const RunIdentity& run, const ShardHeader& found) {
    const auto number = static_cast<std::size_t>(found.first_page / run.config.shard.pages);
    if (found.fingerprint != run.fingerprint || number >= shard_count(run.config))
        return std::nullopt;
    const ShardHeader known = shard_header(run, number);
    if (found.first_page != known.first_page || found.page_count != known.page_count)
        return std::nullopt;
    return number;
}

/// "shard 6 of this run (pages 24 to 25)", or what else it is.
std::string identity_text(const RunIdentity& run, const ShardHeader& found) {
    const std::string pages = pages_text(found.first_page, found.page_count);
    if (const auto number = place_of(run, found))
        return concat("shard ", *number, " of this run (", pages, ")");
    if (found.fingerprint == run.fingerprint)
        return concat("a shard of this run with other limits (", pages, ")");
    const std::string other = differences_of(found, run);
    return concat("a shard of a different run (", pages, "; ",
                  other.empty() ? "fingerprint " + found.fingerprint : "different values: " + other,
                  ")");
}

/// What to do with a file that has the wrong name or is in the wrong place.
std::string advice_for(const RunIdentity& run, const ShardHeader& found) {
    const auto number = place_of(run, found);
    return number ? concat("Rename it to ", shard_name(*number),
                           " if that is missing; otherwise remove it. Then run `ecgpress repair`.")
                  : std::string("Remove it, then run `ecgpress repair`.");
}

/// The number in a shard's name, if the run has a shard of that name.
std::optional<std::size_t> number_of(const RunIdentity& run, const std::string& name) {
    const std::size_t begin = shard_name(0).find('0'), end = name.rfind('.');
    long long number = -1;
    if (end == std::string::npos || end < begin ||
        !parse_number(name.substr(begin, end - begin), number) || number < 0)
        return std::nullopt;
    const auto index = static_cast<std::size_t>(number);
    if (index < shard_count(run.config) && shard_name(index) == name) return index;
    return std::nullopt;
}

} // namespace

void report_missing_shards(const RunIdentity& run, const std::vector<std::string>& names,
                           ProblemList& problems) {
    for (std::size_t number = 0; number < shard_count(run.config); ++number) {
        const ShardHeader header = shard_header(run, number);
        const std::string name = shard_name(number);
        if (!std::binary_search(names.begin(), names.end(), name))
            problems.add(name, concat("is missing. It must have ",
                                      pages_text(header.first_page, header.page_count),
                                      ". Run `ecgpress repair`, or the same run again."));
    }
}

std::string wrong_shard(const RunIdentity& run, const std::string& name, const ShardHeader& found) {
    const auto number = number_of(run, name);
    if (!number)
        return concat("does not belong to the run, which has ", shard_count(run.config),
                      " shards, from ", shard_name(0), ". It is ", identity_text(run, found), ". ",
                      advice_for(run, found));
    const ShardHeader known = shard_header(run, *number);
    if (found.fingerprint == known.fingerprint && found.first_page == known.first_page &&
        found.page_count == known.page_count)
        return found.config == known.config
                   ? ""
                   : "has another configuration than run.json: " + differences_of(found, run);
    return concat("is ", identity_text(run, found), ", expected shard ", *number, " of this run (",
                  pages_text(known.first_page, known.page_count), ", fingerprint ",
                  known.fingerprint.substr(0, 12), "...). ", advice_for(run, found));
}

void compare_shards(const std::vector<FoundShard>& shards, ProblemList& problems) {
    std::uint64_t next_page = 0;
    for (const FoundShard& shard : shards) {
        if (shard.fingerprint != shards.front().fingerprint)
            problems.add(shard.name,
                         std::string("belongs to a different run than the first shard"));
        if (shard.first_page != next_page)
            problems.add(shard.name, concat("starts at page ", shard.first_page, ", expected ",
                                            next_page, ". A shard is missing or duplicated."));
        next_page = shard.first_page + shard.page_count;
    }
}

} // namespace ecgpress
