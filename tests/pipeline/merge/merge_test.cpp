// What a merge leaves alone, and what it finds before it completes a release.
#include <functional>
#include <gtest/gtest.h>
#include <map>

#include "core/error.hpp"
#include "core/file.hpp"
#include "dataset/random_sample.hpp"
#include "dataset/shard/shard_writer.hpp"
#include "pipeline/config_cases.hpp"
#include "pipeline/merge/merge.hpp"
#include "pipeline/run/run_lock.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

/// Every file and folder with its content.
std::map<std::string, std::string> tree_of(const fs::path& folder) {
    std::map<std::string, std::string> tree;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().filename() == "run.lock") continue;
        tree[entry.path().lexically_relative(folder).generic_string()] =
            entry.is_regular_file() ? read_file(entry.path()) : "";
    }
    return tree;
}

/// A run of two shards of ten pages.
class Merge : public testing::Test {
  protected:
    Merge()
        : inputs_(open_inputs(config_cases::parse(
              "seed: 1\nshard: {pages: 10}\npages: [{name: plain, layouts: [3x1], count: 20, "
              "datasets: [digitization, detection, segmentation]}]\n"))),
          folder_(scratch_.path() / "run") {
        claim_run(folder_, *inputs_);
        make_folder(folder_.parts());
    }

    void write_shard(std::size_t number) const {
        ShardWriter writer(folder_.shard(number), shard_header(*inputs_, number));
        Draws draws(number);
        for (std::uint64_t i = 0; i < 10; ++i) {
            Sample sample = random_sample(draws, 10 * number + i, 50);
            sample.row.group = "plain";
            writer.add(sample);
        }
        writer.commit();
    }
    MergeReport merge_folder() const {
        return merge(*inputs_, folder_, "folder", Communicator::serial(), Progress::Style::silent);
    }
    /// The message of a refused merge, which must change nothing.
    template <class Problem> std::string refusal() const {
        const auto before = tree_of(folder_.root());
        std::string message;
        EXPECT_THROW(
            try { merge_folder(); } catch (const Problem& problem) {
                message = problem.what();
                throw;
            },
            Problem);
        EXPECT_EQ(tree_of(folder_.root()), before);
        return message;
    }

    ScratchFolder scratch_;
    std::unique_ptr<RunInputs> inputs_;
    RunFolder folder_;
};

TEST_F(Merge, TouchesNothingBeforeAllShardsAreThere) {
    write_shard(0);
    write_file(folder_.kept_shard(1), "pages");
    EXPECT_NE(refusal<DataError>().find("1 of 2 shards cannot be merged"), std::string::npos);
    write_shard(1);
    merge_folder();
    EXPECT_FALSE(fs::exists(folder_.parts())) << "all shards are complete";
}

TEST_F(Merge, TouchesNothingWhileAnotherJobWritesAShard) {
    write_shard(0);
    write_shard(1);
    write_file(folder_.kept_shard(1), "pages");
    {
        const RunLock generate = RunLock::for_shards(folder_, 1, 2);
        const std::string message = refusal<IoError>();
        EXPECT_NE(message.find("another job is working on its shards: job "), std::string::npos)
            << message;
    }
    const RunLock other_format = RunLock::for_reading_shards(folder_, 2);
    merge_folder();
}

TEST_F(Merge, KeepsKeptPagesBesideACompleteRelease) {
    write_shard(0);
    write_shard(1);
    merge_folder();
    fs::remove(folder_.shard(1));
    make_folder(folder_.parts());
    write_file(folder_.kept_shard(1), "pages");
    EXPECT_TRUE(merge_folder().already_complete);
    EXPECT_TRUE(fs::exists(folder_.kept_shard(1)));
}

/// What a crash or a bad disk makes of an unfinished release: the merge of two parts is interrupted
/// before it writes croissant.json and SHA256SUMS, its last files.
class InterruptedMerge : public Merge {
  protected:
    InterruptedMerge() {
        write_shard(0);
        write_shard(1);
    }

