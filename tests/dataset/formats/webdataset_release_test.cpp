// Division of a webdataset into archives, and rewriting of a part.
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "core/digest.hpp"
#include "core/file.hpp"
#include "dataset/formats/webdataset_release.hpp"
#include "dataset/release/sample_json.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "dataset/shard/truth_file.hpp"
#include "dataset/shard_content.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

PageSelection all_of(const ShardReader& shard, std::size_t i) {
    PageSelection selection{i % 4 != 0, i % 3 == 0, {}, {}};
    for (const LeadRow& lead : shard.leads(i)) {
        selection.segmentation.push_back(!lead.crop_px.empty() && i % 5 != 1);
        selection.overlap.push_back(OverlapSet::none);
    }
    return selection;
}

/// A release of a shard of random pages.
struct Release {
    explicit Release(std::uint64_t limit, std::uint64_t pages = 60) : largest_tar(limit) {
        write_shard(scratch.path() / "shard-00000.h5", random_content(41, pages, 4000));
        fs::create_directories(release_notes(folder()));
        const ShardReader shard(scratch.path() / "shard-00000.h5");
        const auto index = open_webdataset_release(folder(), {}, largest_tar);
        for (std::size_t i = 0; i < shard.page_count(); ++i) {
            const PageSelection selection = all_of(shard, i);
            const IndexedPage page{
                shard.page(i),        shard.leads(i), selection, shard.stored_bytes(i), {},
                shard.stored_sizes(i)};
            if (const auto key = index->index_page(page)) parts[*key].push_back(i);
        }
    }

    fs::path folder() const { return scratch.path() / "release"; }

    void write(const PartKey& key, std::size_t pages) {
        const ShardReader shard(scratch.path() / "shard-00000.h5");
        const auto writer = open_webdataset_release(folder(), {}, largest_tar);
        writer->begin_part(key);
        for (std::size_t i = 0; i < pages; ++i)
            writer->write_page(shard.sample(parts.at(key)[i]), all_of(shard, parts.at(key)[i]));
        if (pages == parts.at(key).size()) writer->end_part();
    }

    ScratchFolder scratch;
    std::uint64_t largest_tar;
    std::map<PartKey, std::vector<std::size_t>> parts; ///< their pages
};

TEST(WebdatasetRelease, NoArchiveIsLargerThanItsLimit) {
    constexpr std::uint64_t k_limit = 200'000;
    Release release(k_limit);
    EXPECT_GT(release.parts.size(), 6U);
    std::uint64_t largest = 0;
    std::set<std::size_t> seen;
    for (const auto& [key, pages] : release.parts) {
        release.write(key, pages.size());
        for (const char* set : {"pages-", "crops-"}) {
            const fs::path tar = release.folder() / (set + key.name() + ".tar");
            if (!fs::exists(tar)) continue;
            largest = std::max<std::uint64_t>(largest, fs::file_size(tar));
            EXPECT_TRUE(fs::file_size(tar) <= k_limit || pages.size() == 1) << tar;
        }
        for (const std::size_t page : pages) EXPECT_TRUE(seen.insert(page).second);
    }
    EXPECT_GT(largest, k_limit / 2); // archives are not unnecessarily small
}

TEST(WebdatasetRelease, EstimatedSizesAreUpperLimits) {
    const ScratchFolder scratch;
    const fs::path path = scratch.path() / "shard-00000.h5";
    for (const std::size_t most_bytes : {0U, 10U, 3000U}) {
        write_shard(path, random_content(50 + most_bytes, 60, most_bytes));
        const ShardReader shard(path);
        for (std::size_t i = 0; i < shard.page_count(); ++i) {
            const Sample sample = shard.sample(i);
            const StoredSizes stored = shard.stored_sizes(i);
            const PageSelection selection = all_of(shard, i);
            EXPECT_EQ(stored.image, sample.image_jpeg.size());
            EXPECT_GE(largest_truth_npz(sample.row, sample.leads.size(), stored),
                      truth_npz(sample).size());
            EXPECT_GE(longest_page_json(sample.row, shard.leads(i), stored),
                      page_json(sample, selection).size());
            for (std::size_t k = 0; k < sample.leads.size(); ++k)
                EXPECT_GE(longest_crop_facts(sample.row) + sample.leads[k].signal_json.size() +
                              most_decimals({sample.leads[k].row}),
                          crop_json(sample, k, selection).size());
        }
    }
}

TEST(WebdatasetRelease, ARewrittenPartIsIdentical) {
    Release release(2'000'000);
    const auto& [key, pages] = *release.parts.begin();
    ASSERT_GT(pages.size(), 5U);
    release.write(key, pages.size());
    const fs::path tar = release.folder() / ("pages-" + key.name() + ".tar");
    const std::string whole = sha256_of_file(tar);
    fs::remove(tar);
    release.write(key, 3); // interrupted
    EXPECT_FALSE(fs::exists(tar));
    release.write(key, pages.size());
    EXPECT_EQ(sha256_of_file(tar), whole);
    for (const auto& entry : fs::directory_iterator(release.folder()))
        EXPECT_NE(entry.path().extension(), ".part");
}

} // namespace
} // namespace ecgpress
