#include <gtest/gtest.h>

#include "core/digest.hpp"
#include "core/file.hpp"
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
            const auto limits = limits_of_guide(guide_of(scratch.path(), settings));
            ASSERT_TRUE(limits);
            EXPECT_EQ(limits->max_files, files);
            EXPECT_EQ(limits->max_bytes, bytes);
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
    const std::vector<Archive> archives = plan_archives(scratch.path(), settings);
    ASSERT_EQ(archives.size(), 3U);
    std::vector<std::string> items;
    for (const Archive& archive : archives) {
        EXPECT_EQ(archive.bytes, 10240U) << "one record of the format";
        ItemWalk walk(scratch.path(), archive);
        for (std::uint64_t i = 0; i < archive.items; ++i) items.push_back(walk.next().value());
    }
    EXPECT_EQ(items, (std::vector<std::string>{k_sums_file, "README.md", "a", "b", "c"}));
}

} // namespace
} // namespace ecgpress
