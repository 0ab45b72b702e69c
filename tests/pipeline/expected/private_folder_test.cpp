#include <chrono>
#include <cstdlib>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "pipeline/expected/private_folder.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

namespace fs = std::filesystem;

class PrivateFolderTest : public testing::Test {
  protected:
    PrivateFolderTest() { ::setenv("TMPDIR", scratch_.path().c_str(), 1); }
    ~PrivateFolderTest() override { ::unsetenv("TMPDIR"); }
    /// A folder that has not changed for hours.
    fs::path old_folder(const std::string& name) const {
        const fs::path folder = scratch_.path() / name;
        make_folder(folder);
        write_file(folder / "file", "x");
        fs::last_write_time(folder, fs::file_time_type::clock::now() - std::chrono::hours(5));
        return folder;
    }
    ScratchFolder scratch_;
};

TEST_F(PrivateFolderTest, OnlyItsOwnerCanOpenItAndItIsRemoved) {
    fs::path path;
    {
        const PrivateFolder folder("test");
        path = folder.path();
        EXPECT_EQ(path.parent_path(), scratch_.path());
        EXPECT_EQ(fs::status(path).permissions(), fs::perms::owner_all);
        make_folder(path / "deep");
        write_file(path / "deep" / "file", "x");
    }
    EXPECT_FALSE(fs::exists(path));
}

TEST_F(PrivateFolderTest, RemovesWhatAKilledProcessLeft) {
    const fs::path left = old_folder("ecgpress-test-abc123");
    const fs::path others = old_folder("ecgpress-other-abc123");
    const PrivateFolder folder("test");
    EXPECT_FALSE(fs::exists(left));
    EXPECT_TRUE(fs::exists(others));
}

TEST_F(PrivateFolderTest, KeepsTheFolderOfAProcessThatLives) {
    const PrivateFolder first("test");
    fs::last_write_time(first.path(), fs::file_time_type::clock::now() - std::chrono::hours(5));
    const PrivateFolder second("test");
    EXPECT_TRUE(fs::exists(first.path()));
}

TEST_F(PrivateFolderTest, FollowsNoLink) {
    const fs::path target = old_folder("target");
    fs::create_directory_symlink(target, scratch_.path() / "ecgpress-test-abc123");
    const PrivateFolder folder("test");
    EXPECT_TRUE(fs::exists(target / "file"));
}

TEST_F(PrivateFolderTest, SaysWhereThereIsNoSpaceForIt) {
    ::setenv("TMPDIR", (scratch_.path() / "none").c_str(), 1);
    EXPECT_THROW(PrivateFolder("test"), IoError);
}

} // namespace
} // namespace ecgpress
