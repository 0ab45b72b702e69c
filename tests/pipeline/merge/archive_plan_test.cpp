#include <gtest/gtest.h>
#include <map>
#include <set>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/random_sample.hpp"
#include "dataset/release/sums.hpp"
#include "pipeline/merge/archive_plan.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

TEST(ArchivePlan, GuideStatesItsLimits) {
    const ScratchFolder scratch;
    write_file(scratch.path() / k_sums_file, "");
    for (const std::uint64_t files : {0ULL, 1ULL, 100000ULL})
        for (const std::uint64_t bytes : {0ULL, 5000000000ULL}) {
            ReleaseSettings settings;
            settings.max_files = files;
            settings.max_bytes = bytes;
            settings.pack = bytes > files ? "zenodo" : "none";
            const auto limits = limits_of_guide(guide_of(scratch.path(), settings));
            ASSERT_TRUE(limits);
            EXPECT_EQ(limits->max_files, files);
            EXPECT_EQ(limits->max_bytes, bytes);
            EXPECT_EQ(limits->pack, settings.pack);
        }
    for (const char* other : {"", "A release in archives of", "x"})
        EXPECT_FALSE(limits_of_guide(other)) << other;
    EXPECT_FALSE(limits_of_guide(std::string(1 << 20, 'a')));
}

TEST(ArchivePlan, EveryItemIsInOneArchive) {
    const ScratchFolder scratch;
    std::vector<WrittenFile> files;
    for (const char* name : {"a", "b", "README.md", "c"}) {
        write_file(scratch.path() / name, std::string(1000, 'x'));
        files.push_back({name, sha256_of(std::string(1000, 'x')), 1000});
    }
    write_file(scratch.path() / k_sums_file, sums_lines(files));
    ReleaseSettings settings;
    settings.max_files = 2;
    const std::vector<Archive> archives = plan_archives(scratch.path(), settings, settings);
    ASSERT_EQ(archives.size(), 3U);
    std::vector<std::string> items;
    for (const Archive& archive : archives) {
        EXPECT_EQ(archive.bytes, 10240U) << "one record of the format";
        ItemWalk walk(scratch.path(), archive);
        for (std::uint64_t i = 0; i < archive.items; ++i) items.push_back(walk.next().value());
    }
    EXPECT_EQ(items, (std::vector<std::string>{k_sums_file, "README.md", "a", "b", "c"}));
}

/// A release with files of these sizes, which take no space.
void write_sized(const fs::path& release, const std::vector<std::uint64_t>& sizes) {
    std::vector<WrittenFile> files;
    for (std::size_t i = 0; i <= sizes.size(); ++i) {
        const std::string name = i == 0 ? "README.md" : "file" + std::to_string(i);
        write_file(release / name, "");
        if (i > 0) fs::resize_file(release / name, sizes[i - 1]);
        files.push_back({name, std::string(64, '0')});
    }
    write_file(release / k_sums_file, sums_lines(files));
}

std::uint64_t items_in(const std::vector<Archive>& archives) {
    std::uint64_t items = 0;
    for (const Archive& archive : archives) items += archive.items;
    return items;
}

TEST(ArchivePlan, NoMoreArchivesThanWanted) {
    const ScratchFolder scratch;
    testing_support::Draws draws(3);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::uint64_t> sizes(1 + draws.below(60));
        for (std::uint64_t& size : sizes) size = draws.below(draws.below(3) == 0 ? 900'000 : 9000);
        write_sized(scratch.path(), sizes);
        for (const std::uint64_t most : {1U, 2U, 7U, 1000U}) {
            ReleaseSettings settings;
            settings.max_archives = most;
            const ReleaseSettings limited = with_byte_limit(scratch.path(), settings);
            const auto archives = plan_archives(scratch.path(), limited, settings);
            EXPECT_LE(archives.size(), most);
            EXPECT_EQ(items_in(archives), sizes.size() + 2);
            // What repair reads from UNPACK.txt gives the same archives.
            const auto stated = limits_of_guide(guide_of(scratch.path(), limited));
            ASSERT_TRUE(stated);
            EXPECT_EQ(plan_archives(scratch.path(), *stated, {}).size(), archives.size());
        }
    }
}