    void merge_format(const std::string& format) const {
        merge(*inputs_, folder_, format, Communicator::serial(), Progress::Style::silent);
    }
    /// @return the complete release that the second merge must write
    std::map<std::string, std::string> interrupted(const std::string& format) const {
        const fs::path release = folder_.release(format);
        merge_format(format);
        auto complete = tree_of(release);
        fs::remove_all(release);
        fs::create_directories(release / "croissant.json"); // no file can have this name
        EXPECT_THROW(merge_format(format), Error);
        fs::remove(release / "croissant.json");
        return complete;
    }
    /// Applies each kind of damage to an interrupted release, then merges it again.
    void expect_mended(const std::string& format,
                       const std::vector<std::function<void(const fs::path& release)>>& damages) {
        for (std::size_t i = 0; i < damages.size(); ++i) {
            const auto complete = interrupted(format);
            damages[i](folder_.release(format));
            merge_format(format);
            EXPECT_EQ(tree_of(folder_.release(format)), complete) << format << ", damage " << i;
            fs::remove_all(folder_.release(format));
        }
    }
};

fs::path first_file(const fs::path& folder) {
    fs::path first;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && (first.empty() || entry.path() < first))
            first = entry.path();
    return first;
}

void cut(const fs::path& file, std::uint64_t bytes) {
    fs::resize_file(file, fs::file_size(file) - bytes);
}

TEST_F(InterruptedMerge, FindsFalseRecords) {
    const auto record = [](const fs::path& release, const char* part) {
        return release / ".merge" / (std::string(part) + ".sums");
    };
    expect_mended(
        "folder",
        {[](const fs::path&) {},
         [&](const fs::path& release) { fs::resize_file(record(release, "000000"), 0); },
         [&](const fs::path& release) { cut(record(release, "000001"), 1); },
         [&](const fs::path& release) { cut(record(release, "000001"), 200); },
         [&](const fs::path& release) {
             fs::copy_file(record(release, "000000"), record(release, "000001"),
                           fs::copy_options::overwrite_existing);
         },
         [&](const fs::path& release) { fs::resize_file(release / ".merge/settings.json", 0); },
         [&](const fs::path& release) { fs::resize_file(release / ".merge/parts.txt", 0); }});
}

TEST_F(InterruptedMerge, FindsFilesThatDifferFromTheirRecords) {
    expect_mended(
        "folder",
        {[](const fs::path& release) { fs::remove(first_file(release / "segmentation")); },
         [](const fs::path& release) { fs::resize_file(first_file(release / "trace-truth"), 0); },
         [](const fs::path& release) {
             const fs::path file = first_file(release / "digitization-dataset");
             std::string content = read_file(file);
             content[0] = static_cast<char>(content[0] ^ 1);
             write_file(file, content);
         }});
}

TEST_F(InterruptedMerge, FindsNotesThatDifferFromTheirRecords) {
    const auto damage = [](const char* extension, std::uint64_t size) {
        return [extension, size](const fs::path& release) {
            for (const auto& entry : fs::directory_iterator(release / ".merge"))
                if (entry.path().extension() == extension) fs::resize_file(entry.path(), size);
        };
    };
    expect_mended("webdataset", {damage(".wids", 0), damage(".wids", 5)});
}

TEST_F(InterruptedMerge, RemovesFilesInProgress) {
    expect_mended("webdataset", {[](const fs::path& release) {
                      write_file(release / "pages-train-000000.tar.n1-7-0123456789abcdef.part",
                                 "x");
                  }});
}

TEST_F(InterruptedMerge, FindsATruncatedSha256Sums) {
    merge_format("folder");
    const auto complete = tree_of(folder_.release("folder"));
    for (const std::uint64_t size : {std::uint64_t{0}, std::uint64_t{100}}) {
        fs::resize_file(folder_.release("folder") / "SHA256SUMS", size);
        merge_format("folder");
        EXPECT_EQ(tree_of(folder_.release("folder")), complete);
    }
}

TEST_F(InterruptedMerge, RefusesOtherSettings) {
    interrupted("folder");
    const auto other = open_inputs(config_cases::parse(
        "seed: 1\nshard: {pages: 10}\nrelease: {pages_per_folder: 5}\npages: [{name: plain, "
        "layouts: [3x1], count: 20, datasets: [digitization, detection, segmentation]}]\n"));
    EXPECT_THROW(merge(*other, folder_, "folder", Communicator::serial(), Progress::Style::silent),
                 ConfigError);
}

} // namespace
} // namespace ecgpress
