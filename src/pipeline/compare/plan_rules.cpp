#include "pipeline/compare/plan_rules.hpp"

#include <algorithm>

#include "core/strings.hpp"
#include "dataset/release/release_paths.hpp"

namespace ecgpress {

namespace {

/// Pages that show one sheet: one for each preset of `paired`.
std::uint64_t pages_of_a_sheet(const StatedGroup& group) {
    const Json artifacts = group.config.value("artifacts", Json::object());
    return artifacts.is_object() && artifacts.contains("paired") ? artifacts["paired"].size() : 1;
}

} // namespace

/// Other formats leave out pages without images or masks.
bool PlanRules::has_all_pages() const {
    const std::string& format = release_.stated.format;
    return format == "folder" || format == "hdf5";
}

void PlanRules::add(const PageRows& rows) {
    const StatedGroup* stated = release_.stated.group(rows.page.group);
    if (stated == nullptr) return;
    Group& group = groups_[rows.page.group];
    ++group.pages[rows.page.layout][static_cast<std::size_t>(rows.page.split)];
    const std::string page = concat("page ", rows.page.index);
    for (const Dataset dataset : {Dataset::digitization, Dataset::detection})
        if (stated->datasets.has(dataset))
            compare(rows, name_of(dataset), page, rows.page.datasets.has(dataset));
    for (const LeadsRow& lead : rows.leads) {
        if (lead.crop_px.empty()) continue;
        if (stated->datasets.has(Dataset::segmentation))
            compare(rows, "segmentation", lead.name, lead.is_in("segmentation"));
        if (!stated->datasets.has(Dataset::overlap)) continue;
        const bool crossed = lead.other_ink_px > 0;
        compare(rows, crossed ? "with_overlap" : "without_overlap", lead.name,
                lead.overlap() != OverlapSet::none);
    }
}

void PlanRules::compare(const PageRows& rows, const char* cap, const std::string& what,
                        bool is_taken) {
    const StatedGroup* stated = release_.stated.group(rows.page.group);
    const Json caps = stated->config.value("caps", Json::object());
    const bool is_capped = caps.contains(cap) && caps[cap].is_integer();
    std::uint64_t& offered = groups_[rows.page.group].offered[cap];
    const bool is_kept = only_.keeps(rows.page);
    const bool is_expected = is_kept && (!is_capped || offered < caps[cap].get<std::uint64_t>());
    offered += is_kept ? 1 : 0;
    if (is_capped && !has_all_pages()) return; // pages before it may have reached the cap
    if (is_taken != is_expected)
        release_.report(what.find("_lead_") == std::string::npos ? "manifest.csv" : "leads.csv",
                        concat(what, is_taken ? " is in " : " is not in ", cap,
                               !is_taken ? " of its group"
                               : is_kept ? ", whose cap is reached"
                                         : ", but release.only leaves its page out"));
}

void PlanRules::finish() {
    const auto& failures = release_.stated.summary.failures;
    const bool is_complete =
        has_all_pages() && std::all_of(failures.begin(), failures.end(),
                                       [](const Failure& failure) { return failure.replaced; });
    if (!is_complete) return;
    for (const auto& [name, stated] : release_.stated.groups) {
        const Json count = stated.config.value("count", Json());
        if (!count.is_object()) continue;
        const std::uint64_t pages_of_sheet = pages_of_a_sheet(stated);
        for (const auto& [layout, splits] : count.members()) {
            if (!splits.is_object()) return; // another form of count
            for (const Split split : {Split::train, Split::val, Split::test}) {
                const std::uint64_t expected = pages_of_sheet *
                                               splits.value(name_of(split), std::uint64_t{0}),
                                    found = groups_[name]
                                                .pages[layout][static_cast<std::size_t>(split)];
                if (found != expected)
                    release_.report("logs.json",
                                    concat("its configuration has ", expected, " pages of group ",
                                           name, " and layout ", layout, " in ", name_of(split),
                                           ", manifest.csv has ", found));
            }
        }
    }
}

} // namespace ecgpress
