#include <gtest/gtest.h>
#include <map>
#include <string>
#include <sys/stat.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "support/scratch_folder.hpp"
#include "views/named_output.hpp"

namespace ecgpress {
namespace {

class NamedOutputTest : public testing::Test {
  protected:
    fs::path at(const std::string& name) const { return folder_.path() / name; }
    /// Every file with its content.
    std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> files;
        for (const auto& entry : fs::directory_iterator(folder_.path()))
            files[entry.path().filename().string()] = read_file(entry.path());
        return files;
    }
    static void write(const fs::path& path) {
        NamedOutput output(path);
        output.append("new");
        output.publish();
    }

    ScratchFolder folder_;
};

TEST_F(NamedOutputTest, ReplacesAFileOnlyWhenItIsComplete) {
    using Files = std::map<std::string, std::string>;
    write(at("a.html"));
    EXPECT_EQ(files(), (Files{{"a.html", "new"}}));
    write_file(at("a.html"), "old");
    {
        NamedOutput output(at("a.html"));
        output.append("ne");
        EXPECT_EQ(read_file(at("a.html")), "old");
    }
    EXPECT_EQ(files(), (Files{{"a.html", "old"}}));
    write(at("a.html"));
    EXPECT_EQ(files(), (Files{{"a.html", "new"}}));
}

TEST_F(NamedOutputTest, WritesToDevicesAndNeverReplacesThem) {
    write("/dev/null");
    EXPECT_THROW(write("/dev/full"), IoError);
    for (const char* device : {"/dev/null", "/dev/full"}) {
        EXPECT_EQ(fs::symlink_status(device).type(), fs::file_type::character) << device;
        EXPECT_FALSE(fs::exists(std::string(device) + ".part"));
    }
}

TEST_F(NamedOutputTest, RefusesLinksPipesAndFolders) {
    write_file(at("precious"), "mine");
    fs::create_symlink("precious", at("link"));
    fs::create_symlink("nowhere", at("dangling"));
    fs::create_symlink("/dev/null", at("device"));
    fs::create_directory(at("folder"));
    ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
    for (const char* name : {"link", "dangling", "device", "folder", "pipe"})
        EXPECT_THROW(write(at(name)), DataError) << name;
    EXPECT_THROW(write(at("missing/file")), IoError);
    EXPECT_EQ(read_file(at("precious")), "mine");
    EXPECT_FALSE(fs::exists(at("nowhere")));
    EXPECT_TRUE(fs::is_fifo(at("pipe")));
}

} // namespace
} // namespace ecgpress
