#include <algorithm>
#include <cstdlib>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <sys/ioctl.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "core/log.hpp"
#include "core/program/progress.hpp"
#include "core/terminal.hpp"

namespace ecgpress {
namespace {

using std::chrono::milliseconds;

Progress::State state_of(std::uint64_t done, std::uint64_t total, double rate_per_s = 0,
                         double elapsed_s = 0) {
    Progress::State state;
    state.stage = "pages";
    state.done = done;
    state.total = total;
    state.rate_per_s = rate_per_s;
    state.elapsed_s = elapsed_s;
    return state;
}

Progress::State ended(Progress::State state) {
    state.ended = true;
    return state;
}

TEST(Progress, LineShowsCountShareRateAndTimeLeft) {
    EXPECT_EQ(Progress::line(state_of(120, 1000, 84.1)),
              "pages  120/1000  12 %  84.1/s  10 s left");
    EXPECT_EQ(Progress::line(state_of(0, 1000, 0, 5)), "pages  0/1000  0 %");
    EXPECT_EQ(Progress::line(ended(state_of(1000, 1000, 8, 125))),
              "pages  1000/1000  100 %  8.0/s  took 2 min");
    EXPECT_EQ(Progress::line(ended(state_of(900, 1000, 8, 40))),
              "pages  900/1000  90 %  8.0/s  stopped after 40 s");
    EXPECT_EQ(Progress::line(state_of(0, 0)), "pages  0/0  100 %");
}

TEST(Progress, OnlyCompletionIsAHundredPercent) {
    EXPECT_EQ(Progress::line(state_of(999999, 1000000, 1000)),
              "pages  999999/1000000  99 %  1000.0/s  0 s left");
}

TEST(Progress, LongTimesAreShownInLargeUnits) {
    const auto left = [](double seconds) {
        const std::string line = Progress::line(state_of(1, 2, 1 / seconds));
        return line.substr(line.find("/s  ") + 4);
    };
    EXPECT_EQ(left(119), "119 s left");
    EXPECT_EQ(left(600), "10 min left");
    EXPECT_EQ(left(3 * 3600 + 5 * 60), "3 h 05 min left");
    EXPECT_EQ(left(52 * 3600), "2 d 04 h left");
    EXPECT_NE(Progress::line(state_of(1, ~std::uint64_t{0}, 1e-9)).find("left"), std::string::npos);
}

TEST(Progress, BarLineIsShorterThanTheTerminal) {
    const Progress::State state = state_of(120, 1000, 84.1);
    const std::string line = Progress::line(state);
    for (std::size_t columns = 0; columns < 120; ++columns) {
        const std::string text = Progress::bar_line(state, columns);
        ASSERT_LT(text.size(), std::max<std::size_t>(columns, 2)) << text;
        const std::size_t at = text.find(line);
        if (at == std::string::npos) {
            ASSERT_LT(columns, line.size() + 1) << "the text is cut only if it does not fit";
            ASSERT_EQ(line.rfind(text, 0), 0U) << text;
        }
    }
    EXPECT_EQ(Progress::bar_line(state, 200), "[##......................] " + line);
    EXPECT_EQ(Progress::bar_line(state, line.size() + 12), "[........] " + line);
    EXPECT_EQ(Progress::bar_line(state, line.size() + 5), line);
    EXPECT_EQ(Progress::bar_line(state, 12), "pages  120/");
}

TEST(Progress, JsonHasEveryKeyInOneLine) {
    Progress::State state = state_of(120, 1000, 80, 1.5);
    state.restored = 35;
    EXPECT_EQ(
        Progress::json(state),
        R"({"stage": "pages", "state": "running", "done": 120, "total": 1000, "restored": 35, )"
        R"("rate_per_s": 80.000, "left_s": 11.0, "elapsed_s": 1.500})");
    EXPECT_EQ(Progress::json(state_of(0, 10)),
              R"({"stage": "pages", "state": "running", "done": 0, "total": 10, "restored": 0, )"
              R"("rate_per_s": null, "left_s": null, "elapsed_s": 0.000})");
    EXPECT_NE(Progress::json(ended(state)).find(R"("state": "stopped")"), std::string::npos);
    EXPECT_NE(Progress::json(ended(state_of(9, 9))).find(R"("state": "done")"), std::string::npos);
}

TEST(Progress, JsonIsPrintedAtTheStartAndAtTheEnd) {
    testing::internal::CaptureStderr();
    {
        Progress progress("pages", 10, Progress::Style::json);
        progress.update(10);
        progress.finish();
    }
    const std::string text = testing::internal::GetCapturedStderr();
    EXPECT_EQ(text.rfind(R"({"stage": "pages", "state": "running", "done": 0,)", 0), 0U) << text;
    EXPECT_NE(text.find(R"("state": "done", "done": 10,)"), std::string::npos) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
}

TEST(Progress, RestoredPagesHaveNoRate) {
    testing::internal::CaptureStderr();
    Progress progress("pages", 1000, Progress::Style::json);
    progress.update(700, 700);
    std::this_thread::sleep_for(milliseconds(20));
    EXPECT_EQ(progress.rate_per_s(), 0);
    progress.update(703, 700);
    EXPECT_GT(progress.rate_per_s(), 0);
    EXPECT_LE(progress.rate_per_s(), 3 / 0.02) << "of 3 pages, not of 703";
    progress.finish();
    testing::internal::GetCapturedStderr();
}

TEST(Progress, BarIsRedrawnAtMostAFewTimesPerSecond) {
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
    EXPECT_NE(text.find("pages  750000/1000000  75 %"), std::string::npos);
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

TEST(Progress, SilentPrintsNothing) {
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

/// Makes standard error a pseudo-terminal during its lifetime.
class TerminalStderr {
  public:
    TerminalStderr() : outer_(::posix_openpt(O_RDWR | O_NOCTTY)) {
        if (outer_ < 0 || ::grantpt(outer_) != 0 || ::unlockpt(outer_) != 0) return;
        inner_ = ::open(::ptsname(outer_), O_RDWR | O_NOCTTY);
        if (inner_ < 0) return;
        before_ = ::dup(STDERR_FILENO);
        ::dup2(inner_, STDERR_FILENO);
    }
    ~TerminalStderr() {
        if (before_ >= 0) ::dup2(before_, STDERR_FILENO);
        for (const int descriptor : {before_, inner_, outer_})
            if (descriptor >= 0) ::close(descriptor);
    }
    TerminalStderr(const TerminalStderr&) = delete;
    TerminalStderr& operator=(const TerminalStderr&) = delete;

    bool works() const { return before_ >= 0; }
    void resize(unsigned short columns) const {
        struct winsize size {};
        size.ws_col = columns;
        ::ioctl(inner_, TIOCSWINSZ, &size);
    }

  private:
    int outer_, inner_ = -1, before_ = -1;
};

TEST(Progress, BarOnATerminalLinesElsewhere) {
    testing::internal::CaptureStderr(); // a file
    EXPECT_EQ(Progress::style_for_stderr(), Progress::Style::lines);
    testing::internal::GetCapturedStderr();

    Progress::Style style = Progress::Style::silent;
    {
        const TerminalStderr terminal;
        if (!terminal.works()) GTEST_SKIP() << "needs pseudo-terminals";
        style = Progress::style_for_stderr();
    }
    EXPECT_EQ(style, Progress::Style::bar);
}

TEST(Terminal, ColumnsFollowItsSize) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(terminal_columns(), 80U) << "no terminal";
    testing::internal::GetCapturedStderr();

    std::vector<std::size_t> columns;
    {
        const TerminalStderr terminal;
        if (!terminal.works()) GTEST_SKIP() << "needs pseudo-terminals";
        for (const unsigned short size : std::initializer_list<unsigned short>{40, 132, 0}) {
            terminal.resize(size);
            columns.push_back(terminal_columns());
        }
    }
    EXPECT_EQ(columns, (std::vector<std::size_t>{40, 132, 80}));
}

} // namespace
} // namespace ecgpress
