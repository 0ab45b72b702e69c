#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <thread>
#include <unistd.h>

#include "core/log.hpp"
#include "core/progress.hpp"

namespace ecgpress {
namespace {

using std::chrono::milliseconds;

TEST(Progress, LineSaysCountShareRateAndTimeLeft) {
    EXPECT_EQ(Progress::line("pages", 120, 1000, 120 / 84.1),
              "pages  120/1000  12 %  84.1/s  10 s left");
    EXPECT_EQ(Progress::line("pages", 0, 1000, 5), "pages  0/1000  0 %");
    EXPECT_EQ(Progress::line("pages", 3, 1000, 0), "pages  3/1000  0 %");
    EXPECT_EQ(Progress::line("pages", 1000, 1000, 125),
              "pages  1000/1000  100 %  8.0/s  took 2 min");
    EXPECT_EQ(Progress::line("files", 0, 0, 1), "files  0/0  100 %");
}

TEST(Progress, OnlyAllIsAHundredPercent) {
    EXPECT_EQ(Progress::line("pages", 999999, 1000000, 1000),
              "pages  999999/1000000  99 %  1000.0/s  0 s left");
}

TEST(Progress, LongTimesAreToldInLargeUnits) {
    const auto left = [](double seconds) {
        const std::string line = Progress::line("p", 1, 2, seconds);
        return line.substr(line.find("/s  ") + 4);
    };
    EXPECT_EQ(left(119), "119 s left");
    EXPECT_EQ(left(600), "10 min left");
    EXPECT_EQ(left(3 * 3600 + 5 * 60), "3 h 05 min left");
    EXPECT_EQ(left(52 * 3600), "2 d 04 h left");
    EXPECT_NE(Progress::line("p", 1, ~std::uint64_t{0}, 1e9).find("left"), std::string::npos);
}

TEST(Progress, BarRedrawsAFewTimesASecondAtMost) {
    testing::internal::CaptureStderr();
    const auto start = std::chrono::steady_clock::now();
    {
        Progress progress("pages", 1000000, Progress::Style::bar);
        for (std::uint64_t i = 1; i <= 500000; ++i) progress.update(i);
        std::this_thread::sleep_for(milliseconds(250));
        progress.update(750000);
        progress.finish();
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    const std::string text = testing::internal::GetCapturedStderr();
    const auto draws = std::count(text.begin(), text.end(), '\r');
    EXPECT_GE(draws, 3); // at the start, after the pause, at the end
    EXPECT_LE(static_cast<double>(draws), 2 + elapsed.count() * 5.01);
    EXPECT_NE(text.find("[##################......] pages  750000/1000000  75 %"),
              std::string::npos);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    EXPECT_EQ(text.back(), '\n');
}

TEST(Progress, LinesAreRareAndPlain) {
    testing::internal::CaptureStderr();
    start_log(LogLevel::normal, 0, 1);
    {
        Progress progress("pages", 10, Progress::Style::lines);
        for (std::uint64_t i = 1; i <= 10; ++i) progress.update(i);
        progress.finish();
        progress.finish();
    }
    const std::string text = testing::internal::GetCapturedStderr();
    EXPECT_EQ(text.rfind("ecgpress: pages  10/10  100 %", 0), 0U) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
    EXPECT_EQ(text.find('\r'), std::string::npos);
}

TEST(Progress, SilentSaysNothing) {
    testing::internal::CaptureStderr();
    {
        Progress progress("pages", 10, Progress::Style::silent);
        progress.update(10);
        progress.finish();
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Progress, AnExceptionEndsTheBarsLine) {
    testing::internal::CaptureStderr();
    try {
        const Progress progress("pages", 10, Progress::Style::bar);
        throw std::runtime_error("a fault");
    } catch (const std::runtime_error&) {
    }
    EXPECT_EQ(testing::internal::GetCapturedStderr().back(), '\n');
}

TEST(Progress, BarOnATerminalLinesElsewhere) {
    testing::internal::CaptureStderr(); // a file
    EXPECT_EQ(Progress::style_for_stderr(), Progress::Style::lines);
    testing::internal::GetCapturedStderr();

    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
    if (terminal < 0 || ::grantpt(terminal) != 0 || ::unlockpt(terminal) != 0) {
        GTEST_SKIP() << "needs pseudo-terminals";
    }
    const int inner = ::open(::ptsname(terminal), O_RDWR | O_NOCTTY);
    if (inner < 0) GTEST_SKIP() << "needs pseudo-terminals";
    const int before = ::dup(STDERR_FILENO);
    ::dup2(inner, STDERR_FILENO);
    const Progress::Style style = Progress::style_for_stderr();
    ::dup2(before, STDERR_FILENO);
    for (const int descriptor : {before, inner, terminal}) ::close(descriptor);
    EXPECT_EQ(style, Progress::Style::bar);
}

} // namespace
} // namespace ecgpress
