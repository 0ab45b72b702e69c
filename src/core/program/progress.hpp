// Progress of a run: a bar with rate and time left on a terminal, a line every ten seconds in a
// file, or lines of JSON for other programs.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/program/sliding_rate.hpp"

namespace ecgpress {

class Progress {
  public:
    enum class Style { silent, bar, lines, json };

    /// Bar if standard error is a terminal, lines otherwise.
    static Style style_for_stderr();

    /// The state of a stage that is printed.
    struct State {
        std::string stage; ///< the items counted, in the plural: "pages"
        std::uint64_t done = 0, total = 0;
        std::uint64_t restored = 0; ///< items of `done` finished by an earlier start
        double rate_per_s = 0;      ///< of this start; 0: unknown
        double elapsed_s = 0;       ///< since the start of the stage
        bool ended = false;         ///< this start processes no more items
    };

    /// @param stage  the items counted, in the plural: "pages"
    Progress(std::string stage, std::uint64_t total, Style style);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Sets the current counts. Prints at most five times per second (bar), every second (JSON) or
    /// every ten seconds (lines).
    /// @param restored  items of `done` finished by an earlier start; not counted for the rate
    void update(std::uint64_t done, std::uint64_t restored = 0);
    /// Prints the last state, with the average rate of this start, and ends the line.
    void finish();
    /// Items per second over the last 30 s; 0 if unknown.
    double rate_per_s() const;

    /// "pages  120/1000  12 %  84.1/s  10 s left"
    static std::string line(const State& state);
    /// The same with a bar in front, in less than `columns` columns so that no terminal wraps it.
    /// If there is not enough space, the bar is shortened, then left out, then the text is cut.
    static std::string bar_line(const State& state, std::size_t columns);
    /// One JSON object without a line end. docs/howto/cluster.md describes its keys.
    static std::string json(const State& state);

  private:
    void print();
    double seconds_since_start() const;

    State state_;
    Style style_;
    std::chrono::steady_clock::time_point start_, printed_;
    SlidingRate rate_{0};
};

} // namespace ecgpress
