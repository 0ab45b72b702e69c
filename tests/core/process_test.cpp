#include <atomic>
#include <chrono>
#include <csignal>
#include <gtest/gtest.h>
#include <thread>

#include "core/process.hpp"

namespace ecgpress {
namespace {

using std::chrono::milliseconds;

/// A single test, because a stop request cannot be withdrawn.
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
