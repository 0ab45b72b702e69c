// How far the run is: a bar with rate and time left on a terminal, plain lines now and then in a
// file.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace ecgpress {

class Progress {
  public:
    enum class Style { silent, bar, lines };

    /// Bar if standard error is a terminal, lines otherwise.
    static Style style_for_stderr();

    /// @param what  the thing counted, in the plural: "pages"
    Progress(std::string what, std::uint64_t total, Style style);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Tells how many are done by now; prints at most a few times a second (bar) or every ten
    /// seconds (lines).
    void update(std::uint64_t done);
    /// Prints the last state and ends the line.
    void finish();

    /// "pages  120/1000  12 %  84.1/s  10 s left" for a count done after some seconds.
    static std::string line(const std::string& what, std::uint64_t done, std::uint64_t total,
                            double seconds);

  private:
    void print();

    std::string what_;
    std::uint64_t total_, done_ = 0;
    Style style_;
    bool finished_ = false;
    std::chrono::steady_clock::time_point start_, printed_;
};

} // namespace ecgpress
