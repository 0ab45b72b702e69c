#include "core/program/progress.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

#include "core/log.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "core/terminal.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_most_cells = 24, k_fewest_cells = 4;

std::chrono::milliseconds interval_of(Progress::Style style) {
    switch (style) {
    case Progress::Style::bar:
        return std::chrono::milliseconds(200);
    case Progress::Style::json:
        return std::chrono::seconds(1);
    default:
        return std::chrono::seconds(10);
    }
}

double share_of(const Progress::State& state) {
    if (state.total == 0) return 1;
    return std::fmin(1.0, static_cast<double>(state.done) / static_cast<double>(state.total));
}

std::optional<double> seconds_left(const Progress::State& state) {
    if (state.ended || state.done >= state.total || state.rate_per_s <= 0) return std::nullopt;
    return static_cast<double>(state.total - state.done) / state.rate_per_s;
}

std::string bar_of(double share, std::size_t cells) {
    const auto filled = static_cast<std::size_t>(share * static_cast<double>(cells));
    return concat('[', std::string(filled, '#'), std::string(cells - filled, '.'), ']');
}

const char* word_of(const Progress::State& state) {
    return !state.ended ? "running" : state.done >= state.total ? "done" : "stopped";
}

/// Writes a whole line at once, so that other output cannot split it.
void write_line(const std::string& text) {
    std::fputs(text.c_str(), stderr);
    std::fflush(stderr);
}

} // namespace

Progress::Style Progress::style_for_stderr() {
    return stderr_is_terminal() ? Style::bar : Style::lines;
}

Progress::Progress(std::string stage, std::uint64_t total, Style style)
    : style_(total == 0 ? Style::silent : style), // no items: print nothing
      start_(std::chrono::steady_clock::now()), printed_(start_) {
    state_.stage = std::move(stage);
    state_.total = total;
    if (style_ == Style::bar || style_ == Style::json) print();
}

Progress::~Progress() {
    // During an exception, end the bar's line, so that the error message starts on a new one.
    if (!state_.ended && style_ == Style::bar) std::fputc('\n', stderr);
}

double Progress::seconds_since_start() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

double Progress::rate_per_s() const {
    return rate_.per_s(seconds_since_start());
}

void Progress::update(std::uint64_t done, std::uint64_t restored) {
    state_.done = done;
    state_.restored = restored;
    rate_.add(seconds_since_start(), done - std::min(done, restored));
    if (std::chrono::steady_clock::now() - printed_ >= interval_of(style_)) print();
}

void Progress::finish() {
    if (state_.ended) return;
    state_.ended = true;
    print();
    if (style_ == Style::bar) std::fputc('\n', stderr);
}

std::string Progress::line(const State& state) {
    // Rounded down, so that 100 % means all items.
    std::string text = concat(state.stage, "  ", state.done, '/', state.total, "  ",
                              static_cast<unsigned long long>(share_of(state) * 100), " %");
    if (state.rate_per_s > 0) text += concat("  ", fixed(state.rate_per_s, 1), "/s");
    if (const auto left = seconds_left(state))
        text += concat("  ", duration_text(*left), " left");
    else if (state.ended && state.elapsed_s > 0)
        text += concat(state.done >= state.total ? "  took " : "  stopped after ",
                       duration_text(state.elapsed_s));
    return text;
}

std::string Progress::bar_line(const State& state, std::size_t columns) {
    const std::string text = line(state);
    // A terminal may wrap as soon as its last column is filled.
    const std::size_t most = std::max<std::size_t>(columns, 2) - 1;
    const std::size_t around = 3; // brackets and a space
    const std::size_t cells =
        most < text.size() + around ? 0 : std::min(k_most_cells, most - text.size() - around);
    if (cells < k_fewest_cells) return text.substr(0, most);
    return concat(bar_of(share_of(state), cells), ' ', text);
}

std::string Progress::json(const State& state) {
    const auto left = seconds_left(state);
    return concat("{\"stage\": \"", state.stage, "\", \"state\": \"", word_of(state),
                  "\", \"done\": ", state.done, ", \"total\": ", state.total,
                  ", \"restored\": ", state.restored,
                  ", \"rate_per_s\": ", state.rate_per_s > 0 ? fixed(state.rate_per_s, 3) : "null",
                  ", \"left_s\": ", left ? fixed(*left, 1) : "null",
                  ", \"elapsed_s\": ", fixed(state.elapsed_s, 3), "}");
}

void Progress::print() {
    printed_ = std::chrono::steady_clock::now();
    state_.elapsed_s = seconds_since_start();
    state_.rate_per_s =
        state_.ended ? rate_.mean_per_s(state_.elapsed_s) : rate_.per_s(state_.elapsed_s);
    if (style_ == Style::lines) log_info(line(state_));
    if (style_ == Style::json) write_line(json(state_) + "\n");
    // \r moves to the start of the line; \033[K clears the rest of a longer previous line.
    if (style_ == Style::bar) write_line("\r\033[K" + bar_line(state_, terminal_columns()));
}

} // namespace ecgpress
