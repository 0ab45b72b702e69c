#include <atomic>
#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "core/process.hpp"

namespace ecgpress {
namespace {

using std::chrono::milliseconds;

TEST(Process, KnowsWhichOfItsHostsProcessesEnded) {
    EXPECT_FALSE(is_ended_here(process_name()));
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    const std::string here = host_name() + "-";
    EXPECT_TRUE(is_ended_here(here + std::to_string(child)));
    EXPECT_TRUE(is_ended_here(here + "1")) << "process 1 runs another program";
    for (const std::string& other : {"other-" + std::to_string(child), here, here + "x",
                                     here + "-1", here + "0", std::string("kept"), std::string()})
        EXPECT_FALSE(is_ended_here(other)) << other;
}

/// One test, because a stop request cannot be taken back.
TEST(StopListener, CallsOnceAndOnlyAfterASignal) {
    catch_stop_signals();
    std::atomic<int> calls{0};
    {
        const StopListener listener([&] { ++calls; });
        std::this_thread::sleep_for(milliseconds(120));
    }
    EXPECT_EQ(calls, 0) << "its destructor ends it";
    ::raise(SIGCONT); // ignored, because the parent of this process is not a launcher
    EXPECT_FALSE(stop_requested());
    {
        const StopListener listener([&] { ++calls; });
        ::raise(SIGUSR1);
        ::raise(SIGUSR1);
        EXPECT_TRUE(stop_requested());
        for (int i = 0; i < 200 && calls == 0; ++i) std::this_thread::sleep_for(milliseconds(25));
        EXPECT_EQ(calls, 1) << "while the main thread does something else";
    }
    EXPECT_EQ(calls, 1);
    {
        const StopListener late([&] { ++calls; });
    }
    EXPECT_EQ(calls, 2) << "a stop before its construction counts, too";
}

} // namespace
} // namespace ecgpress
