// With an untrusted shard, merge and verify write nothing outside the release, and nothing into a
// table that makes it invalid.
#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/printable.hpp"
#include "dataset/random_sample.hpp"
#include "dataset/shard/shard_writer.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/config_cases.hpp"
#include "pipeline/merge/merge.hpp"
#include "pipeline/verify/verify.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

const char* const k_names[] = {"../../escaped", "/etc/escaped", "a\nb\r\nc,\"d\"",
                               "\x1b[2J\x7f\v", "\xff\xfe",     "..",
                               "=1+1",          "\xe2\x80\xa8"};

std::set<std::string> files_below(const fs::path& folder) {
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        files.insert(entry.path().lexically_relative(folder).generic_string());
    return files;
}

/// Every text of the page is one of these names, except its group, which the run must contain.
Sample hostile_sample(Draws& draws, std::uint64_t index) {
    Sample sample = random_sample(draws, index, 50);
    const std::string name = k_names[index % std::size(k_names)];
    PageRow& row = sample.row;
    row.group = "plain";
    row.layout = row.record = row.patient = row.preset = row.look = name;
    row.rows = static_cast<int>(index % 1000);
    row.rate_hz = row.dpi = std::numeric_limits<double>::infinity();
    row.seed = row.sheet = ~std::uint64_t{0};
    sample.plan_json = sample.yolo = name;
    int number = std::numeric_limits<int>::min() + 100 * static_cast<int>(index);
    for (LeadSample& lead : sample.leads) {
        lead.row.number = number++;
        lead.row.start_s = std::numeric_limits<double>::quiet_NaN();
        lead.row.crop_px = {std::numeric_limits<int>::max(), 1, std::numeric_limits<int>::max(), 1};
        lead.row.target_ink_px = lead.row.other_ink_px = ~std::uint64_t{0};
        lead.row.mask_columns_per_px = std::numeric_limits<int>::max();
        lead.signal_json = name;
    }
    return sample;
}

class HostileMerge : public testing::Test {
  protected:
    HostileMerge()
        : inputs_(open_inputs(config_cases::parse(
              "seed: 1\ntruth: {words: true, beats: true}\nshard: {pages: 20}\npages: [{name: "
              "plain, layouts: [3x1], count: 20, "
              "datasets: [digitization, detection, segmentation, overlap]}]\n"))),
          folder_(scratch_.path() / "deep" / "run") {
        make_folder(folder_.root());
        claim_run(folder_, *inputs_);
    }

    void write_shard() const {
        ShardHeader header;
        header.version = "\n../x";
        header.fingerprint = inputs_->fingerprint;
        header.config = effective_config(inputs_->config);
        header.page_count = 20;
        ShardWriter writer(folder_.shard(0), header);
        Draws draws(1);
        for (std::uint64_t index = 0; index < 20; ++index) {
            writer.add(hostile_sample(draws, index));
            writer.add(Failure{index, k_names[index % std::size(k_names)],
                               k_names[(index + 1) % std::size(k_names)], true});
        }
        writer.commit();
    }

    ScratchFolder scratch_;
    std::unique_ptr<RunInputs> inputs_;
    RunFolder folder_;
};

TEST_F(HostileMerge, WritesOnlyInsideItsRelease) {
    write_shard();
    const auto before = files_below(scratch_.path());
    for (const std::string& format : release_format_names()) {
        try { // formats that decode images may reject these
            merge(*inputs_, folder_, format, Communicator::serial(), Progress::Style::silent);
        } catch (const DataError&) {
            EXPECT_NE(format, "folder");
        }
    }
    std::size_t written = 0;
    for (const std::string& file : files_below(scratch_.path())) {
        if (before.count(file) != 0) continue;
        const bool below = file.rfind("deep/run/release", 0) == 0 ||
                           file.rfind("deep/run/logs", 0) == 0 || file == "deep/run/run.lock";
        EXPECT_TRUE(below && file.find("..") == std::string::npos) << file;
        ++written;
    }
    EXPECT_GT(written, 100U);
    const auto merged = files_below(scratch_.path());
    const VerifyReport report = verify(folder_.root(), Communicator::serial(), {true});
    EXPECT_GT(report.problem_count, 20U) << "all of it is invalid";
    EXPECT_EQ(files_below(scratch_.path()), merged) << "verify wrote";
    for (const std::string& problem : report.problems)
        EXPECT_EQ(problem, without_controls(problem));
}

TEST_F(HostileMerge, TablesHaveOneLinePerRow) {
    write_shard();
    merge(*inputs_, folder_, "folder", Communicator::serial(), Progress::Style::silent);
    for (const char* name : {"manifest.csv", "leads.csv", "SHA256SUMS"}) {
        const std::string text = read_file(folder_.release("folder") / name);
        EXPECT_TRUE(std::all_of(text.begin(), text.end(), [](unsigned char c) {
            return c == '\n' || (c >= 0x20 && c != 0x7f);
        })) << name;
    }
    const std::string manifest = read_file(folder_.release("folder") / "manifest.csv");
    EXPECT_EQ(std::count(manifest.begin(), manifest.end(), '\n'), 21);
}

TEST_F(HostileMerge, DoesNotWriteThroughASymbolicLink) {
    write_shard();
    make_folder(folder_.release("folder"));
    make_folder(scratch_.path() / "elsewhere");
    fs::create_directory_symlink(scratch_.path() / "elsewhere",
                                 folder_.release("folder") / "digitization-dataset");
    EXPECT_THROW(
        merge(*inputs_, folder_, "folder", Communicator::serial(), Progress::Style::silent),
        IoError);
    EXPECT_TRUE(fs::is_empty(scratch_.path() / "elsewhere"));
    fs::remove_all(folder_.release("folder"));
    fs::create_directory_symlink(scratch_.path() / "elsewhere", folder_.release("folder"));
    EXPECT_THROW(claim_run(folder_, *inputs_), IoError);
}

TEST_F(HostileMerge, ReportsTwoItemsOfOneName) {
    ShardWriter writer(folder_.shard(0), shard_header(*inputs_, 0));
    Draws draws(1);
    for (std::uint64_t index = 0; index < 20; ++index) {
        Sample sample = hostile_sample(draws, index);
        for (LeadSample& lead : sample.leads) lead.row.number = 1;
        writer.add(sample);
    }
    writer.commit();
    EXPECT_THROW(
        merge(*inputs_, folder_, "folder", Communicator::serial(), Progress::Style::silent),
        DataError);
    EXPECT_FALSE(fs::exists(folder_.release("folder") / "SHA256SUMS"));
}

TEST_F(HostileMerge, ReportsAnUnknownGroup) {
    ShardHeader header;
    header.fingerprint = inputs_->fingerprint;
    header.page_count = 20;
    ShardWriter writer(folder_.shard(0), header);
    Draws draws(1);
    Sample sample = hostile_sample(draws, 0);
    sample.row.group = "../other";
    writer.add(sample);
    writer.commit();
    EXPECT_THROW(
        merge(*inputs_, folder_, "folder", Communicator::serial(), Progress::Style::silent),
        DataError);
}

} // namespace
} // namespace ecgpress
