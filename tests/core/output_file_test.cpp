#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/file_system.hpp"
#include "core/log.hpp"
#include "core/process.hpp"
#include "support/messages.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::message_of;

constexpr FileKind k_small_file{"file", 1000};

bool has_part(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

class OutputFileTest : public testing::Test {
  protected:
    fs::path at(const std::string& name) const { return folder_.path() / name; }
    std::size_t names() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
    }

    ScratchFolder folder_;
};

TEST_F(OutputFileTest, NothingPlantedIsWritten) {
    write_file(at("precious"), "kept");
    fs::create_symlink("precious", at("link"));
    fs::create_symlink("nowhere", at("dangling"));
    fs::create_hard_link(at("precious"), at("second"));
    ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0666), 0);
    const std::pair<fs::path, std::string> planted[] = {
        {at("link"), "it is a symbolic link, not a file"},
        {at("dangling"), "it is a symbolic link, not a file"},
        {at("second"), "it is one of several names of the same file"},
        {at("pipe"), "it is a pipe, not a file"},
        {"/dev/null", "it is a device, not a file"},
        {folder_.path(), "it is a folder, not a file"}};
    for (const auto& plant : planted) {
        const fs::path& path = plant.first;
        for (const auto& open : {OutputFile::replacing, OutputFile::appending}) {
            const std::string message = message_of([&] { open(path); });
            EXPECT_TRUE(has_part(message, plant.second)) << message;
        }
        EXPECT_THROW(OutputFile::fresh(path), Error) << path;
        EXPECT_THROW(log_to_file(path), Error) << path;
    }
    EXPECT_EQ(read_file(at("precious"), k_small_file), "kept");
    EXPECT_FALSE(fs::exists(at("nowhere")));
}

TEST_F(OutputFileTest, APipeWithAReaderIsNoFile) {
    ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0666), 0);
    const int reader = ::open(at("pipe").c_str(), O_RDONLY | O_NONBLOCK);
    EXPECT_TRUE(has_part(message_of([&] { write_file(at("pipe"), "x"); }), "it is a pipe"));
    ::close(reader);
}

TEST_F(OutputFileTest, ReplacesAppendsAndCreates) {
    write_file(at("file"), "longer");
    OutputFile file = OutputFile::replacing(at("file"));
    file.append("a");
    file.close();
    OutputFile more = OutputFile::appending(at("file"));
    more.append("b");
    more.sync();
    more.close();
    EXPECT_EQ(read_file(at("file"), k_small_file), "ab");
    EXPECT_TRUE(has_part(message_of([&] { OutputFile::fresh(at("file")); }), "File exists"));
    OutputFile::fresh(at("private"), Readers::owner);
    struct stat status {};
    ASSERT_EQ(::stat(at("private").c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 07777U, 0600U);
}

TEST_F(OutputFileTest, TheNameOfAPartCannotBeGuessed) {
    const fs::path first = part_path(at("file")), second = part_path(at("file"));
    EXPECT_NE(first, second);
    EXPECT_EQ(first.extension(), ".part");
    EXPECT_TRUE(has_part(first.string(), at("file").string() + "." + process_name() + "-"));
}

TEST_F(OutputFileTest, APartIsThereUntilItIsPublished) {
    {
        PartFile file(at("file"));
        file.append("lost");
        EXPECT_TRUE(fs::exists(file.path()));
    }
    EXPECT_EQ(names(), 0U);
    write_file(at("precious"), "kept");
    fs::create_symlink("precious", at("file"));
    write_file_whole(at("file"), "new");
    EXPECT_EQ(read_file(at("file"), k_small_file, Links::refused), "new");
    EXPECT_EQ(read_file(at("precious"), k_small_file), "kept");
    EXPECT_EQ(names(), 2U);
    struct stat status {};
    ASSERT_EQ(::stat(at("file").c_str(), &status), 0);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    EXPECT_EQ(status.st_mode & 07777U, 0666U & ~mask);
}

TEST_F(OutputFileTest, OnlyAbandonedPartsAreRemoved) {
    const pid_t gone = ::fork();
    if (gone == 0) ::_exit(0);
    ASSERT_EQ(::waitpid(gone, nullptr, 0), gone);
    const auto part = [&](const std::string& host, pid_t process) {
        return "file." + host + "-" + std::to_string(process) + "-0123456789abcdef.part";
    };
    const std::string abandoned = part(host_name(), gone);
    const std::string kept[] = {part(host_name(), ::getpid()), part("elsewhere", gone),
                                "other." + abandoned.substr(5), abandoned + ".kept"};
    write_file(at(abandoned), "");
    for (const std::string& name : kept) write_file(at(name), "");
    remove_abandoned_parts(at("file"));
    EXPECT_FALSE(fs::exists(at(abandoned)));
    for (const std::string& name : kept) EXPECT_TRUE(fs::exists(at(name))) << name;
}

TEST_F(OutputFileTest, TheSizeLimitOfTheShellIsNamed) {
    const pid_t child = ::fork();
    if (child == 0) {
        const struct rlimit limit { 4096, 4096 };
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::signal(SIGXFSZ, SIG_IGN);
        const std::string message =
            message_of([&] { write_file(at("file"), std::string(10000, 'x')); });
        ::_exit(has_part(message, "File too large") && has_part(message, "ulimit -f") ? 0 : 1);
    }
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

TEST_F(OutputFileTest, CopiesAFile) {
    write_file(at("a"), std::string(900, 'a'));
    publish_copy(at("a"), at("b"));
    EXPECT_EQ(read_file(at("b"), k_small_file), std::string(900, 'a'));
    publish_file(at("a"), at("landing"), at("c")); // from another file system, in effect
    EXPECT_EQ(read_file(at("c"), k_small_file), std::string(900, 'a'));
    EXPECT_EQ(names(), 2U);
    fs::create_symlink("c", at("link"));
    EXPECT_THROW(publish_copy(at("link"), at("d")), DataError);
    EXPECT_EQ(names(), 3U);
}

} // namespace
} // namespace ecgpress
