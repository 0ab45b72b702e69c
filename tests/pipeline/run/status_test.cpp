// What `ecgpress status` shows for job files and shards.
#include <fstream>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/run/status.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

RunStatus with_unfinished(std::uint64_t shards, std::vector<std::uint64_t> unfinished) {
    RunStatus status;
    status.shards = shards;
    status.unfinished = std::move(unfinished);
    return status;
}

TEST(Status, UnfinishedPartsAreACompactArray) {
    EXPECT_EQ(unfinished_parts(with_unfinished(8, {}), 4), "");
    EXPECT_EQ(unfinished_parts(with_unfinished(8, {0, 1, 2, 3, 4, 5, 6, 7}), 4), "0-3");
    EXPECT_EQ(unfinished_parts(with_unfinished(8, {0, 3, 7}), 4), "0-1,3");
    EXPECT_EQ(unfinished_parts(with_unfinished(8, {1, 6}), 8), "1,6");
    EXPECT_EQ(unfinished_parts(with_unfinished(2, {0, 1}), 4), "1,3") << "empty parts are left out";
}

TEST(Status, PartsCoverEachShardOnce) {
    for (std::size_t shards = 0; shards < 40; ++shards)
        for (std::size_t count = 1; count < 20; ++count) {
            std::size_t next = 0;
            for (std::size_t i = 0; i < count; ++i) {
                EXPECT_EQ((RunPart{i, count}.first(shards)), next);
                next = RunPart{i, count}.end(shards);
            }
            EXPECT_EQ(next, shards);
        }
}

JobState a_job(const std::string& name, const std::string& host) {
    JobState job;
    job.job = name;
    job.host = host;
    job.process = 1;
    job.stage = "pages";
    job.end = "working";
    job.begun_s = now_s() - 100;
    job.last_update_s = now_s();
    job.interval_s = 5;
    job.done = 30;
    job.to_do = 80;
    job.tasks = {2, 5};
    job.restored = 12;
    job.rate_per_s = 0.25;
    job.nodes["n1"] = {4, 20, 12, now_s(), 0.15};
    job.nodes["n2"] = {4, 10, 0, now_s(), 0.1};
    return job;
}

TEST(JobFile, ReadsBackJobsAndIgnoresOtherFiles) {
    const ScratchFolder folder;
    write_job(job_path(folder.path(), "17_3"), a_job("17_3", "n1"));
    write_file(folder.path() / "job-half.json", "{\"job\": \"half");
    write_file(folder.path() / "rank-0.log", "hello");
    const auto jobs = read_jobs(folder.path());
    ASSERT_EQ(jobs.size(), 1U);
    EXPECT_EQ(jobs[0].job, "17_3");
    EXPECT_EQ(jobs[0].tasks, (std::vector<std::uint64_t>{2, 5}));
    EXPECT_EQ(jobs[0].nodes.at("n1").ranks, 4U);
    EXPECT_EQ(jobs[0].nodes.at("n2").done, 10U);
    EXPECT_EQ(jobs[0].to_do, 80U);
    EXPECT_EQ(jobs[0].restored, 12U);
    EXPECT_EQ(jobs[0].rate_per_s, 0.25);
    EXPECT_EQ(jobs[0].nodes.at("n1").restored, 12U);
    EXPECT_EQ(jobs[0].nodes.at("n2").rate_per_s, 0.1);
    EXPECT_TRUE(read_jobs(folder.path() / "nowhere").empty());
}

/// A run of ten missing shards, with the file of one job.
RunStatus status_with(const ScratchFolder& folder, const JobState& job) {
    const RunFolder run(folder.path());
    make_folder(run.logs());
    const Config config = parse_config("pages: [{name: all, layouts: [3x1], count: 80, datasets: "
                                       "[detection]}]\nshard: {pages: 8}\n",
                                       "run.yaml", {});
    write_file(run.root() / "run.json", "{\"config\": " + effective_config(config) + "}");
    write_job(job_path(run.logs(), job.job), job);
    return status_of(run);
}

