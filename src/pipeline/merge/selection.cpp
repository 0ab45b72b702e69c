#include "pipeline/merge/selection.hpp"

#include <sstream>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

/// Counts one candidate. @return true if it is within the cap
bool keep(std::uint64_t& offered, const std::optional<std::uint64_t>& cap) {
    const bool kept = !cap || offered < *cap;
    ++offered;
    return kept;
}

/// Adds a line if a cap is not reached. The number of additional pages is extrapolated from the
/// rate so far: missing items / (items per page), rounded up.
void note_shortfall(std::vector<std::string>& lines, const std::string& group, const char* what,
                    std::uint64_t pages, std::uint64_t offered,
                    const std::optional<std::uint64_t>& cap) {
    if (!cap || offered >= *cap) return;
    std::string advice = "No page of the group has any. Change its style or remove the cap.";
    if (offered > 0) {
        const std::uint64_t missing = *cap - offered;
        advice =
            concat("About ", (missing * pages + offered - 1) / offered, " more pages are needed.");
    }
    lines.push_back(concat("group ", group, ": caps.", what, " is ", *cap, ", but its ", pages,
                           " pages yield only ", offered, ". ", advice));
}

} // namespace

Selector::Selector(const Config& config)
    : config_(config), only_(config.release.only), counts_(config.pages.size()) {}

std::string Selector::state() const {
    std::ostringstream out;
    for (const Counts& c : counts_)
        out << c.pages << ' ' << c.digitization << ' ' << c.detection << ' ' << c.segmentation
            << ' ' << c.with_overlap << ' ' << c.without_overlap << ' ';
    return out.str();
}

void Selector::restore(const std::string& state) {
    std::istringstream in(state);
    for (Counts& c : counts_)
        in >> c.pages >> c.digitization >> c.detection >> c.segmentation >> c.with_overlap >>
            c.without_overlap;
}

std::size_t Selector::group_of(const PageRow& page) const {
    for (std::size_t i = 0; i < config_.pages.size(); ++i)
        if (config_.pages[i].name == page.group) return i;
    throw DataError(concat("page ", page.index, " is of group `", page.group,
                           "`, which is not in the configuration"));
}

PageSelection Selector::select(const PageRow& page, const std::vector<LeadRow>& leads) {
    const std::size_t group = group_of(page);
    const Caps& caps = config_.pages[group].caps;
    Counts& counts = counts_[group];
    PageSelection selection;
    selection.segmentation.resize(leads.size());
    selection.overlap.resize(leads.size(), OverlapSet::none);
    if (!only_.keeps(page)) return selection;
    ++counts.pages;
    if (page.datasets.has(Dataset::digitization))
        selection.digitization = keep(counts.digitization, caps.digitization);
    if (page.datasets.has(Dataset::detection))
        selection.detection = keep(counts.detection, caps.detection);
    for (std::size_t i = 0; i < leads.size(); ++i) {
        if (leads[i].crop_px.empty()) continue; // no ink of this lead is on the page
        if (page.datasets.has(Dataset::segmentation))
            selection.segmentation[i] = keep(counts.segmentation, caps.segmentation);
        if (!page.datasets.has(Dataset::overlap)) continue;
        const bool crossed = leads[i].other_ink_px > 0;
        if (crossed && keep(counts.with_overlap, caps.with_overlap))
            selection.overlap[i] = OverlapSet::with_overlap;
        if (!crossed && keep(counts.without_overlap, caps.without_overlap))
            selection.overlap[i] = OverlapSet::without_overlap;
    }
    return selection;
}

Selector::Shortfalls Selector::shortfalls() const {
    Shortfalls shortfalls;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        const Counts& c = counts_[i];
        const Caps& caps = config_.pages[i].caps;
        std::vector<std::string>& lines = caps.required ? shortfalls.required : shortfalls.others;
        const std::string& name = config_.pages[i].name;
        note_shortfall(lines, name, "digitization", c.pages, c.digitization, caps.digitization);
        note_shortfall(lines, name, "detection", c.pages, c.detection, caps.detection);
        note_shortfall(lines, name, "segmentation", c.pages, c.segmentation, caps.segmentation);
        note_shortfall(lines, name, "with_overlap", c.pages, c.with_overlap, caps.with_overlap);
        note_shortfall(lines, name, "without_overlap", c.pages, c.without_overlap,
                       caps.without_overlap);
    }
    return shortfalls;
}

} // namespace ecgpress
