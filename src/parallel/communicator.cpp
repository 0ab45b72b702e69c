#include "parallel/communicator.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <exception>
#include <limits>
#include <map>
#include <stdexcept>
#include <thread>
#include <utility>

// Only the C interface: the old C++ bindings would need additional libraries.
#define OMPI_SKIP_MPICXX
#define MPICH_SKIP_MPICXX
#include <mpi.h>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "parallel/launcher.hpp"

namespace ecgpress {

namespace {

constexpr int k_gather_tag =
    0; // used on a separate communicator, so it cannot conflict with callers' tags

void check(int mpi_result, const char* call) {
    if (mpi_result == MPI_SUCCESS) return;
    std::array<char, MPI_MAX_ERROR_STRING> reason{};
    int length = 0;
    MPI_Error_string(mpi_result, reason.data(), &length);
    throw IoError(
        concat(call, " failed (", reason.data(),
               "): check the nodes and their network, then start the same command again"));
}

/// Polls with pauses, because MPI's own waiting would occupy a core that other ranks could use.
/// Pauses grow up to 2 ms, so a long wait takes about 1 % of a core.
template <class Done> void wait_until(Done done) {
    using std::chrono::microseconds;
    constexpr microseconds longest{2000};
    for (microseconds pause{50}; !done(); pause = std::min(2 * pause, longest)) {
        std::this_thread::sleep_for(pause);
    }
}

void wait_for(MPI_Request& request) {
    wait_until([&request] {
        int done = 0;
        check(MPI_Request_get_status(request, &done, MPI_STATUS_IGNORE), "MPI_Request_get_status");
        return done != 0;
    });
    // The request is complete; this frees it. The static analyser cannot follow it through the loop
    // above.
    // NOLINTNEXTLINE(clang-analyzer-optin.mpi.MPI-Checker)
    check(MPI_Wait(&request, MPI_STATUS_IGNORE), "MPI_Wait");
}

void meet(MPI_Comm comm) {
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Ibarrier(comm, &request), "MPI_Ibarrier");
    wait_for(request);
}

int count_of(std::uint64_t bytes) {
    if (bytes > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
        throw std::length_error("a message between ranks must be under 2 GiB");
    }
    return static_cast<int>(bytes);
}

void send_text(MPI_Comm comm, int to, int tag, const std::string& text) {
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Isend(text.data(), count_of(text.size()), MPI_BYTE, to, tag, comm, &request),
          "MPI_Isend");
    wait_for(request);
}

std::optional<Communicator::Message> receive_if_there(MPI_Comm comm, int from, int tag) {
    int there = 0, count = 0;
    MPI_Message message = MPI_MESSAGE_NULL;
    MPI_Status status;
    check(MPI_Improbe(from, tag, comm, &there, &message, &status), "MPI_Improbe");
    if (there == 0) return std::nullopt;
    check(MPI_Get_count(&status, MPI_BYTE, &count), "MPI_Get_count");
    Communicator::Message received{status.MPI_SOURCE,
                                   std::string(static_cast<std::size_t>(count), '\0')};
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Imrecv(received.text.data(), count, MPI_BYTE, &message, &request), "MPI_Imrecv");
    wait_for(request);
    return received;
}

Communicator::Message receive_text(MPI_Comm comm, int from, int tag) {
    std::optional<Communicator::Message> message;
    wait_until([&] {
        message = receive_if_there(comm, from, tag);
        return message.has_value();
    });
    return std::move(*message);
}

bool in_environment(const char* name) {
    return std::getenv(name) != nullptr;
}

/// Number of tasks that srun started for this step; 1 without srun. mpirun on Slurm uses srun
/// internally, with one task per node.
long long tasks_of_srun() {
    long long tasks = 1;
    const char* text = std::getenv("SLURM_STEP_NUM_TASKS");
    if (text != nullptr && !in_environment("OMPI_COMM_WORLD_SIZE")) parse_number(text, tasks);
    return tasks;
}

} // namespace

struct Communicator::Link {
    MPI_Comm messages = MPI_COMM_NULL, collectives = MPI_COMM_NULL;
    int rank = 0, size = 1;

    Link() {
        int provided = 0;
        check(MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
        MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN); // inherited by the duplicates
        check(MPI_Comm_dup(MPI_COMM_WORLD, &messages), "MPI_Comm_dup");
        check(MPI_Comm_dup(MPI_COMM_WORLD, &collectives), "MPI_Comm_dup");
        check(MPI_Comm_rank(MPI_COMM_WORLD, &rank), "MPI_Comm_rank");
        check(MPI_Comm_size(MPI_COMM_WORLD, &size), "MPI_Comm_size");
    }

