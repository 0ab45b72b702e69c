// Which files are removed from DIR/parts and from scratch.
#include <gtest/gtest.h>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

#include "core/file.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"
#include "pipeline/run/parts_folder.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

std::set<std::string> names_in(const fs::path& folder) {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.insert(entry.path().filename().string());
    return names;
}

/// The name of a process of this host that has ended.
std::string ended_process() {
    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    ::waitpid(child, nullptr, 0);
    return concat(host_name(), "-", child);
}

class PartsFolder : public testing::Test {
  protected:
    PartsFolder() : run_(scratch_.path() / "run", scratch_.path() / "node") {
        for (const fs::path& folder : {run_.root(), run_.parts(), run_.scratch()})
            make_folder(folder);
        write_file(scratch_.path() / "precious", "mine");
    }

    ScratchFolder scratch_;
    RunFolder run_;
};

TEST_F(PartsFolder, LeftoversOfEndedProcessesOfThisHostAreRemoved) {
    const std::string ended = "shard-00003.h5." + ended_process();
    const std::set<std::string> others{"shard-00003.h5." + process_name(),
                                       "shard-00003.h5.elsewhere-1",
                                       "shard-00003.h5.kept",
                                       "shard-00003.h5",
                                       "mine.h5." + ended_process(),
                                       "shard-x.h5." + ended_process()};
    for (const fs::path& folder : {run_.parts(), run_.scratch()}) {
        for (const std::string& name : others) write_file(folder / name, "x");
        write_file(folder / ended, "x");
        write_file(folder / (ended + ".a7Hk"), "x");
    }
    remove_leftovers(run_, Communicator::serial());
    EXPECT_EQ(names_in(run_.parts()), others);
    EXPECT_EQ(names_in(run_.scratch()), others);
}

TEST_F(PartsFolder, LinksAndFoldersStay) {
    const std::string name = "shard-00001.h5." + ended_process();
    fs::create_symlink(scratch_.path() / "precious", run_.parts() / name);
    make_folder(run_.scratch() / name);
    remove_leftovers(run_, Communicator::serial());
    EXPECT_EQ(names_in(run_.scratch()), std::set<std::string>{name});
    EXPECT_EQ(names_in(run_.parts()), std::set<std::string>{name});
    EXPECT_EQ(read_file(scratch_.path() / "precious"), "mine");
}

TEST_F(PartsFolder, CompleteShardsNeedNoParts) {
    for (const char* name : {"shard-00001.h5.kept", "shard-00002.h5.elsewhere-7"})
        write_file(run_.parts() / name, "x");
    write_file(run_.parts() / "notes.txt", "mine");
    remove_parts(run_);
    EXPECT_EQ(names_in(run_.parts()), std::set<std::string>{"notes.txt"});
    fs::remove(run_.parts() / "notes.txt");
    remove_parts(run_);
    EXPECT_FALSE(fs::exists(run_.parts()));
    fs::create_directory_symlink(run_.scratch(), run_.parts());
    remove_parts(run_);
    EXPECT_TRUE(fs::exists(run_.scratch())) << "a folder behind a link is not ours";
}

} // namespace
} // namespace ecgpress
