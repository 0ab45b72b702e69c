#include "pipeline/config/config_counts.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/page_counts.hpp"
#include "pipeline/keys/config_values.hpp"

namespace ecgpress {

namespace {

using Kind = ConfigNode::Kind;

constexpr double k_most_counted = k_page_counts.high;
constexpr const char* k_meaning = "pages";

std::vector<std::string> split_names() {
    return {name_of(Split::train), name_of(Split::val), name_of(Split::test)};
}

struct CountsReader {
    const ConfigNode& group;
    const std::string path; ///< of the group
    const std::vector<LayoutShare>& layouts;
    ConfigProblems& problems;

    bool has_layout(const std::string& name) const {
        return std::any_of(layouts.begin(), layouts.end(),
                           [&](const LayoutShare& share) { return share.layout == name; });
    }

    bool is_by_layout(const ConfigNode& count) const {
        return std::any_of(count.entries.begin(), count.entries.end(),
                           [&](const ConfigEntry& entry) { return has_layout(entry.key); });
    }

    /// Reads a total or {train, val, test}.
    SplitCounts splits(const ConfigNode& node, const std::string& node_path) const {
        if (node.kind != Kind::map)
            return split_total(
                read_count(node, node_path, k_meaning, 0, k_most_counted, problems).value_or(0));
        SplitCounts counts{};
        for (const ConfigEntry& entry : node.entries) {
            const auto split = parse_split(entry.key);
            if (!split) {
                problems.add(entry.place,
                             concat("unknown key \"", entry.key, "\" in ", node_path,
                                    ". It has one number per split, or per layout of the group"),
                             choice_advice(entry.key, split_names()));
                continue;
            }
            const std::string entry_path = concat(node_path, '.', entry.key);
            counts[static_cast<std::size_t>(*split)] =
                read_count(entry.value, entry_path, k_meaning, 0, k_most_counted, problems)
                    .value_or(0);
        }
        return counts;
    }

    std::vector<SplitCounts> by_layout(const ConfigNode& count) const {
        std::vector<SplitCounts> counts(layouts.size());
        std::vector<std::string> names;
        for (const LayoutShare& share : layouts) names.push_back(share.layout);
        for (const ConfigEntry& entry : count.entries)
            if (!has_layout(entry.key))
                problems.add(entry.place,
                             concat("unknown key \"", entry.key, "\" in ", path,
                                    ".count. Its keys are the group's layouts"),
                             choice_advice(entry.key, names));
        for (std::size_t i = 0; i < layouts.size(); ++i)
            if (const ConfigNode* given = count.find(names[i]))
                counts[i] = splits(*given, concat(path, ".count.", names[i]));
        return counts;
    }

    std::vector<SplitCounts> shared(const SplitCounts& totals) const {
        std::vector<double> weights;
        for (const LayoutShare& share : layouts) weights.push_back(share.weight);
        return shared_among_layouts(totals, weights);
    }

    /// True if `count` is for each layout. Weights, and counts by layout, would contradict this.
    bool is_per_layout(const ConfigNode& count) const {
        const ConfigNode* given = group.find("count_per");
        if (given == nullptr) return false;
        const std::string given_path = path + ".count_per";
        const bool known = given->text == "group" || given->text == "layout";
        if (given->kind != Kind::scalar || !known)
            add_wrong_value(*given, given_path, "what has `count` pages",
                            choice_advice(given->text, {"group", "layout"}), problems);
        if (given->text != "layout") return false;
        if (group.find("layouts")->kind == Kind::map)
            problems.add(
                given->place,
                concat(given_path,
                       " is \"layout\", but layouts have weights, which would have no effect"),
                "write layouts as a list");
        if (is_by_layout(count))
            problems.add(
                given->place,
                concat(given_path, " is \"layout\", but ", path, ".count already lists layouts"),
                "remove count_per");
        return true;
    }

    std::vector<SplitCounts> read(const ConfigNode& count) const {
        const bool per_layout = is_per_layout(count);
        if (is_by_layout(count)) return by_layout(count);
        const SplitCounts given = splits(count, path + ".count");
        return per_layout ? std::vector<SplitCounts>(layouts.size(), given) : shared(given);
    }
};

double total_of(const std::vector<SplitCounts>& counts) {
    double total = 0;
    for (const SplitCounts& splits : counts)
        for (const std::uint64_t count : splits) total += static_cast<double>(count);
    return total;
}

} // namespace

std::vector<SplitCounts> read_page_counts(const ConfigNode& group_node, const std::string& path,
                                          const std::vector<LayoutShare>& layouts,
                                          ConfigProblems& problems) {
    const ConfigNode* count = group_node.find("count");
    if (count == nullptr) {
        problems.add(group_node.place, concat(path, ".count is missing"),
                     "set it, for example 10 or {train: 8, val: 1, test: 1}");
        return {};
    }
    const std::size_t problems_before = problems.count();
    auto counts = CountsReader{group_node, path, layouts, problems}.read(*count);
    if (problems.count() > problems_before) return {};
    const double total = total_of(counts);
    if (total >= 1 && total <= k_most_counted) return counts;
    problems.add(count->place,
                 concat(path, ".count gives ", shortest(total), " pages. A group has 1 to ",
                        fixed(k_most_counted, 0), " pages"),
                 "change it");
    return {};
}

ConfigNode tree_of_counts(const PageGroup& group) {
    ConfigNode tree = ConfigNode::map();
    for (std::size_t i = 0; i < group.layouts.size(); ++i) {
        ConfigNode splits = ConfigNode::map();
        for (std::size_t split = 0; split < k_split_count; ++split)
            splits.set(split_names()[split], ConfigNode::number(group.counts[i][split]));
        tree.set(group.layouts[i].layout, std::move(splits));
    }
    return tree;
}

} // namespace ecgpress
