// The ranks of one run and what they say to each other: MPI when a launcher started us, alone
// otherwise.
#pragma once

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

    int rank() const;
    int size() const;

    void send(int to, int tag, const std::string& text) const;
    /// A message with this tag from any rank, if one is there.
    std::optional<Message> try_receive(int tag) const;
    Message receive(int tag) const;

    /// Everybody's text at rank 0, in rank order; empty at the others.
    std::vector<std::string> gather(const std::string& text) const;
    /// Rank 0's text at every rank.
    std::string broadcast(const std::string& text) const;
    void barrier() const;

    /// Ends the whole job at once with this exit code; nobody is left waiting.
    [[noreturn]] void abort(int exit_code) const;

  private:
    struct Link;
    explicit Communicator(std::shared_ptr<Link> link) : link_(std::move(link)) {}
    std::shared_ptr<Link> link_; // null: serial
};

} // namespace ecgpress