    ~Link() {
        // MPI_Finalize waits for all ranks. During an exception it is skipped: the launcher detects
        // this and ends the job, so that no rank waits forever.
        if (std::uncaught_exceptions() > 0) return;
        try {
            meet(collectives); // MPI_Finalize would wait as well, but with a busy loop
        } catch (const IoError&) {
            return;
        }
        MPI_Comm_free(&messages);
        MPI_Comm_free(&collectives);
        MPI_Finalize();
    }

    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
};

struct Communicator::Simulated {
    int size = 1;
    Player player;
    std::map<int, std::deque<Message>> mail; ///< messages to rank 0, by tag

    void play(int rank, int tag, const std::string& text) {
        player(rank, tag, text, [&](int said, std::string answer) {
            mail[said].push_back({rank, std::move(answer)});
        });
    }
    std::optional<Message> take(int tag) {
        std::deque<Message>& box = mail[tag];
        if (box.empty()) return std::nullopt;
        Message message = std::move(box.front());
        box.pop_front();
        return message;
    }
};

Communicator Communicator::serial() {
    return Communicator(nullptr, nullptr);
}

Communicator Communicator::simulated(int size, Player player) {
    auto simulated = std::make_shared<Simulated>();
    simulated->size = size;
    simulated->player = std::move(player);
    for (int rank = 1; rank < size; ++rank) simulated->play(rank, k_begins, "");
    return Communicator(nullptr, std::move(simulated));
}

Communicator Communicator::from_launcher() {
    const long long tasks = tasks_of_srun(); // before MPI_Init, which may change the environment
    Communicator communicator(is_launched() ? std::make_shared<Link>() : nullptr, nullptr);
    if (tasks > 1 && communicator.size() == 1) {
        throw ConfigError(concat("srun started ", tasks,
                                 " tasks that are not connected by MPI (each would do the whole "
                                 "run): use srun --mpi=pmix, or mpirun"));
    }
    return communicator;
}

std::string Communicator::library() {
    char text[MPI_MAX_LIBRARY_VERSION_STRING] = "";
    int length = 0;
    MPI_Get_library_version(text, &length); // may be called before MPI_Init
    const std::string_view known(text, static_cast<std::size_t>(length));
    return std::string(known.substr(0, known.find_first_of(",\n")));
}

int Communicator::rank() const {
    return link_ ? link_->rank : 0;
}
int Communicator::size() const {
    return link_ ? link_->size : simulated_ ? simulated_->size : 1;
}

void Communicator::send(int to, int tag, const std::string& text) const {
    if (simulated_) {
        simulated_->play(to, tag, text);
        return;
    }
    if (!link_) throw std::logic_error("send() needs more than one rank");
    send_text(link_->messages, to, tag, text);
}

std::optional<Communicator::Message> Communicator::try_receive(int tag) const {
    if (simulated_) return simulated_->take(tag);
    if (!link_) return std::nullopt;
    return receive_if_there(link_->messages, MPI_ANY_SOURCE, tag);
}

Communicator::Message Communicator::receive(int tag) const {
    if (simulated_) {
        auto message = simulated_->take(tag);
        if (!message) throw std::logic_error("no simulated rank has sent this message");
        return std::move(*message);
    }
    if (!link_) throw std::logic_error("receive() needs more than one rank");
    return receive_text(link_->messages, MPI_ANY_SOURCE, tag);
}

std::optional<Communicator::Message>
Communicator::receive_within(int tag, std::chrono::milliseconds time) const {
    const auto end = std::chrono::steady_clock::now() + time;
    std::optional<Message> message;
    wait_until([&] {
        message = try_receive(tag);
        return message.has_value() || std::chrono::steady_clock::now() >= end;
    });
    return message;
}

std::vector<std::string> Communicator::gather_messages(const std::string& text) const {
    if (!link_) return std::vector<std::string>(static_cast<std::size_t>(size()), text);
    if (rank() != 0) {
        send_text(link_->collectives, 0, k_gather_tag, text);
        return {};
    }
    std::vector<std::string> texts{text};
    for (int from = 1; from < size(); ++from) {
        texts.push_back(receive_text(link_->collectives, from, k_gather_tag).text);
    }
    return texts;
}

std::string Communicator::broadcast_message(const std::string& text) const {
    if (!link_) return text;
    std::uint64_t bytes = text.size();
    MPI_Request request = MPI_REQUEST_NULL;
    check(MPI_Ibcast(&bytes, 1, MPI_UINT64_T, 0, link_->collectives, &request), "MPI_Ibcast");
    wait_for(request);
    std::string received = rank() == 0 ? text : std::string(static_cast<std::size_t>(bytes), '\0');
    check(MPI_Ibcast(received.data(), count_of(bytes), MPI_BYTE, 0, link_->collectives, &request),
          "MPI_Ibcast");
    wait_for(request);
    return received;
}

void Communicator::barrier() const {
    if (link_) meet(link_->collectives);
}

void Communicator::abort(int exit_code) const {
    std::fflush(nullptr);
    if (link_) MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::_Exit(exit_code);
}

} // namespace ecgpress
