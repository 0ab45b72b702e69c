#include <fstream>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "core/error.hpp"
#include "core/file.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

std::string io_message(const std::function<void()>& action) {
    try {
        action();
    } catch (const IoError& error) {
        return error.what();
    }
    return "no error";
}

void expect_parts(const std::string& message, const std::vector<std::string>& parts) {
    for (const std::string& part : parts) {
        EXPECT_NE(message.find(part), std::string::npos) << part << " is not in: " << message;
    }
}

TEST(File, ReadsBackWhatWasWritten) {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "file";
    for (const std::size_t size : {0U, 1U, 4095U, 4096U, 3000000U}) {
        std::string text;
        for (std::size_t i = 0; i < size; ++i) text += static_cast<char>(i * 7 + i / 251);
        write_file(path, text);
        EXPECT_TRUE(read_file(path) == text) << size;
        write_file_whole(path, text);
        EXPECT_TRUE(read_file(path) == text) << size;
    }
}

TEST(File, WritingReplacesALongerFile) {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "file";
    write_file(path, std::string(10000, 'a'));
    write_file(path, "short");
    EXPECT_EQ(read_file(path), "short");
}

TEST(File, ReadsFilesThatReportNoSize) {
    // The size of files in /proc is reported as 0.
    std::ifstream in("/proc/self/maps");
    ASSERT_TRUE(in.good());
    EXPECT_GT(read_file("/proc/self/maps").size(), 100U);
}

TEST(File, ErrorsNamePathReasonAndAdvice) {
    const ScratchFolder folder;
    const fs::path missing = folder.path() / "no-such-folder" / "file";
    expect_parts(io_message([&] { read_file(missing); }),
                 {"cannot read " + missing.string(), "No such file or directory", "Check"});
    expect_parts(io_message([&] { write_file(missing, "x"); }),
                 {"cannot write " + missing.string(), "No such file or directory", "Check"});
    expect_parts(io_message([&] { sync_file(missing); }), {"cannot sync", missing.string()});
}

TEST(File, WriteFileWholeLeavesNoPart) {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "file";
    write_file_whole(path, "one");
    write_file_whole(path, "two");
    EXPECT_EQ(read_file(path), "two");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(File, AFailedWriteFileWholeKeepsTheTargetAndLeavesNoPart) {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "taken";
    fs::create_directories(path / "by a folder");
    expect_parts(io_message([&] { write_file_whole(path, "text"); }), {"taken", "cannot rename"});
    EXPECT_TRUE(fs::is_directory(path));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(File, OnlyOneOfManyProcessesWritesAFileOnce) {
    const ScratchFolder folder;
    const fs::path path = folder.path() / "claim";
    std::vector<pid_t> children;
    for (int child = 0; child < 16; ++child) {
        const pid_t id = ::fork();
        if (id == 0) ::_exit(write_file_once(path, std::to_string(child)) ? 100 + child : 0);
        children.push_back(id);
    }
    std::vector<int> winners;
    for (const pid_t id : children) {
        int status = 0;
        ASSERT_EQ(::waitpid(id, &status, 0), id);
        ASSERT_TRUE(WIFEXITED(status));
        if (WEXITSTATUS(status) != 0) winners.push_back(WEXITSTATUS(status) - 100);
    }
    ASSERT_EQ(winners.size(), 1U);
    EXPECT_EQ(read_file(path), std::to_string(winners.front()));
    EXPECT_FALSE(write_file_once(path, "late"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(File, PublishingGivesAPartItsFinalName) {
    const ScratchFolder folder;
    const fs::path part = folder.path() / "file.part", path = folder.path() / "file";
    write_file(part, "text");
    publish_file(part, path);
    EXPECT_FALSE(fs::exists(part));
    EXPECT_EQ(read_file(path), "text");
    expect_parts(io_message([&] { publish_file(part, path); }), {part.string(), "No such file"});
    EXPECT_EQ(read_file(path), "text");
}

TEST(File, PublishesIntoTheCurrentFolder) {
    const ScratchFolder folder;
    const fs::path before = fs::current_path();
    fs::current_path(folder.path());
    write_file_whole("bare-name", "text");
    fs::current_path(before);
    EXPECT_EQ(read_file(folder.path() / "bare-name"), "text");
}

TEST(File, NothingIsWrittenThroughALink) {
    const ScratchFolder folder;
    write_file(folder.path() / "target", "kept");
    fs::create_symlink("target", folder.path() / "link");
    EXPECT_THROW(write_file(folder.path() / "link", "new"), DataError);
    EXPECT_EQ(read_file(folder.path() / "target"), "kept");
    write_file_whole(folder.path() / "link", "new"); // the rename replaces the link
    EXPECT_EQ(read_file(folder.path() / "target"), "kept");

    const fs::path root = folder.path() / "root";
    make_folder(root);
    make_folder(folder.path() / "away");
    make_folder_below(root, "a/b/c");
    make_folder_below(root, "a/b");
    EXPECT_TRUE(fs::is_directory(root / "a/b/c"));
    fs::create_directory_symlink("../away", root / "out");
    for (const char* below : {"out", "out/a"})
        expect_parts(io_message([&] { make_folder_below(root, below); }),
                     {"root/out", "not written through symbolic links"});
    EXPECT_TRUE(fs::is_empty(folder.path() / "away"));
    fs::create_directory_symlink("root", folder.path() / "linked");
    make_folder_below(folder.path() / "linked", "d"); // the root itself may be a link
    EXPECT_TRUE(fs::is_directory(root / "d"));
}

TEST(File, CreatesNestedFolders) {
    const ScratchFolder folder;
    const fs::path deep = folder.path() / "a" / "b" / "c";
    make_folder(deep);
    make_folder(deep);
    EXPECT_TRUE(fs::is_directory(deep));
    write_file(folder.path() / "file", "");
    expect_parts(io_message([&] { make_folder(folder.path() / "file"); }),
                 {"cannot create", "file"});
    expect_parts(io_message([&] { make_folder(folder.path() / "file" / "below"); }), {"below"});
}

} // namespace
} // namespace ecgpress
