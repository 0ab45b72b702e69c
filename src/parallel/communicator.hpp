// Communication between the ranks of a run: MPI if a launcher started this process, otherwise a
// single rank.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "parallel/packed.hpp"

namespace ecgpress {

/// A copyable value. The serial communicator does not need MPI. Waiting does not occupy a core: it
/// polls and sleeps.
class Communicator {
  public:
    struct Message {
        int from = 0;
        std::string text;
    };

    /// A single rank.
    static Communicator serial();
    /// Joins the MPI job if mpirun or srun started this process (detected by their environment
    /// variables); else returns serial(). MPI is finalised when the last copy is destroyed, except
    /// during an exception.
    /// @throws ConfigError if srun started several tasks that MPI does not join; IoError if MPI
    /// cannot start
    static Communicator from_launcher();

    /// Sends a message from a simulated rank (see simulated()) to rank 0.
    using Say = std::function<void(int tag, std::string text)>;
    /// Implements simulated ranks: called for each message of rank 0 to rank `from`, and first with
    /// tag k_begins.
    using Player = std::function<void(int from, int tag, const std::string& text, const Say& say)>;
    static constexpr int k_begins = -1;
    /// Rank 0 of a job whose other ranks are simulated. This allows measuring the load of rank 0
    /// among thousands of ranks in a single process (like the dry-run mode of Arbor). Collectives
    /// receive the value of this rank from every rank.
    static Communicator simulated(int size, Player player);

    /// Name and version of the MPI library that is loaded, for example "Open MPI v4.1.4".
    static std::string library();

    int rank() const;
    int size() const;

    void send(int to, int tag, const std::string& text) const;
    /// Returns a message with this tag from any rank, if one has arrived.
    std::optional<Message> try_receive(int tag) const;
    Message receive(int tag) const;
    /// The same; std::nullopt if none arrives in time.
    std::optional<Message> receive_within(int tag, std::chrono::milliseconds time) const;

    /// Returns the values of all ranks on rank 0, in rank order; empty on the others. parallel/
    /// packed.hpp lists the types that can be sent.
    template <class Value> std::vector<Value> gather(const Value& value) const {
        std::vector<Value> values;
        for (const std::string& message : gather_messages(packed(value)))
            values.push_back(unpacked<Value>(message));
        return values;
    }
    /// Returns the value of rank 0 on every rank.
    template <class Value> Value broadcast(const Value& value) const {
        return unpacked<Value>(broadcast_message(packed(value)));
    }
    void barrier() const;

    /// Ends the whole job immediately with this exit code. No rank is left waiting.
    [[noreturn]] void abort(int exit_code) const;

  private:
    std::vector<std::string> gather_messages(const std::string& message) const;
    std::string broadcast_message(const std::string& message) const;

    struct Link;
    struct Simulated;
    Communicator(std::shared_ptr<Link> link, std::shared_ptr<Simulated> simulated)
        : link_(std::move(link)), simulated_(std::move(simulated)) {}
    std::shared_ptr<Link> link_;           // null: serial or simulated
    std::shared_ptr<Simulated> simulated_; // null: serial or MPI
};

} // namespace ecgpress
