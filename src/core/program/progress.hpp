// Progress of a run: a bar with rate and time left on a terminal, a line now and then in a file,
// or lines of JSON for other programs.
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

    /// What is shown of a stage.
    struct State {
        std::string stage; ///< the thing counted, in the plural: "pages"
        std::uint64_t done = 0, total = 0;
        std::uint64_t restored = 0; ///< of done: by an earlier start
        double rate_per_s = 0;      ///< of this start; 0: not known yet
        double elapsed_s = 0;       ///< since the stage began
        bool ended = false;         ///< no more will be done by this start
    };

    /// @param stage  the thing counted, in the plural: "pages"
    Progress(std::string stage, std::uint64_t total, Style style);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    /// Counts that are reached by now. Prints five times a second at most (bar), every second
    /// (JSON) or every ten seconds (lines).
    /// @param restored  how many of them an earlier start did: they do not count for the rate
    void update(std::uint64_t done, std::uint64_t restored = 0);
    /// Prints the last state, with the average rate of this start, and ends the line.
    void finish();
    /// Items per second now, over the last half minute; 0 if not known yet.
    double rate_per_s() const;

    /// "pages  120/1000  12 %  84.1/s  10 s left"
    static std::string line(const State& state);
    /// The same with a bar in front, in less than `columns` columns so that no terminal wraps it.
    /// The bar becomes shorter and disappears first, then the text is cut.
    static std::string bar_line(const State& state, std::size_t columns);
    /// One JSON object without line end; its keys: docs/howto/cluster.md.
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
