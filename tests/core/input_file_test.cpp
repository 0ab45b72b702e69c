#include <cstdlib>
#include <functional>
#include <gtest/gtest.h>
#include <string>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/line_reader.hpp"
#include "core/tables/csv_table.hpp"
#include "support/messages.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::message_of;

constexpr FileKind k_small_run{"run.json", 1000};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

class InputFileTest : public testing::Test {
  protected:
    fs::path at(const std::string& name) const { return folder_.path() / name; }

    ScratchFolder folder_;
};

TEST_F(InputFileTest, OnlyRegularFilesAreOpened) {
    ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0666), 0);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    at("socket").string().copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ::close(socket);
    for (const auto& [path, type] : {std::pair<fs::path, std::string>(at("pipe"), "a pipe"),
                                     {at("socket"), "a socket"},
                                     {folder_.path(), "a folder"},
                                     {"/dev/zero", "a device"}}) {
        const std::string message = message_of([&, name = path] { read_file(name, k_small_run); });
        EXPECT_TRUE(has(message, path.string() + ": it is " + type + ", not a file")) << message;
        EXPECT_THROW(sha256_of_file(path), DataError);
        EXPECT_THROW(CsvTable{path}, DataError);
        EXPECT_THROW(LineReader{InputFile(path)}, DataError);
    }
}

TEST_F(InputFileTest, ASparseFileIsRefusedBeforeMemoryIsAllocated) {
    write_file(at("run.json"), "{}");
    ASSERT_EQ(::truncate(at("run.json").c_str(), off_t{300} << 30), 0);
    const std::string message = message_of([&] { read_file(at("run.json"), k_small_run); });
    EXPECT_TRUE(has(message, "has more than 1000 bytes. No valid run.json is that large"))
        << message;
}

TEST_F(InputFileTest, TheLimitIsExact) {
    write_file(at("file"), std::string(1000, 'x'));
    EXPECT_EQ(read_file(at("file"), k_small_run).size(), 1000U);
    write_file(at("file"), std::string(1001, 'x'));
    EXPECT_THROW(read_file(at("file"), k_small_run), DataError);
    EXPECT_THROW(read_file("/proc/self/maps", {"file", 100}), DataError) << "it reports no size";
    EXPECT_GT(read_file("/proc/self/maps", {"file", 1 << 20}).size(), 100U);
}

TEST_F(InputFileTest, NoComponentBelowAFolderIsALink) {
    make_folder(at("run/shards"));
    write_file(at("run/shards/a"), "text");
    fs::create_symlink("a", at("run/shards/link"));
    fs::create_directory_symlink("shards", at("run/linked"));
    fs::create_directory_symlink("run", at("other"));
    EXPECT_EQ(read_file_below(at("run"), "shards/a", k_small_run), "text");
    EXPECT_EQ(read_file_below(at("other"), "shards/a", k_small_run), "text")
        << "the folder may be one";
    EXPECT_EQ(read_file(at("run/linked/a"), k_small_run, Links::refused), "text");
    EXPECT_EQ(read_file(at("run/shards/link"), k_small_run), "text");
    const auto refused = [&](const fs::path& below) {
        return message_of([&] { read_file_below(at("run"), below, k_small_run); });
    };
    EXPECT_TRUE(has(refused("shards/link"), "shards/link: it is a symbolic link"));
    EXPECT_TRUE(has(refused("linked/a"), "run/linked: it is a symbolic link"));
    EXPECT_TRUE(has(refused("shards/missing"), "shards/missing: No such file"));
    EXPECT_TRUE(has(refused("missing/a"), "run/missing: No such file"));
    EXPECT_TRUE(has(refused("shards/a/b"), "run/shards/a: Not a directory"));
    for (const char* path : {"", "/etc/passwd", "../run/shards/a", "shards/./a", "shards/", "a\nb"})
        EXPECT_TRUE(has(refused(path), "is not a plain path inside")) << path;
    EXPECT_THROW(read_file(at("run/shards/link"), k_small_run, Links::refused), DataError);
}

TEST_F(InputFileTest, BelowTheCurrentFolder) {
    write_file(at("a"), "text");
    const fs::path before = fs::current_path();
    fs::current_path(folder_.path());
    EXPECT_EQ(read_file_below("", "a", k_small_run), "text");
    EXPECT_EQ(read_file_below(".", "a", k_small_run), "text");
    fs::current_path(before);
}

TEST_F(InputFileTest, ReadsAtPositionsAndInPieces) {
    write_file(at("file"), "0123456789");
    InputFile file(at("file"));
    EXPECT_EQ(file.size(), 10U);
    char bytes[8] = {};
    EXPECT_EQ(file.read_at(7, bytes, 8), 3U);
    EXPECT_EQ(std::string(bytes, 3), "789");
    EXPECT_EQ(file.read(bytes, 4), 4U);
    EXPECT_EQ(std::string(bytes, 4), "0123");
    EXPECT_EQ(sha256_of(file), sha256_of("456789"));
    EXPECT_EQ(file.read(bytes, 4), 0U);
    fs::create_symlink("file", at("link"));
    EXPECT_EQ(InputFile(at("link")).real_path(), fs::canonical(at("file")));
}

TEST_F(InputFileTest, LinesOfAllLengths) {
    const std::size_t sizes[] = {0, 1, 65535, 0, 65536, 65537, 200000, 3};
    std::string text;
    for (const std::size_t size : sizes) text += std::string(size, 'x') + "\n";
    for (const bool ends : {true, false}) {
        write_file(at("file"), ends ? text : text + "last");
        LineReader lines{InputFile(at("file"))};
        std::size_t number = 0;
        for (const std::size_t size : sizes) {
            const auto line = lines.next();
            ASSERT_TRUE(line.has_value());
            EXPECT_EQ(line->size(), size);
            EXPECT_EQ(lines.number(), ++number);
            EXPECT_TRUE(lines.is_terminated());
        }
        if (!ends) {
            EXPECT_EQ(lines.next(), "last");
        }
        EXPECT_EQ(lines.is_terminated(), ends);
        EXPECT_FALSE(lines.next().has_value());
        EXPECT_FALSE(lines.next().has_value());
    }
    write_file(at("file"), "");
    EXPECT_FALSE(LineReader{InputFile(at("file"))}.next().has_value());
}

TEST_F(InputFileTest, ALineHasALimit) {
    write_file(at("file"), "ab\n12345\n123456\n");
    LineReader lines(InputFile(at("file")), 5);
    EXPECT_EQ(lines.next(), "ab");
    EXPECT_EQ(lines.next(), "12345");
    EXPECT_TRUE(has(message_of([&] { lines.next(); }), "file:3: the line has more than 5 bytes"));
    ASSERT_EQ(::truncate(at("file").c_str(), off_t{300} << 30), 0); // one line of zeros
    LineReader sparse{InputFile(at("file"))};
    for (int i = 0; i < 3; ++i) sparse.next();
    EXPECT_THROW(sparse.next(), DataError);
}

} // namespace
} // namespace ecgpress