TEST(Status, AJobWithARecentUpdateRuns) {
    const ScratchFolder folder;
    const RunStatus status = status_with(folder, a_job("17", "elsewhere"));
    EXPECT_EQ(status.shards, 10U);
    EXPECT_EQ(status.in_work, 2U);
    EXPECT_EQ(status.missing, 8U);
    EXPECT_NEAR(status.pages_per_s, 0.25, 1e-9) << "its present rate";
    EXPECT_NEAR(status.left_s, 50 / 0.25, 1e-6);
    const std::string text = describe(status);
    EXPECT_NE(text.find("RUNNING"), std::string::npos) << text;
    EXPECT_NE(text.find("wait"), std::string::npos) << text;
    EXPECT_NE(text.find("n2"), std::string::npos) << text;
}

TEST(Status, AJobWithoutARecentUpdateIsInterrupted) {
    const ScratchFolder folder;
    JobState job = a_job("17", "elsewhere");
    job.last_update_s -= 31;
    const RunStatus status = status_with(folder, job);
    EXPECT_EQ(status.failed, 2U) << "its shards in work";
    EXPECT_EQ(status.in_work, 0U);
    const std::string text = describe(status);
    EXPECT_NE(text.find("INTERRUPTED"), std::string::npos) << text;
    EXPECT_NE(text.find("slurm/submit --out"), std::string::npos) << text;
}

TEST(Status, AJobFileOfAnOlderVersionGivesTheAverageRate) {
    const ScratchFolder folder;
    status_with(folder, a_job("17", "elsewhere"));
    const RunFolder run(folder.path());
    const fs::path file = job_path(run.logs(), "17");
    std::string text = read_file(file);
    for (const std::string key : {"\"rate_per_s\"", "\"restored\""}) // not in older files
        for (std::size_t at = text.find(key); at != std::string::npos; at = text.find(key))
            text.replace(at, key.size(), "\"ignored\"");
    write_file(file, text);
    EXPECT_NEAR(status_of(run).pages_per_s, 0.3, 0.01) << text;
}

/// The state of the only job that `status` shows.
std::string state_in(const RunStatus& status) {
    const std::string text = describe(status);
    for (const char* state : {"RUNNING", "STOPPING", "STOPPED", "DONE", "INTERRUPTED"})
        if (text.find(concat(": ", state, ", ")) != std::string::npos) return state;
    return text;
}

TEST(Status, AStopOnRequestIsNotAnInterruption) {
    const auto state = [](const char* end, bool alive) {
        const ScratchFolder folder;
        JobState job = a_job("here-1", host_name());
        job.end = end;
        job.process = alive ? 1 : 0x3ffffffe; // larger than any process ID
        const RunStatus status = status_with(folder, job);
        EXPECT_EQ(status.failed, state_in(status) == "INTERRUPTED" ? 2U : 0U) << end;
        return state_in(status);
    };
    EXPECT_EQ(state("working", true), "RUNNING");
    EXPECT_EQ(state("working", false), "INTERRUPTED");
    EXPECT_EQ(state("stopping", true), "STOPPING");
    EXPECT_EQ(state("stopping", false), "STOPPED") << "killed before its pages were finished";
    EXPECT_EQ(state("stopped", false), "STOPPED");
    EXPECT_EQ(state("done", false), "DONE");
}

TEST(Status, AMissingProcessOfThisHostDoesNotRun) {
    const ScratchFolder folder;
    JobState job = a_job("here-1", host_name());
    job.process = 0x3ffffffe; // larger than any process ID
    EXPECT_EQ(status_with(folder, job).in_work, 0U);
}

TEST(Status, AFolderWithoutARunIsRejected) {
    const ScratchFolder folder;
    EXPECT_THROW(status_of(RunFolder(folder.path())), ConfigError);
}

} // namespace
} // namespace ecgpress
