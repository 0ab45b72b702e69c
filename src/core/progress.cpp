#include "core/progress.hpp"

#include <cmath>
#include <cstdio>
#include <utility>

#include "core/log.hpp"
#include "core/terminal.hpp"
#include "core/text.hpp"

namespace ecgpress {

namespace {

constexpr std::chrono::milliseconds k_bar_interval{200};
constexpr std::chrono::seconds k_line_interval{10};
constexpr int k_bar_cells = 24;

std::string bar_of(std::uint64_t done, std::uint64_t total) {
    const double share = total == 0 ? 1 : static_cast<double>(done) / static_cast<double>(total);
    const auto filled = static_cast<std::size_t>(std::fmin(share, 1.0) * k_bar_cells);
    return concat('[', std::string(filled, '#'), std::string(k_bar_cells - filled, '.'), ']');
}

} // namespace

Progress::Style Progress::style_for_stderr() {
    return stderr_is_terminal() ? Style::bar : Style::lines;
}

Progress::Progress(std::string what, std::uint64_t total, Style style)
    : what_(std::move(what)), total_(total),
      style_(total == 0 ? Style::silent : style), // nothing to do is nothing to tell
      start_(std::chrono::steady_clock::now()), printed_(start_) {
    if (style_ == Style::bar) print();
}

Progress::~Progress() {
    // An exception is under way: its message must not stand on the bar's line.
    if (!finished_ && style_ == Style::bar) std::fputc('\n', stderr);
}

void Progress::update(std::uint64_t done) {
    done_ = done;
    const auto since = std::chrono::steady_clock::now() - printed_;
    if (style_ == Style::bar ? since >= k_bar_interval : since >= k_line_interval) print();
}

void Progress::finish() {
    if (finished_) return;
    finished_ = true;
    print();
    if (style_ == Style::bar) std::fputc('\n', stderr);
}

std::string Progress::line(const std::string& what, std::uint64_t done, std::uint64_t total,
                           double seconds) {
    // Rounded down: 100 % means all.
    const double share = total == 0 ? 1 : static_cast<double>(done) / static_cast<double>(total);
    std::string text = concat(what, "  ", done, '/', total, "  ",
                              static_cast<unsigned long long>(share * 100), " %");
    if (done == 0 || seconds <= 0) return text;
    const double rate = static_cast<double>(done) / seconds;
    text += concat("  ", fixed(rate, 1), "/s  ");
    if (done >= total) return text + "took " + duration_text(seconds);
    return text + duration_text(static_cast<double>(total - done) / rate) + " left";
}

void Progress::print() {
    printed_ = std::chrono::steady_clock::now();
    const std::chrono::duration<double> seconds = printed_ - start_;
    const std::string text = line(what_, done_, total_, seconds.count());
    if (style_ == Style::lines) log_info(text);
    if (style_ != Style::bar) return;
    // \r goes to the line's start, \033[K clears what a longer line left.
    std::fputs(concat("\r\033[K", bar_of(done_, total_), ' ', text).c_str(), stderr);
    std::fflush(stderr);
}

} // namespace ecgpress
