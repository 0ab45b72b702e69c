#include "pipeline/config/config_caps.hpp"

#include <algorithm>
#include <numeric>
#include <optional>

#include "core/strings.hpp"
#include "pipeline/config/compound_keys.hpp"
#include "pipeline/config/page_counts.hpp"

namespace ecgpress {

namespace {

class CapCheck {
  public:
    CapCheck(const PageGroup& group, const std::vector<Layout>& layouts, CountPer count_per,
             const std::string& place, ConfigProblems& problems)
        : group_(group), layouts_(layouts), count_per_(count_per), place_(place),
          problems_(problems), pages_(group.page_count()), leads_(leads_of(group.counts)) {}

    void run() {
        const Caps& caps = group_.caps;
        check_pages("digitization", caps.digitization);
        check_pages("detection", caps.detection);
        check_leads({"segmentation"}, caps.segmentation.value_or(0));
        std::vector<const char*> keys;
        if (caps.with_overlap) keys.push_back("with_overlap");
        if (caps.without_overlap) keys.push_back("without_overlap");
        check_leads(keys, caps.with_overlap.value_or(0) + caps.without_overlap.value_or(0));
    }

  private:
    std::string key(const char* cap) const { return concat("pages.", group_.name, ".caps.", cap); }

    std::uint64_t leads_of(const std::vector<SplitCounts>& counts) const {
        std::uint64_t leads = 0;
        for (std::size_t i = 0; i < counts.size(); ++i)
            leads += std::accumulate(counts[i].begin(), counts[i].end(), std::uint64_t{0}) *
                     group_.pages_a_sheet() * leads_a_page(layouts_, group_, i);
        return leads;
    }

    /// Leads with another `count`.
    std::uint64_t leads_with(std::uint64_t count) const {
        const SplitCounts splits = split_total(count);
        std::vector<double> weights;
        for (const LayoutShare& share : group_.layouts) weights.push_back(share.weight);
        return leads_of(count_per_ == CountPer::layout
                            ? std::vector<SplitCounts>(weights.size(), splits)
                            : shared_among_layouts(splits, weights));
    }

    /// Pages for each one of `count`.
    std::uint64_t pages_of_one() const {
        return group_.pages_a_sheet() *
               (count_per_ == CountPer::layout ? group_.layouts.size() : 1);
    }

    void check_pages(const char* cap, const std::optional<std::uint64_t>& limit) {
        if (!limit || *limit <= pages_) return;
        add(concat(key(cap), " is ", *limit), counted(pages_, "page"),
            (*limit + pages_of_one() - 1) / pages_of_one(), {concat(key(cap), '=', pages_)});
    }

    /// @param limit  the sum of the caps of these keys
    void check_leads(const std::vector<const char*>& caps, std::uint64_t limit) {
        if (limit <= leads_) return;
        std::vector<std::string> keys;
        for (const char* cap : caps) keys.push_back(key(cap));
        add(concat(join(keys, " and "), caps.size() == 1 ? " is " : " are together ", limit),
            concat(counted(leads_, "lead"), " on ", counted(pages_, "page")),
            count_with_leads(limit),
            caps.size() == 1 ? std::vector<std::string>{concat(keys.front(), '=', leads_)}
                             : std::vector<std::string>{});
    }

    /// A `count` with enough leads: with as many per page as now, or, because shares of layouts are
    /// rounded, a little more.
    std::uint64_t count_with_leads(std::uint64_t limit) const {
        std::uint64_t count = scaled(pages_ / pages_of_one(), limit, leads_);
        for (std::uint64_t leads = leads_with(count);
             leads < limit && static_cast<double>(count) <= k_page_counts.high;
             leads = leads_with(count))
            count = std::max(count + 1, scaled(count, limit, leads));
        return count;
    }

    static std::uint64_t scaled(std::uint64_t count, std::uint64_t to, std::uint64_t from) {
        const double exact = static_cast<double>(count) * static_cast<double>(to) /
                             static_cast<double>(std::max<std::uint64_t>(1, from));
        return static_cast<std::uint64_t>(std::min(exact, 1e15));
    }

    void add(const std::string& what, const std::string& has, std::uint64_t count,
             std::vector<std::string> settings) {
        if (static_cast<double>(count) <= k_page_counts.high)
            settings.insert(settings.begin(), concat("pages.", group_.name, ".count=", count));
        settings.push_back(concat(key("required"), "=false, which keeps what there is"));
        problems_.add(place_, concat(what, ", but the group has only ", has),
                      concat("set one of: ", join(settings, "; ")));
    }

    const PageGroup& group_;
    const std::vector<Layout>& layouts_;
    CountPer count_per_;
    const std::string& place_;
    ConfigProblems& problems_;
    std::uint64_t pages_, leads_;
};

} // namespace

void check_caps(const PageGroup& group, const std::vector<Layout>& layouts, CountPer count_per,
                const std::string& place, ConfigProblems& problems) {
    if (group.caps.required && !group.name.empty() && group.page_count() > 0)
        CapCheck(group, layouts, count_per, place, problems).run();
}

} // namespace ecgpress
