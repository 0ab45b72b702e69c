#include "pipeline/advice/dry_run.hpp"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <vector>

#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/process.hpp"
#include "core/program/memory.hpp"
#include "core/program/stopwatch.hpp"
#include "core/strings.hpp"
#include "parallel/work_queue.hpp"
#include "pipeline/plan/plan.hpp"
#include "pipeline/run/run_identity.hpp"
#include "pipeline/run/shared_progress.hpp"

namespace ecgpress {

namespace {

std::uint64_t grown_since(std::uint64_t before) {
    return std::max(resident_bytes(), before) - before;
}

/// Multiplies the counts of all groups so that there are about `pages` pages.
void multiply_pages(Config& config, std::uint64_t pages) {
    const std::uint64_t times = std::max<std::uint64_t>(1, pages / config.page_count());
    for (PageGroup& group : config.pages)
        for (auto& splits : group.counts)
            for (std::uint64_t& count : splits) count *= times;
    config.shard.pages = std::max(config.shard.pages, default_shard_pages(config.page_count()));
}

/// Simulated ranks that finish a shard at once: they report progress and request the next shard.
/// 64 ranks share a host name.
Communicator eager_ranks(int ranks) {
    return Communicator::simulated(
        ranks, [](int rank, int tag, const std::string& text, const Communicator::Say& say) {
            const bool begins = tag == Communicator::k_begins;
            if (!begins && (tag != WorkQueue::k_answer_tag || text.empty())) return;
            if (!begins) say(SharedProgress::k_tag, concat("1000 0 ", text, " node", rank / 64));
            say(WorkQueue::k_request_tag, "");
        });
}

void time_plan(DryRun& run, const Config& config, const std::vector<RecordInfo>& catalogue) {
    const std::uint64_t before = resident_bytes();
    const Stopwatch watch;
    const Plan plan(config, catalogue);
    run.plan_s = watch.seconds();
    run.plan_bytes = grown_since(before);
    run.pages = plan.page_count();
    constexpr std::uint64_t k_lookups = 2000;
    const Stopwatch lookups;
    std::uint64_t sum = 0; // used below, so that the compiler keeps the lookups
    for (std::uint64_t i = 0; i < k_lookups; ++i)
        sum += plan.candidates(plan.page(i * (run.pages - 1) / k_lookups)).front();
    run.page_us = 1e6 * lookups.seconds() / k_lookups + 0 * static_cast<double>(sum);
}

/// Each rank gets at least 20 tasks, also if the run has fewer shards: the time per task is
/// measured.
void time_queue(DryRun& run) {
    constexpr std::size_t k_tasks_a_rank = 20;
    const std::uint64_t before = resident_bytes();
    std::vector<std::size_t> tasks(
        std::max<std::size_t>(run.shards, k_tasks_a_rank * static_cast<std::size_t>(run.ranks)));
    std::iota(tasks.begin(), tasks.end(), std::size_t{0});
    const Communicator communicator = eager_ranks(run.ranks);
    WorkQueue queue(communicator, tasks);
    run.queue_bytes = grown_since(before);
    Stopwatch watch;
    queue.serve(); // each answer triggers the next request, so this assigns all tasks
    run.hand_out_us = 1e6 * watch.seconds() / static_cast<double>(tasks.size());

    const fs::path logs = make_private_folder(fs::temp_directory_path(), "ecgpress-dry-run");
    SharedProgress progress(communicator, "pages", run.pages, Progress::Style::silent, logs);
    watch = Stopwatch();
    progress.collect_all();
    run.word_us = 1e6 * watch.seconds() / static_cast<double>(tasks.size());
    watch = Stopwatch();
    progress.write_job_file("done");
    run.file_ms = 1e3 * watch.seconds();
    std::error_code ignored;
    fs::remove_all(logs, ignored);
}

} // namespace

double DryRun::share_of_rank_0(double pages_per_s) const {
    const double shards_per_s = ranks * pages_per_s / static_cast<double>(pages_a_shard);
    const double words_per_s = ranks / SharedProgress::report_interval_s(ranks);
    return 1e-6 * (shards_per_s * hand_out_us + words_per_s * word_us) +
           1e-3 * file_ms / SharedProgress::k_job_file_interval_s;
}

DryRun play_run(Config config, const std::vector<RecordInfo>& catalogue, std::uint64_t pages,
                int ranks) {
    multiply_pages(config, pages);
    DryRun run;
    run.ranks = ranks;
    run.shards = shard_count(config);
    run.pages_a_shard = config.shard.pages;
    time_plan(run, config, catalogue);
    time_queue(run);
    return run;
}

double hand_outs_per_s(const Communicator& communicator) {
    constexpr std::size_t k_tasks = 2000000; // more than can be assigned in k_time_s
    constexpr double k_time_s = 1;
    std::vector<std::size_t> tasks(communicator.rank() == 0 ? k_tasks : 0);
    communicator.barrier();
    WorkQueue queue(communicator, tasks);
    const Stopwatch watch;
    while (communicator.rank() == 0 && watch.seconds() < k_time_s) queue.serve();
    std::uint64_t handed_out = 0;
    while (queue.next()) ++handed_out; // rank 0 takes the remaining tasks; they are not counted
    std::uint64_t to_others = 0;
    const auto counts = communicator.gather(handed_out);
    for (std::size_t rank = 1; rank < counts.size(); ++rank) to_others += counts[rank];
    return static_cast<double>(to_others) / k_time_s;
}

std::string describe(const DryRun& run, double pages_per_s) {
    const auto mib = [](std::uint64_t bytes) {
        return fixed(static_cast<double>(bytes) / (1 << 20), 1);
    };
    const double busy = run.share_of_rank_0(pages_per_s);
    return concat("ranks     ", run.ranks, " simulated, each at ", shortest(pages_per_s),
                  " pages/s\npages     ", run.pages, " in ", run.shards, " shards of ",
                  run.pages_a_shard, "\nplan      ", mib(run.plan_bytes), " MiB, created in ",
                  fixed(run.plan_s, 2), " s; one page is looked up in ", fixed(run.page_us, 1),
                  " us\nqueue     ", mib(run.queue_bytes), " MiB\nassigned  ",
                  fixed(1e6 / run.hand_out_us, 0), "/s at most, ",
                  fixed(run.ranks * pages_per_s / static_cast<double>(run.pages_a_shard), 1),
                  "/s in this run\nreports   ", fixed(1e6 / run.word_us, 0), "/s at most, ",
                  fixed(run.ranks / SharedProgress::report_interval_s(run.ranks), 0),
                  "/s in this run; the job file takes ", fixed(run.file_ms, 1), " ms every ",
                  shortest(SharedProgress::k_job_file_interval_s), " s\nrank 0    ",
                  fixed(100 * busy, 2), " % busy with these tasks\n");
}

} // namespace ecgpress
