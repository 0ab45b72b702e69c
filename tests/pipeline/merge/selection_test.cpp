#include <gtest/gtest.h>

#include "core/random.hpp"
#include "pipeline/merge/selection.hpp"

namespace ecgpress {
namespace {

Config config_with(const Caps& caps) {
    Config config;
    PageGroup other, group;
    other.name = "other";
    group.name = "capped";
    group.caps = caps;
    config.pages = {other, group};
    return config;
}

PageRow page_of(std::uint64_t index, const std::string& group) {
    PageRow page;
    page.index = index;
    page.group = group;
    for (const Dataset dataset :
         {Dataset::digitization, Dataset::detection, Dataset::segmentation, Dataset::overlap})
        page.datasets.add(dataset);
    return page;
}

/// Leads of a page; some overlap with others, some have no ink.
std::vector<LeadRow> some_leads(std::uint64_t page) {
    Rng rng(5, page, "leads");
    std::vector<LeadRow> leads(12);
    for (LeadRow& lead : leads) {
        if (rng.below(10) > 0) lead.crop_px = {0, 0, 10, 10};
        lead.target_ink_px = 20;
        lead.other_ink_px = rng.below(3) == 0 ? 7 : 0;
    }
    return leads;
}

struct Kept {
    std::uint64_t digitization = 0, detection = 0, segmentation = 0, with_overlap = 0,
                  without_overlap = 0;

    void add(const PageSelection& selection) {
        digitization += selection.digitization ? 1 : 0;
        detection += selection.detection ? 1 : 0;
        for (const bool kept : selection.segmentation) segmentation += kept ? 1 : 0;
        for (const OverlapSet set : selection.overlap) {
            with_overlap += set == OverlapSet::with_overlap ? 1 : 0;
            without_overlap += set == OverlapSet::without_overlap ? 1 : 0;
        }
    }
};

TEST(Selection, ACapKeepsTheFirstInPageOrder) {
    Caps caps;
    caps.digitization = 3;
    caps.segmentation = 25;
    caps.with_overlap = 9;
    const Config capped = config_with(caps), open = config_with({});
    Selector few(capped), all(open);
    Kept kept, offered;
    std::uint64_t kept_crops = 0;
    for (std::uint64_t page = 0; page < 20; ++page) {
        const auto leads = some_leads(page);
        const PageSelection some = few.select(page_of(page, "capped"), leads);
        const PageSelection every = all.select(page_of(page, "capped"), leads);
        EXPECT_EQ(some.digitization, page < 3);
        for (std::size_t i = 0; i < leads.size(); ++i) {
            if (every.segmentation[i]) {
                EXPECT_EQ(some.segmentation[i], kept_crops < 25);
                ++kept_crops;
            }
            EXPECT_LE(some.segmentation[i], every.segmentation[i]);
        }
        kept.add(some);
        offered.add(every);
    }
    EXPECT_EQ(kept.digitization, 3U);
    EXPECT_EQ(kept.segmentation, 25U);
    EXPECT_EQ(kept.with_overlap, 9U);
    EXPECT_EQ(kept.detection, 20U);
    EXPECT_EQ(kept.without_overlap, offered.without_overlap);
    EXPECT_GT(offered.with_overlap, 9U);
    EXPECT_TRUE(few.shortfalls().required.empty());
}

TEST(Selection, ACropsInkCountsDetermineItsOverlapDataset) {
    const Config config = config_with({});
    Selector selector(config);
    for (std::uint64_t page = 0; page < 50; ++page) {
        const auto leads = some_leads(page);
        const PageSelection selection = selector.select(page_of(page, "capped"), leads);
        for (std::size_t i = 0; i < leads.size(); ++i) {
            const OverlapSet expected = leads[i].crop_px.empty() ? OverlapSet::none
                                        : leads[i].overlap_ratio() > 0
                                            ? OverlapSet::with_overlap
                                            : OverlapSet::without_overlap;
            EXPECT_EQ(selection.overlap[i], expected);
            EXPECT_EQ(selection.segmentation[i], !leads[i].crop_px.empty());
        }
    }
}

TEST(Selection, ResumesFromASavedState) {
    Caps caps;
    caps.segmentation = 100;
    caps.without_overlap = 60;
    const Config config = config_with(caps);
    for (std::uint64_t stop = 0; stop < 15; ++stop) {
        Selector whole(config), first(config), second(config);
        Kept kept_whole, kept_parts;
        for (std::uint64_t page = 0; page < 15; ++page) {
            const PageRow row = page_of(page, page % 4 == 1 ? "other" : "capped");
            kept_whole.add(whole.select(row, some_leads(page)));
            if (page == stop) second.restore(first.state());
            kept_parts.add((page < stop ? first : second).select(row, some_leads(page)));
        }
        EXPECT_EQ(kept_parts.segmentation, kept_whole.segmentation);
        EXPECT_EQ(kept_parts.without_overlap, kept_whole.without_overlap);
        EXPECT_EQ(second.state(), whole.state());
    }
}

TEST(Selection, AShortfallStatesHowManyMorePagesAreNeeded) {
    Caps caps;
    caps.detection = 30;
    const Config config = config_with(caps);
    Selector selector(config);
    for (std::uint64_t page = 0; page < 20; ++page) selector.select(page_of(page, "capped"), {});
    const auto lines = selector.shortfalls().required;
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("capped"), std::string::npos);
    EXPECT_NE(lines[0].find("30"), std::string::npos);
    EXPECT_NE(lines[0].find("About 10 more pages"), std::string::npos) << lines[0];
}

TEST(Selection, ReportsACapThatNoPageFills) {
    Caps caps;
    caps.with_overlap = 5;
    const Config config = config_with(caps);
    Selector selector(config);
    selector.select(page_of(0, "capped"), {});
    const auto lines = selector.shortfalls().required;
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_NE(lines[0].find("No page of the group has any"), std::string::npos);
}

TEST(Selection, ACapThatIsNotRequiredIsOnlyALimit) {
    Caps caps;
    caps.with_overlap = 5;
    caps.required = false;
    const Config config = config_with(caps);
    Selector selector(config);
    selector.select(page_of(0, "capped"), {});
    EXPECT_TRUE(selector.shortfalls().required.empty());
    EXPECT_EQ(selector.shortfalls().others.size(), 1U) << "merge warns";
}

} // namespace
} // namespace ecgpress
