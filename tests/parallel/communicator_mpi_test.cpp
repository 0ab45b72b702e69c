// The communicator on real ranks: rank and size, small and large messages, gather, broadcast,
// barrier, and idle waiting.
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <string>
#include <thread>

#include "core/strings.hpp"
#include "expect.hpp"
#include "parallel/communicator.hpp"

namespace ecgpress {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr int k_small_tag = 1, k_large_tag = 2, k_other_tag = 3;

/// Bytes that identify their rank and position, including zero bytes.
std::string pattern(std::size_t size, int rank) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        text[i] =
            static_cast<char>((i * 131 + i / 65536 + static_cast<std::size_t>(rank) * 17) & 255);
    }
    return text;
}

void ranks_count_from_zero(const Communicator& communicator, Expectations& check) {
    const char* size = std::getenv("OMPI_COMM_WORLD_SIZE");
    const char* rank = std::getenv("OMPI_COMM_WORLD_RANK");
    if (size != nullptr)
        check.expect(communicator.size() == std::stoi(size), "size matches mpirun");
    if (rank != nullptr)
        check.expect(communicator.rank() == std::stoi(rank), "rank matches mpirun");
}

void messages_arrive_whole(const Communicator& communicator, Expectations& check, int tag,
                           std::size_t bytes) {
    const int rank = communicator.rank(), size = communicator.size();
    if (rank != 0) {
        communicator.send(0, tag, pattern(bytes, rank));
        const auto answer = communicator.receive(tag);
        check.expect(answer.from == 0 && answer.text == pattern(bytes, -rank),
                     concat("the answer of ", bytes, " bytes"));
        return;
    }
    for (int i = 1; i < size; ++i) {
        const auto message = communicator.receive(tag);
        check.expect(message.from > 0 && message.text == pattern(bytes, message.from),
                     concat(bytes, " bytes from rank ", message.from));
        communicator.send(message.from, tag, pattern(bytes, -message.from));
    }
    check.expect(!communicator.try_receive(tag), "no message is left");
}

void messages_keep_order_and_tags(const Communicator& communicator, Expectations& check) {
    if (communicator.rank() == 1) {
        for (int i = 0; i < 100; ++i) communicator.send(0, k_small_tag, std::to_string(i));
        communicator.send(0, k_other_tag, "other");
    }
    communicator.barrier();
    if (communicator.rank() != 0 || communicator.size() == 1) return;
    check.expect(communicator.receive(k_other_tag).text == "other",
                 "only messages with the tag are received");
    for (int i = 0; i < 100; ++i) {
        check.expect(communicator.receive(k_small_tag).text == std::to_string(i),
                     "messages of one rank keep their order");
    }
    check.expect(!communicator.try_receive(k_small_tag), "no message remains");
}

void gather_keeps_rank_order(const Communicator& communicator, Expectations& check,
                             std::size_t bytes) {
    // Lengths differ between ranks; rank 0 sends an empty text if bytes is 0.
    const auto mine = [&](int rank) {
        return pattern(bytes + static_cast<std::size_t>(rank), rank);
    };
    for (int again = 0; again < 3; ++again) {
        const auto texts = communicator.gather(mine(communicator.rank()));
        if (communicator.rank() != 0) {
            check.expect(texts.empty(), "gather returns nothing on other ranks");
            continue;
        }
        check.expect(texts.size() == static_cast<std::size_t>(communicator.size()),
                     "one text per rank");
        for (std::size_t i = 0; i < texts.size(); ++i) {
            check.expect(texts[i] == mine(static_cast<int>(i)), concat("text of rank ", i));
        }
    }
}

void broadcast_reaches_all(const Communicator& communicator, Expectations& check,
                           std::size_t bytes) {
    const std::string wanted = pattern(bytes, 0);
    const bool root = communicator.rank() == 0;
    check.expect(communicator.broadcast(root ? wanted : std::string("ignored")) == wanted,
                 concat("broadcast of ", bytes, " bytes"));
}

void values_are_sent_as_values(const Communicator& communicator, Expectations& check) {
    const bool root = communicator.rank() == 0;
    check.expect(communicator.broadcast(root), "broadcast of a flag");
    check.expect(communicator.broadcast(root ? std::vector{1.5, 2.5} : std::vector<double>{}) ==
                     std::vector{1.5, 2.5},
                 "broadcast of a vector");
    const auto ranks = communicator.gather(communicator.rank());
    for (std::size_t i = 0; i < ranks.size(); ++i)
        check.expect(ranks[i] == static_cast<int>(i), "gather of a number");
}

void barrier_waits_for_the_last(const Communicator& communicator, Expectations& check) {
    communicator.barrier();
    const auto start = Clock::now();
    const bool last = communicator.rank() == communicator.size() - 1;
    if (last) std::this_thread::sleep_for(milliseconds(300));
    communicator.barrier();
    check.expect(Clock::now() - start >= milliseconds(250), "the barrier waits for the last rank");
}

/// Every rank waits one second, in a receive or a barrier, and must sleep during this time.
void waiting_burns_no_core(const Communicator& communicator, Expectations& check) {
    communicator.barrier();
    const std::clock_t before = std::clock();
    const bool late = communicator.rank() == communicator.size() - 1;
    if (late) std::this_thread::sleep_for(milliseconds(1000));
    if (communicator.rank() == 0 && !late) communicator.receive(k_small_tag);
    if (late && communicator.rank() != 0) communicator.send(0, k_small_tag, "done");
    communicator.barrier();
    const double used_s = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    check.expect(used_s < 0.2, concat("one second of waiting took ", used_s, " s of CPU time"));
}

int run() {
    const Communicator communicator = Communicator::from_launcher();
    const Communicator copy = communicator; // copies represent the same rank
    Expectations check(communicator.rank());
    ranks_count_from_zero(communicator, check);
    for (const std::size_t bytes : {0U, 1U, 5000U, 5U << 20}) {
        messages_arrive_whole(communicator, check, k_large_tag, bytes);
        gather_keeps_rank_order(copy, check, bytes);
        broadcast_reaches_all(communicator, check, bytes);
    }
    messages_keep_order_and_tags(communicator, check);
    values_are_sent_as_values(copy, check);
    barrier_waits_for_the_last(copy, check);
    waiting_burns_no_core(communicator, check);
    return check.exit_code();
}

} // namespace
} // namespace ecgpress

int main() {
    return ecgpress::run();
}