/// Both limits are kept if archives that are full of files keep them; otherwise the message names
/// the release and what the user set.
TEST(ArchivePlan, LimitsOfFilesAndOfArchivesGoTogether) {
    const ScratchFolder scratch;
    testing_support::Draws draws(4);
    for (int round = 0; round < 20; ++round) {
        std::vector<std::uint64_t> sizes(1 + draws.below(60));
        for (std::uint64_t& size : sizes) size = draws.below(draws.below(3) == 0 ? 900'000 : 9000);
        write_sized(scratch.path(), sizes);
        const std::uint64_t items = sizes.size() + 2;
        ReleaseSettings settings;
        settings.max_files = 1 + draws.below(items);
        settings.max_archives = (items + settings.max_files - 1) / settings.max_files;
        const auto plan = [&] {
            return plan_archives(scratch.path(), with_byte_limit(scratch.path(), settings),
                                 settings);
        };
        const auto archives = plan();
        EXPECT_LE(archives.size(), settings.max_archives);
        for (const Archive& archive : archives) EXPECT_LE(archive.items, settings.max_files);
        EXPECT_EQ(items_in(archives), items);
        if (--settings.max_archives == 0) continue;
        try {
            plan();
            ADD_FAILURE() << "too many archives";
        } catch (const ConfigError& error) {
            const std::string text = error.what();
            EXPECT_EQ(text.find("max_bytes"), std::string::npos) << text;
            EXPECT_EQ(text.find(scratch.path().string()), 0U) << text;
            EXPECT_NE(text.find(concat("max_files is ", settings.max_files)), std::string::npos)
                << text;
        }
    }
}

TEST(ArchivePlan, EachRecordFitsIntoZenodo) {
    const ScratchFolder scratch;
    constexpr std::uint64_t k_gb = 1'000'000'000;
    ReleaseSettings zenodo;
    zenodo.pack = "zenodo";
    const auto records_of = [&](const std::vector<std::uint64_t>& sizes,
                                const ReleaseSettings& settings) {
        write_sized(scratch.path(), sizes);
        const auto archives =
            plan_archives(scratch.path(), with_byte_limit(scratch.path(), settings), settings);
        EXPECT_EQ(items_in(archives), sizes.size() + 2);
        std::map<std::uint64_t, std::pair<std::uint64_t, std::uint64_t>> records; // files, bytes
        std::set<std::string> names;
        for (std::size_t i = 0; i < archives.size(); ++i) {
            ++records[archives[i].record].first;
            records[archives[i].record].second += archives[i].bytes;
            EXPECT_TRUE(names.insert(archive_name(i, archives[i])).second);
        }
        EXPECT_EQ(records.rbegin()->first + 1, records.size());
        for (const auto& [record, size] : records) {
            EXPECT_LE(size.first + 2, 100U); // with SHA256SUMS and UNPACK.txt
            EXPECT_LT(size.second, 50 * k_gb);
        }
        return records.size();
    };
    EXPECT_EQ(records_of({1000, 2000}, zenodo), 1U);
    EXPECT_EQ(records_of(std::vector<std::uint64_t>(40, 3 * k_gb), zenodo), 3U);
    EXPECT_EQ(records_of(std::vector<std::uint64_t>(400, k_gb / 10), zenodo), 1U);
    zenodo.max_bytes = k_gb / 5; // so small that the number of archives decides
    EXPECT_EQ(records_of(std::vector<std::uint64_t>(250, k_gb / 6), zenodo), 3U);
    zenodo.max_bytes = 51 * k_gb;
    EXPECT_THROW(records_of(std::vector<std::uint64_t>(40, k_gb / 100 * 299), zenodo), ConfigError);
    const Archive second{0, 0, 0, 0, 1};
    EXPECT_EQ(archive_name(25, second), "part-00026-record-2.tar");
}

} // namespace
} // namespace ecgpress
