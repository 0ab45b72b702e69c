#include <functional>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

std::string said(const std::function<void()>& action) {
    testing::internal::CaptureStderr();
    action();
    return testing::internal::GetCapturedStderr();
}

/// A line with every digit replaced by 0.
std::string shape_of(std::string line) {
    for (char& letter : line) {
        if (letter >= '0' && letter <= '9') letter = '0';
    }
    return line;
}

void say_all() {
    log_debug("a detail");
    log_info("a fact");
    log_warning("a doubt");
    log_error("a fault");
}

TEST(Log, LevelsSelectMessages) {
    const std::string attention = "ecgpress: warning: a doubt\necgpress: error: a fault\n";
    EXPECT_EQ(said([] {
                  start_log(LogLevel::quiet, 0, 1);
                  say_all();
              }),
              attention);
    EXPECT_EQ(said([] {
                  start_log(LogLevel::normal, 0, 1);
                  say_all();
              }),
              "ecgpress: a fact\n" + attention);
    EXPECT_EQ(said([] {
                  start_log(LogLevel::verbose, 0, 1);
                  say_all();
              }),
              "ecgpress: a detail\necgpress: a fact\n" + attention);
}

TEST(Log, ShowsTheRankIfThereAreSeveral) {
    EXPECT_EQ(said([] {
                  start_log(LogLevel::normal, 1, 3);
                  log_info("here");
                  log_error("broken");
              }),
              "ecgpress[rank 1]: here\necgpress[rank 1]: error: broken\n");
}

TEST(Log, PrintsMessagesAsTheyAre) {
    const std::string message = "{} {0:d} %v %^ 100 % \xc3\xa9";
    EXPECT_EQ(said([&] {
                  start_log(LogLevel::normal, 0, 1);
                  log_info(message);
              }),
              "ecgpress: " + message + "\n");
}

TEST(Log, AppendsToAFileWithTimes) {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "rank-0.log";
    write_file(path, "from an earlier run\n");
    const std::string shown = said([&] {
        start_log(LogLevel::quiet, 0, 1);
        log_to_file(path);
        say_all();
    });
    EXPECT_EQ(shown, "ecgpress: warning: a doubt\necgpress: error: a fault\n");
    const auto lines = split_text(read_file(path), '\n'); // flushed although the log is still open
    ASSERT_EQ(lines.size(), 5U);
    EXPECT_EQ(lines[0], "from an earlier run");
    const std::string time = "0000-00-00 00:00:00.000  ";
    EXPECT_EQ(shape_of(lines[1]), time + "a fact");
    EXPECT_EQ(shape_of(lines[2]), time + "warning: a doubt");
    EXPECT_EQ(shape_of(lines[3]), time + "error: a fault");
    EXPECT_EQ(lines[4], "");
    start_log(LogLevel::normal, 0, 1);
}

TEST(Log, ASecondFileReplacesTheFirst) {
    const ScratchFolder folder;
    const fs::path first = folder.path() / "first", second = folder.path() / "second";
    said([&] {
        start_log(LogLevel::normal, 0, 1);
        log_to_file(first);
        log_info("one");
        log_to_file(second);
        log_info("two");
    });
    EXPECT_EQ(split_text(read_file(first), '\n').size(), 2U);
    EXPECT_NE(read_file(second).find("two"), std::string::npos);
    EXPECT_EQ(read_file(second).find("one"), std::string::npos);
    start_log(LogLevel::normal, 0, 1);
}

TEST(Log, AnUnwritableFileIsAnErrorWithItsName) {
    const ScratchFolder folder;
    try {
        log_to_file(folder.path());
        FAIL();
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find(folder.path().string()), std::string::npos);
    }
    EXPECT_NE(said([] {
                  start_log(LogLevel::normal, 0, 1);
                  log_info("still here");
              }).find("still here"),
              std::string::npos);
}

} // namespace
} // namespace ecgpress
