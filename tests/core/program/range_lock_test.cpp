#include <csignal>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.hpp"
#include "core/program/range_lock.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

/// Another process that takes a lock and keeps it until it is killed.
class Holder {
  public:
    Holder(const std::filesystem::path& path, std::uint64_t first, std::uint64_t end,
           LockKind kind = LockKind::exclusive) {
        int ready[2];
        EXPECT_EQ(::pipe(ready), 0);
        process_ = ::fork();
        if (process_ == 0) {
            const RangeLock lock(path, first, end, kind);
            const char taken = lock.result() == LockResult::taken ? 'y' : 'n';
            if (::write(ready[1], &taken, 1) == 1) ::pause();
            ::_exit(0);
        }
        char taken = '?';
        EXPECT_EQ(::read(ready[0], &taken, 1), 1);
        EXPECT_EQ(taken, 'y');
        ::close(ready[0]);
        ::close(ready[1]);
    }
    ~Holder() { kill(); }
    void kill() {
        if (process_ > 0) {
            ::kill(process_, SIGKILL);
            ::waitpid(process_, nullptr, 0);
        }
        process_ = -1;
    }

  private:
    pid_t process_ = -1;
};

TEST(RangeLock, ExcludesOtherProcesses) {
    const ScratchFolder scratch;
    const auto path = scratch.path() / "lock";
    const Holder holder(path, 10, 20);
    EXPECT_EQ(RangeLock(path, 10, 20).result(), LockResult::held);
    EXPECT_EQ(RangeLock(path, 19, 30).result(), LockResult::held);
    EXPECT_EQ(RangeLock(path, 20, 30).result(), LockResult::taken);
    EXPECT_EQ(RangeLock(path, 0, 10).result(), LockResult::taken);
}

TEST(RangeLock, IsReleasedWhenItsProcessIsKilled) {
    const ScratchFolder scratch;
    const auto path = scratch.path() / "lock";
    Holder holder(path, 0, 5);
    EXPECT_EQ(RangeLock(path, 0, 5).result(), LockResult::held);
    holder.kill();
    EXPECT_EQ(RangeLock(path, 0, 5).result(), LockResult::taken);
}

TEST(RangeLock, ExcludesTheSameProcess) {
    const ScratchFolder scratch;
    const auto path = scratch.path() / "lock";
    const RangeLock first(path, 0, 5);
    EXPECT_EQ(RangeLock(path, 4, 6).result(), LockResult::held);
}

TEST(RangeLock, SharedLocksExcludeOnlyExclusiveOnes) {
    const ScratchFolder scratch;
    const auto path = scratch.path() / "lock";
    const Holder holder(path, 0, 5, LockKind::shared);
    EXPECT_EQ(RangeLock(path, 2, 9, LockKind::shared).result(), LockResult::taken);
    EXPECT_EQ(RangeLock(path, 4, 6).result(), LockResult::held);
    const Holder writer(path, 5, 8);
    EXPECT_EQ(RangeLock(path, 2, 9, LockKind::shared).result(), LockResult::held);
}

TEST(RangeLock, TellsWhoSignedAnOverlappingRange) {
    const ScratchFolder scratch;
    const auto path = scratch.path() / "lock";
    const RangeLock low(path, 0, 5), high(path, 10, 20);
    EXPECT_EQ(RangeLock(path, 0, 5).last_name(), "");
    low.sign("job 1 on a");
    high.sign("job 2 on b");
    low.sign("job 3 on a");
    EXPECT_EQ(RangeLock(path, 4, 6).last_name(), "job 3 on a");
    EXPECT_EQ(RangeLock(path, 19, 30).last_name(), "job 2 on b");
    EXPECT_EQ(RangeLock(path, 5, 10).last_name(), "");
}

TEST(RangeLock, ReportsAMissingFolder) {
    EXPECT_THROW(RangeLock("/nowhere/lock", 0, 1), IoError);
}

TEST(RangeLock, TakesNoLinkAndNoPipe) {
    const ScratchFolder scratch;
    const auto target = scratch.path() / "target", link = scratch.path() / "link",
               pipe = scratch.path() / "pipe";
    std::filesystem::create_symlink(target, link);
    ASSERT_EQ(::mkfifo(pipe.c_str(), 0666), 0);
    EXPECT_THROW(RangeLock(link, 0, 1), DataError);
    EXPECT_THROW(RangeLock(pipe, 0, 1), DataError);
    EXPECT_FALSE(std::filesystem::exists(target));
}

} // namespace
} // namespace ecgpress
