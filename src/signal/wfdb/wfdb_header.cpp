#include "signal/wfdb/wfdb_header.hpp"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_blanks = " \t";
constexpr double k_highest_rate_hz = 1e6; // far above any electrocardiogram
// Far above any real record. The limits bound the work for untrusted headers.
constexpr std::size_t k_most_signals = 256, k_most_segments = 4096;

[[noreturn]] void fail_at(const std::string& path, std::size_t line, const std::string& problem) {
    throw DataError(concat(path, ":", line, ": ", problem));
}

/// Reads a line word by word.
class Line {
  public:
    Line(const std::string& path, std::size_t number, std::string_view text)
        : path_(&path), number_(number), rest_(text) {}

    std::size_t number() const { return number_; }

    /// Returns the next word; empty at the end.
    std::string_view word() {
        rest_.remove_prefix(std::min(rest_.find_first_not_of(k_blanks), rest_.size()));
        const std::string_view found = rest_.substr(0, rest_.find_first_of(k_blanks));
        rest_.remove_prefix(found.size());
        return found;
    }

    std::string rest() const { return trimmed(rest_); }

    [[noreturn]] void fail(const std::string& problem) const { fail_at(*path_, number_, problem); }

    long long whole_number(std::string_view text, const char* what, long long lowest,
                           long long highest) const {
        long long value = 0;
        if (!parse_number(text, value) || value < lowest || value > highest)
            fail(concat("the ", what, " is \"", printable(text), "\". Expected an integer from ",
                        lowest, " to ", highest, ". Correct the header."));
        return value;
    }

    std::int32_t sample_value(std::string_view text, const char* what) const {
        using Limits = std::numeric_limits<std::int32_t>;
        return static_cast<std::int32_t>(whole_number(text, what, Limits::min(), Limits::max()));
    }

    std::size_t count(std::string_view text, const char* what) const {
        constexpr long long k_highest =
            1'000'000'000'000; // sums and products of two values cannot overflow
        return static_cast<std::size_t>(whole_number(text, what, 0, k_highest));
    }

    double number(std::string_view text, const char* what) const {
        double value = 0;
        if (!parse_number(text, value))
            fail(concat("the ", what, " is \"", printable(text),
                        "\". Expected a finite number. Correct the header."));
        return value;
    }

  private:
    const std::string* path_;
    std::size_t number_;
    std::string_view rest_;
};

/// Removes and returns the text before the first character of `ends`.
std::string_view take_until(std::string_view& text, std::string_view ends) {
    const std::string_view taken = text.substr(0, text.find_first_of(ends));
    text.remove_prefix(taken.size());
    return taken;
}

/// Rejects names that would make the program read files outside the record's folder.
std::string name_below(const Line& line, std::string_view text, const char* what) {
    const fs::path path(text);
    const bool leaves =
        path.is_absolute() || std::find(path.begin(), path.end(), "..") != path.end();
    const bool has_control = std::any_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
    if (leaves || has_control || text == "-")
        line.fail(concat("the ", what, " \"", printable(text),
                         "\" is outside the record's folder. Expected a relative path without "
                         "\"..\". Correct the header."));
    return std::string(text);
}

/// RECORD[/SEGMENTS] SIGNALS [RATE[/COUNTER[(BASE)]] [FRAMES [TIME [DATE]]]]
/// @return number of segment lines that follow; 0 for an ordinary record
std::size_t read_record_line(Line line, WfdbHeader& header) {
    header.line = line.number();
    std::string_view name = line.word();
    header.name = take_until(name, "/");
    const bool in_segments = !name.empty();
    if (name.size() > 1 && name.find_first_not_of("0123456789", 1) != std::string_view::npos)
        line.fail(concat("the record name is \"", printable(header.name + std::string(name)),
                         "\", with a folder. A record has a name without a folder; a number of "
                         "segments may follow a \"/\". Correct the header."));
    const std::size_t segments = in_segments ? line.count(name.substr(1), "number of segments") : 0;
    header.signal_count = line.count(line.word(), "number of signals");
    if (header.signal_count == 0 || (in_segments && segments == 0))
        line.fail("the record has no signals. There is nothing to draw. Exclude the record.");
    if (header.signal_count > k_most_signals || segments > k_most_segments)
        line.fail(concat("the record has ", header.signal_count, " signals and ", segments,
                         " segments. The limits are ", k_most_signals, " and ", k_most_segments,
                         ". Extract a part of it with xform."));
    std::string_view rate = line.word();
    if (!rate.empty()) header.rate_hz = line.number(take_until(rate, "/("), "sampling rate");
    if (!(header.rate_hz > 0 && header.rate_hz <= k_highest_rate_hz))
        line.fail(concat("the sampling rate is ", header.rate_hz,
                         " Hz. Expected a rate above 0 and up to ", k_highest_rate_hz,
                         ". Correct the header."));
    const std::string_view frames = line.word();
    if (!frames.empty()) header.frame_count = line.count(frames, "number of samples");
    return segments; // time and date follow, in either order in real files; they are not used
}

