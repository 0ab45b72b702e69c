// The ranks of one run and what they say to each other: MPI when a launcher started us, alone
// otherwise.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ecgpress {

/// A value that can be copied; the serial one costs nothing and needs no MPI. Waiting never burns a
/// core: it polls and sleeps.
class Communicator {
  public:
    struct Message {
        int from = 0;
        std::string text;
    };

    /// One rank, alone.
    static Communicator serial();
    /// Joins the MPI job if mpirun or srun started this process (their environment says so), else
    /// is serial(). MPI is finalised when the last copy goes; not if an exception is under way.
    /// @throws ConfigError if srun started several tasks that MPI does not join; IoError if MPI
    /// cannot start
    static Communicator from_launcher();

    /// What a played rank (see played()) says to rank 0: its tag and text.
    using Say = std::function<void(int tag, std::string text)>;
    /// What the rank `from` does when rank 0 sends it a message, and, with tag k_begins, at first.
    using Player = std::function<void(int from, int tag, const std::string& text, const Say& say)>;
    static constexpr int k_begins = -1;
    /// Rank 0 of a job whose other ranks are only played: what rank 0 costs among thousands can be
    /// measured alone (a dry run, as arbor's). Collectives see what this rank gives, from
    /// everybody.
    static Communicator played(int size, Player player);

    int rank() const;
    int size() const;

    void send(int to, int tag, const std::string& text) const;
    /// A message with this tag from any rank, if one is there.
    std::optional<Message> try_receive(int tag) const;
    Message receive(int tag) const;
    /// The same, or nothing if none comes in time.
    std::optional<Message> receive_within(int tag, std::chrono::milliseconds time) const;

    /// Everybody's text at rank 0, in rank order; empty at the others.
    std::vector<std::string> gather(const std::string& text) const;
    /// Rank 0's text at every rank.
    std::string broadcast(const std::string& text) const;
    void barrier() const;

    /// Ends the whole job at once with this exit code; nobody is left waiting.
    [[noreturn]] void abort(int exit_code) const;

  private:
    struct Link;
    struct Played;
    Communicator(std::shared_ptr<Link> link, std::shared_ptr<Played> played)
        : link_(std::move(link)), played_(std::move(played)) {}
    std::shared_ptr<Link> link_;     // null: serial, or played
    std::shared_ptr<Played> played_; // null: no others, or real ones
};

} // namespace ecgpress
