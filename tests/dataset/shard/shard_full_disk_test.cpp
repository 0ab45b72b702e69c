// Shards on a disk that becomes full at any point: an IoError with the system's reason, no crash
// (also not at exit), and no leftover file.
#include <csignal>
#include <cstdlib>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_index.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard_content.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

/// Limits the size of files during its lifetime: writes beyond it fail with EFBIG, as they fail
/// with ENOSPC on a full disk.
class FileSizeLimit {
  public:
    explicit FileSizeLimit(std::size_t bytes) {
        signal_action_ = std::signal(SIGXFSZ, SIG_IGN);
        getrlimit(RLIMIT_FSIZE, &old_limit_);
        const struct rlimit limit { bytes, old_limit_.rlim_max };
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &old_limit_);
        std::signal(SIGXFSZ, signal_action_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

  private:
    struct rlimit old_limit_ {};
    void (*signal_action_)(int) = nullptr;
};

/// A small file system, if this process has permission to mount one.
class SmallDisk {
  public:
    explicit SmallDisk(std::size_t bytes) {
        mounted_ =
            ::mount("tmpfs", path().c_str(), "tmpfs", 0, concat("size=", bytes).c_str()) == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(path().c_str(), MNT_DETACH);
    }
    SmallDisk(const SmallDisk&) = delete;
    SmallDisk& operator=(const SmallDisk&) = delete;

    bool mounted() const { return mounted_; }
    const fs::path& path() const { return scratch_.path(); }

  private:
    ScratchFolder scratch_;
    bool mounted_ = false;
};

/// The error message while a shard is written, or "".
std::string failure_of(const fs::path& path, const ShardContent& content) {
    try {
        write_shard(path, content);
        return "";
    } catch (const IoError& error) {
        return error.what();
    }
}

TEST(FullDisk, EveryMomentGivesAnIoError) {
    const ScratchFolder scratch;
    const fs::path path = scratch.path() / "s.h5";
    const auto content = random_content(21, 6, 60000);
    write_shard(path, content);
    const std::size_t size = fs::file_size(path);
    fs::remove(path);
    ASSERT_GT(size, std::size_t{1} << 20);
    for (std::size_t limit = 0; limit < size; limit += limit < 20000 ? 997 : size / 97) {
        std::string failure;
        {
            const FileSizeLimit small(limit);
            failure = failure_of(path, content);
        }
        ASSERT_NE(failure.find("File too large"), std::string::npos) << limit << ": " << failure;
        ASSERT_NE(failure.find("s.h5."), std::string::npos);
        ASSERT_TRUE(fs::is_empty(scratch.path())) << limit;
    }
    EXPECT_EQ(failure_of(path, content), "");
    EXPECT_TRUE(text_of(read_shard(path)) == text_of(content));
}

TEST(FullDisk, TellsItOfARealOne) {
    const auto content = random_content(23, 10, 60000);
    for (const std::size_t bytes :
         {std::size_t{4096}, std::size_t{200000}, std::size_t{1} << 20, std::size_t{2} << 20}) {
        const SmallDisk disk(bytes);
        if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a tmpfs";
        const std::string failure = failure_of(disk.path() / "s.h5", content);
        EXPECT_NE(failure.find("No space left on device"), std::string::npos) << failure;
        EXPECT_NE(failure.find("Free some space"), std::string::npos) << failure;
        EXPECT_TRUE(fs::is_empty(disk.path()));
    }
}

TEST(FullDisk, AMissingFolderIsReported) {
    const std::string failure = failure_of("/nowhere/s.h5", random_content(1, 1, 1));
    EXPECT_NE(failure.find("/nowhere/s.h5."), std::string::npos) << failure;
    EXPECT_NE(failure.find(".part: No such file or directory"), std::string::npos) << failure;
}

/// Writes pages of a release (index and files) until an error occurs.
std::string release_failure(const fs::path& folder, std::size_t pages) {
    try {
        Draws draws(24);
        const auto writer = find_release_format("folder").open(folder, {});
        ReleaseIndex tables(folder);
        for (std::uint64_t index = 0; index < pages; ++index) {
            const Sample sample = random_sample(draws, index, 500);
            PageSelection selection{true, true, {}, {}};
            selection.segmentation.resize(sample.leads.size(), true);
            selection.overlap.resize(sample.leads.size(), OverlapSet::none);
            std::vector<LeadRow> leads;
            for (const LeadSample& lead : sample.leads) leads.push_back(lead.row);
            const IndexedPage page{sample.row, leads, selection, 0, {}};
            writer->index_page(page);
            tables.add(page, *writer);
            writer->write_page(sample, selection);
        }
        tables.finish();
        writer->finish({});
        return "";
    } catch (const IoError& error) {
        return error.what();
    }
}

TEST(FullDisk, IsReportedForAReleaseToo) {
    for (const std::size_t bytes : {4096, 100000, 400000}) {
        const SmallDisk disk(bytes);
        if (!disk.mounted()) GTEST_SKIP() << "needs the right to mount a tmpfs";
        const std::string failure = release_failure(disk.path() / "release", 500);
        EXPECT_NE(failure.find("No space left on device"), std::string::npos) << failure;
    }
}

TEST(FullDisk, ATooLargeTableIsReported) {
    const ScratchFolder scratch;
    Draws draws(25);
    const Sample sample = random_sample(draws, 0, 10);
    std::string failure;
    try {
        const FileSizeLimit small(300000);
        ReleaseIndex tables(scratch.path());
        const auto writer = find_release_format("webdataset").open(scratch.path(), {}); // no tables
        for (int i = 0; i < 5000; ++i) tables.add({sample.row, {}, {}, 0, {}}, *writer);
    } catch (const IoError& error) {
        failure = error.what();
    }
    EXPECT_NE(failure.find("manifest.csv: File too large"), std::string::npos) << failure;
}

} // namespace
} // namespace ecgpress