/// FORMAT[xSAMPLES_PER_FRAME][:SKEW][+OFFSET]
void read_format(const Line& line, std::string_view text, WfdbSignalLine& signal) {
    constexpr std::string_view k_marks = "x:+";
    constexpr long long k_most_per_frame = 1'000'000;
    signal.format =
        static_cast<int>(line.whole_number(take_until(text, k_marks), "signal format", 0, 100'000));
    while (!text.empty()) {
        const char mark = text.front();
        text.remove_prefix(1);
        const std::string_view value = take_until(text, k_marks);
        if (mark == 'x')
            signal.samples_per_frame = static_cast<std::size_t>(
                line.whole_number(value, "number of samples per frame", 1, k_most_per_frame));
        else if (mark == ':')
            signal.skew_frames = line.count(value, "skew");
        else
            signal.offset_bytes = line.count(value, "byte offset");
    }
}

/// GAIN[(BASELINE)][/UNITS]
/// @return whether there is a baseline
bool read_gain(const Line& line, std::string_view text, WfdbSignalLine& signal) {
    signal.gain = line.number(take_until(text, "(/"), "gain");
    const bool has_baseline = !text.empty() && text.front() == '(';
    if (has_baseline) {
        text.remove_prefix(1);
        signal.baseline = line.sample_value(take_until(text, ")"), "baseline");
        if (text.empty())
            line.fail(
                "missing ) after the baseline. Expected GAIN(BASELINE)/UNITS. Correct the header.");
        text.remove_prefix(1);
    }
    if (text.size() > 1 && text.front() == '/')
        signal.units = text.substr(1);
    else if (!text.empty())
        line.fail(
            concat("\"", printable(text),
                   "\" follows the gain. Expected GAIN(BASELINE)/UNITS. Correct the header."));
    return has_baseline;
}

/// FILE FORMAT [GAIN [RESOLUTION [ZERO [INITIAL [CHECKSUM [BLOCK_SIZE [DESCRIPTION]]]]]]]
WfdbSignalLine read_signal_line(Line line) {
    WfdbSignalLine signal;
    signal.line = line.number();
    signal.file = name_below(line, line.word(), "signal file");
    read_format(line, line.word(), signal);
    const std::string_view gain = line.word();
    if (gain.empty()) return signal;
    const bool has_baseline = read_gain(line, gain, signal);
    std::string_view word = line.word();
    if (!word.empty()) line.sample_value(word, "ADC resolution");
    if (!(word = line.word()).empty()) {
        const std::int32_t zero = line.sample_value(word, "ADC zero");
        if (!has_baseline) signal.baseline = zero; // header(5)
        signal.initial_value = zero;
    }
    if (!(word = line.word()).empty())
        signal.initial_value = line.sample_value(word, "initial value");
    // Files contain signed or unsigned numbers; both are the same 16 bits.
    if (!(word = line.word()).empty())
        signal.checksum = static_cast<std::uint16_t>(line.sample_value(word, "checksum"));
    if (!(word = line.word()).empty()) line.sample_value(word, "block size");
    signal.description = line.rest();
    if (signal.gain == 0) { // header(5): not calibrated
        signal.is_calibrated = false;
        signal.gain = WfdbSignalLine{}.gain;
    }
    return signal;
}

/// NAME FRAMES
WfdbSegmentLine read_segment_line(Line line) {
    WfdbSegmentLine segment;
    segment.line = line.number();
    segment.name = name_below(line, line.word(), "segment");
    segment.frame_count = line.count(line.word(), "segment's number of samples");
    return segment;
}

/// Returns the lines that are neither blank nor comments. Comments after the record line are added
/// to `comments`.
std::vector<Line> content_lines(std::string_view text, const std::string& path,
                                std::vector<std::string>& comments) {
    std::vector<Line> lines;
    for (std::size_t number = 1; !text.empty(); ++number) {
        std::string_view line = take_until(text, "\n");
        text.remove_prefix(std::min<std::size_t>(1, text.size()));
        if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
        const std::size_t first = line.find_first_not_of(k_blanks);
        if (first == std::string_view::npos) continue;
        if (line[first] != '#')
            lines.emplace_back(path, number, line);
        else if (!lines.empty())
            comments.push_back(trimmed(line.substr(first + 1)));
    }
    return lines;
}

} // namespace

WfdbHeader parse_wfdb_header(std::string_view text, const std::string& path) {
    WfdbHeader header;
    header.path = path;
    const std::vector<Line> lines = content_lines(text, path, header.comments);
    if (lines.empty())
        fail_at(path, 1, "the header is empty. Expected a record line. Download the file again.");
    const std::size_t segments = read_record_line(lines.front(), header);
    const std::size_t expected = segments > 0 ? segments : header.signal_count;
    const char* const kind = segments > 0 ? " segment" : " signal";
    if (lines.size() - 1 < expected)
        fail_in_header(header, header.line,
                       concat("the header states ", expected, kind, "s, but ", lines.size() - 1,
                              kind, " lines follow. Download the file again."));
    if (lines.size() - 1 > expected)
        lines[expected + 1].fail(concat("there are too many", kind,
                                        " lines. The record line states ", expected,
                                        ". Correct the header."));
    for (std::size_t i = 1; i < lines.size(); ++i)
        if (segments > 0)
            header.segments.push_back(read_segment_line(lines[i]));
        else
            header.signals.push_back(read_signal_line(lines[i]));
    return header;
}

void fail_in_header(const WfdbHeader& header, std::size_t line, const std::string& problem) {
    fail_at(header.path, line, problem);
}

} // namespace ecgpress
