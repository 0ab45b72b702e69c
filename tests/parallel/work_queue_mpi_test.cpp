// The work queue on real ranks: each task is done exactly once, in order on each rank, and no rank
// waits for a busy one.
#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "core/process.hpp"
#include "core/strings.hpp"
#include "expect.hpp"
#include "parallel/communicator.hpp"
#include "parallel/work_queue.hpp"

namespace ecgpress {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// Works like generate: in small steps, with serve() between them.
void work(WorkQueue& queue, milliseconds duration) {
    const auto end = Clock::now() + duration;
    while (Clock::now() < end) {
        queue.serve();
        std::this_thread::sleep_for(milliseconds(1));
    }
}

std::string listed(const std::vector<std::size_t>& tasks) {
    std::vector<std::string> numbers;
    for (const std::size_t task : tasks) numbers.push_back(std::to_string(task));
    return join(numbers, " ");
}

std::vector<std::size_t> all_done(const Communicator& communicator,
                                  const std::vector<std::size_t>& mine) {
    std::vector<std::size_t> done;
    for (const std::string& text : communicator.gather(listed(mine))) {
        for (const std::string& number : split_text(text, ' ')) {
            if (!number.empty()) done.push_back(std::stoull(number));
        }
    }
    return done;
}

/// Tasks that are neither sorted nor 0 ... n - 1, so that task numbers cannot be confused with
/// positions in the list.
std::vector<std::size_t> some_tasks(std::size_t count) {
    std::vector<std::size_t> tasks(count);
    for (std::size_t i = 0; i < count; ++i) tasks[i] = (i * 7919 + 13) % 100003;
    return tasks;
}

void each_task_is_done_once(const Communicator& communicator, Expectations& check,
                            std::size_t count) {
    std::vector<std::size_t> tasks = some_tasks(count), mine;
    // Only the list of rank 0 is used.
    WorkQueue queue(communicator, communicator.rank() == 0 ? tasks : some_tasks(3));
    while (const auto task = queue.next()) {
        mine.push_back(*task);
        if (count < 100) work(queue, milliseconds(static_cast<int>(*task % 5)));
    }
    check.expect(!queue.next(), "a finished queue returns no more tasks");
    std::size_t place = 0;
    for (const std::size_t task : mine) {
        const auto at =
            std::find(tasks.begin() + static_cast<std::ptrdiff_t>(place), tasks.end(), task);
        check.expect(at != tasks.end(), concat("task ", task, " comes in the list's order"));
        if (at != tasks.end()) place = static_cast<std::size_t>(at - tasks.begin()) + 1;
    }
    std::vector<std::size_t> done = all_done(communicator, mine);
    if (communicator.rank() != 0) return;
    std::sort(done.begin(), done.end());
    std::sort(tasks.begin(), tasks.end());
    check.expect(done == tasks, concat(count, " tasks are each done exactly once"));
}

/// One rank works on its first task until long after the others need; the others must get all other
/// tasks in this time. They need 0.3 s: the limits leave room for a machine with much other load.
void a_busy_rank_delays_nobody(const Communicator& communicator, Expectations& check, int busy) {
    constexpr milliseconds k_long(5000), k_limit(4500);
    std::vector<std::size_t> tasks(60);
    std::iota(tasks.begin(), tasks.end(), std::size_t{0});
    WorkQueue queue(communicator, tasks);
    const auto start = Clock::now();
    std::vector<std::size_t> mine;
    auto last_task = start;
    communicator.barrier();
    while (const auto task = queue.next()) {
        last_task = Clock::now();
        mine.push_back(*task);
        const bool long_task = communicator.rank() == busy && mine.size() == 1;
        work(queue, long_task ? k_long : milliseconds(5));
    }
    const auto took = std::chrono::duration_cast<milliseconds>(last_task - start);
    if (communicator.rank() != busy) {
        check.expect(took < k_limit, concat("last task after ", took.count(), " ms"));
    }
    check.expect(Clock::now() - start >= k_long,
                 "all ranks wait for each other at the end");
    const auto done = all_done(communicator, mine);
    if (communicator.rank() == 0) check.expect(done.size() == 60, "all tasks are done");
}

/// Only the process of the last rank gets a stop signal, but all ranks stop.
void a_stop_reaches_everybody(const Communicator& communicator, Expectations& check) {
    catch_stop_signals();
    WorkQueue queue(communicator, some_tasks(10000));
    std::size_t done = 0;
    while (queue.next()) {
        if (++done == 2 && communicator.rank() == communicator.size() - 1) std::raise(SIGUSR1);
        work(queue, milliseconds(2));
    }
    check.expect(queue.stopping(), "every rank knows about the stop request");
    check.expect(done < 10000, "a stop ends the queue early");
    check.expect(stop_requested() == (communicator.rank() == communicator.size() - 1),
                 "only the process that got the signal reports it itself");
}

int run() {
    const Communicator communicator = Communicator::from_launcher();
    Expectations check(communicator.rank());
    // Several queues in sequence on the same ranks: none may receive requests of another one.
    for (const std::size_t count : {0U, 1U, 2U, 7U, 40U, 2000U, 1U, 0U}) {
        each_task_is_done_once(communicator, check, count);
    }
    if (communicator.size() > 1) {
        a_busy_rank_delays_nobody(communicator, check, 0);
        a_busy_rank_delays_nobody(communicator, check, communicator.size() - 1);
    }
    a_stop_reaches_everybody(communicator, check); // last, because it cannot be undone
    return check.exit_code();
}

} // namespace
} // namespace ecgpress

int main() {
    return ecgpress::run();
}
