#include <cstdlib>
#include <gtest/gtest.h>
#include <stdexcept>

#include "core/error.hpp"
#include "core/lead.hpp"
#include "parallel/communicator.hpp"
#include "parallel/packed.hpp"
#include "parallel/work_queue.hpp"

namespace ecgpress {
namespace {

/// The test may itself run inside a job, so this hides the environment variables of launchers.
Communicator without_launcher() {
    for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"}) {
        ::unsetenv(name);
    }
    return Communicator::from_launcher();
}

TEST(Serial, IsASingleRank) {
    ::unsetenv("SLURM_STEP_NUM_TASKS");
    for (const Communicator& communicator : {Communicator::serial(), without_launcher()}) {
        EXPECT_EQ(communicator.rank(), 0);
        EXPECT_EQ(communicator.size(), 1);
        EXPECT_EQ(communicator.gather(std::string("mine")), std::vector<std::string>{"mine"});
        EXPECT_EQ(communicator.broadcast(std::string("mine")), "mine");
        EXPECT_FALSE(communicator.try_receive(1));
        communicator.barrier();
        EXPECT_THROW(communicator.send(0, 1, ""), std::logic_error);
        EXPECT_THROW(communicator.receive(1), std::logic_error);
    }
}

/// A value of every type that ranks can send.
struct Everything {
    std::vector<std::string> texts;
    std::map<std::string, std::uint64_t> counts;
    std::optional<Lead> lead, no_lead;
    std::vector<std::vector<double>> numbers;
    bool flag = false;
    int not_sent = 0;

    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.texts, self.counts, self.lead, self.no_lead, self.numbers, self.flag);
    }
};

TEST(Packed, ValuesOfEveryTypeAreReadBack) {
    const Everything sent{{"", "a\0b", std::string(300, 'x')},
                          {{"one", 1}, {"two", ~std::uint64_t{0}}},
                          Lead::aVL,
                          std::nullopt,
                          {{0.5, -1e300}, {}},
                          true,
                          7};
    const Everything received = Communicator::serial().broadcast(sent);
    EXPECT_EQ(received.texts, sent.texts);
    EXPECT_EQ(received.counts, sent.counts);
    EXPECT_EQ(received.lead, sent.lead);
    EXPECT_FALSE(received.no_lead);
    EXPECT_EQ(received.numbers, sent.numbers);
    EXPECT_TRUE(received.flag);
    EXPECT_EQ(received.not_sent, 0);
}

TEST(Packed, AMessageOfAnotherLengthIsRejected) {
    const std::string message = packed(std::vector<std::string>{"one", "two"});
    EXPECT_EQ(unpacked<std::vector<std::string>>(message).size(), 2U);
    for (std::size_t size = 0; size < message.size(); ++size)
        EXPECT_THROW(unpacked<std::vector<std::string>>(message.substr(0, size)), std::logic_error);
    EXPECT_THROW(unpacked<std::vector<std::string>>(message + '\0'), std::logic_error);
}

TEST(Serial, RejectsSrunWithoutMpi) {
    // The task count of srun without the variables of its MPI plug-in: several tasks that would
    // each do the entire run.
    ::setenv("SLURM_STEP_NUM_TASKS", "4", 1);
    EXPECT_THROW(without_launcher(), ConfigError);
    ::setenv("SLURM_STEP_NUM_TASKS", "1", 1);
    EXPECT_EQ(without_launcher().size(), 1);
    ::unsetenv("SLURM_STEP_NUM_TASKS");
}

TEST(Serial, AbortEndsTheProcessWithItsCode) {
    EXPECT_EXIT(Communicator::serial().abort(4), testing::ExitedWithCode(4), "");
}

TEST(Serial, QueueAssignsAllTasksInOrderAndEnds) {
    for (const std::vector<std::size_t>& tasks :
         {std::vector<std::size_t>{}, std::vector<std::size_t>{5},
          std::vector<std::size_t>{9, 2, 7, 2}}) {
        WorkQueue queue(Communicator::serial(), tasks);
        for (const std::size_t task : tasks) {
            queue.serve();
            EXPECT_EQ(queue.next(), task);
        }
        EXPECT_EQ(queue.next(), std::nullopt);
        EXPECT_EQ(queue.next(), std::nullopt);
    }
}

/// Ten thousand simulated ranks: each task is assigned to one of them or to rank 0, and all receive
/// the end.
TEST(SimulatedRanks, RanksGetEachTaskOnce) {
    constexpr int k_ranks = 10000;
    std::vector<std::size_t> got;
    int ended = 0;
    const Communicator communicator = Communicator::simulated(
        k_ranks, [&](int, int tag, const std::string& text, const Communicator::Say& say) {
            if (tag == Communicator::k_begins) return say(WorkQueue::k_request_tag, "");
            ASSERT_EQ(tag, WorkQueue::k_answer_tag);
            if (text.empty()) {
                ++ended;
                return;
            }
            got.push_back(std::stoull(text));
            say(WorkQueue::k_request_tag, "");
        });
    EXPECT_EQ(communicator.size(), k_ranks);
    std::vector<std::size_t> tasks(30000);
    for (std::size_t i = 0; i < tasks.size(); ++i) tasks[i] = 7 * i;
    WorkQueue queue(communicator, tasks);
    while (const auto task = queue.next()) got.push_back(*task);
    EXPECT_EQ(got, tasks);
    EXPECT_EQ(ended, k_ranks - 1);
}

} // namespace
} // namespace ecgpress
