#include "signal/wfdb/wfdb_segments.hpp"

#include <algorithm>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/wfdb/wfdb_signals.hpp"

namespace ecgpress {
namespace {

namespace fs = std::filesystem;

WfdbHeader segment_header(const WfdbHeader& header, const WfdbSegmentLine& segment,
                          const fs::path& folder, const SourceRoot& root) {
    const fs::path path = folder / (segment.name + ".hea");
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored))
        fail_in_header(header, segment.line,
                       concat("the segment ", printable(segment.name),
                              " does not exist. The record requires it. Download it again."));
    WfdbHeader found = read_wfdb_header(path, root);
    if (found.is_multi_segment())
        fail_in_header(header, segment.line,
                       concat("the segment ", printable(segment.name),
                              " is itself a multi-segment record. header(5) does not allow this. "
                              "Exclude the record."));
    if (found.rate_hz != header.rate_hz)
        fail_in_header(header, segment.line,
                       concat("the segment ", printable(segment.name), " has ", found.rate_hz,
                              " Hz, but the record has ", header.rate_hz, ". Correct the header."));
    return found;
}

/// header(5): in a variable layout, the first segment has no samples and lists the signals.
bool is_variable(const WfdbHeader& header) {
    return header.segments.front().name != k_wfdb_null && header.segments.front().frame_count == 0;
}

bool has_samples(const WfdbSegmentLine& segment) {
    return segment.name != k_wfdb_null && segment.frame_count > 0;
}

/// The header that lists the signals: a variable layout's own, or the first segment's.
WfdbHeader layout_of(const WfdbHeader& header, const fs::path& folder, const SourceRoot& root) {
    for (const WfdbSegmentLine& segment : header.segments)
        if (segment.name != k_wfdb_null) return segment_header(header, segment, folder, root);
    fail_in_header(
        header, header.line,
        "the record has no segment with samples. There is nothing to draw. Exclude the record.");
}

/// Returns the record's length in frames.
std::size_t checked_frame_count(const WfdbHeader& header) {
    std::size_t frames = 0; // the sum of at most 4,096 limited counts cannot overflow
    for (const WfdbSegmentLine& segment : header.segments) frames += segment.frame_count;
    if (header.frame_count != 0 && header.frame_count != frames)
        fail_in_header(header, header.line,
                       concat("the record has ", header.frame_count,
                              " samples per signal, but its segments have ", frames,
                              " in total. Correct the header."));
    return frames;
}

/// Checks the memory that a range of frames needs before any is allocated.
void require_range_size(const WfdbHeader& header, const std::vector<WfdbSignal>& signals,
                        FrameRange range) {
    std::size_t frame_size = 0;
    for (const WfdbSignal& signal : signals)
        frame_size += static_cast<std::size_t>(signal.samples_per_frame);
    require_wfdb_size(header, range.count); // now the product below cannot overflow
    require_wfdb_size(header, range.count * frame_size);
}

WfdbRecord empty_record(const WfdbHeader& header, const WfdbHeader& layout, FrameRange range) {
    WfdbRecord record;
    record.name = header.name;
    record.header = layout.path; // which lists the signals
    record.rate_hz = header.rate_hz;
    record.comments = header.comments;
    for (const WfdbSignalLine& line : layout.signals)
        record.signals.push_back(described_wfdb_signal(line));
    require_range_size(header, record.signals, range);
    record.first_frame = range.first;
    record.frame_count = range.count;
    for (WfdbSignal& signal : record.signals)
        signal.samples.assign(
            record.frame_count * static_cast<std::size_t>(signal.samples_per_frame), k_wfdb_gap);
    return record;
}

/// The signal of the record to which a segment's signal belongs: the one at the same position, or
/// in a variable layout the one with the same description.
WfdbSignal& whole_of(const WfdbHeader& header, const WfdbSegmentLine& segment,
                     const WfdbRecord& part, std::size_t place, WfdbRecord& record) {
    const WfdbSignal& signal = part.signals[place];
    const auto begin = record.signals.begin();
    const auto whole =
        is_variable(header)
            ? std::find_if(begin, record.signals.end(),
                           [&](const WfdbSignal& s) { return s.description == signal.description; })
            : begin + static_cast<std::ptrdiff_t>(place);
    const std::string what = concat("the segment ", printable(segment.name), "'s signal ",
                                    printable(signal.description));
    if (whole == record.signals.end())
        fail_in_header(header, segment.line,
                       concat(what, " is not among the record's signals. The layout segment must "
                                    "list it. Correct the header."));
    if (whole->description != signal.description || whole->gain != signal.gain ||
        whole->baseline != signal.baseline || whole->units != signal.units ||
        whole->samples_per_frame != signal.samples_per_frame)
        fail_in_header(
            header, segment.line,
            concat(what, " differs from the record's in name, gain, baseline, unit or samples per "
                         "frame. Signals that change between segments are not supported. List the "
                         "segments in a RECORDS file to render them individually."));
    return *whole;
}

/// The frames of a segment, counted from its start, that a record which was read in part has.
FrameRange common_frames(const WfdbRecord& record, std::size_t segment_first, std::size_t count) {
    const std::size_t first = std::max(segment_first, record.first_frame),
                      end =
                          std::min(segment_first + count, record.first_frame + record.frame_count);
    return first < end ? FrameRange{first - segment_first, end - first} : FrameRange{};
}

/// @param first_frame  position of the segment in the whole record
void read_segment(const WfdbHeader& header, const WfdbSegmentLine& segment, const fs::path& folder,
                  const SourceRoot& root, std::size_t first_frame, bool require_checksums,
                  WfdbRecord& record) {
    const FrameRange wanted = common_frames(record, first_frame, segment.frame_count);
    if (wanted.count == 0) return;
    WfdbReading reading;
    reading.require_checksums = require_checksums;
    reading.frames = [&](std::size_t frame_count, double /*rate_hz*/) {
        if (frame_count != segment.frame_count)
            fail_in_header(header, segment.line,
                           concat("the segment ", printable(segment.name), " has ", frame_count,
                                  " samples per signal, but the record's header states ",
                                  segment.frame_count, ". Correct the header."));
        return wanted;
    };
    const WfdbRecord part = read_wfdb_signals(segment_header(header, segment, folder, root),
                                              (folder / segment.name).parent_path(), root, reading);
    if (record.wrong_checksum.empty()) record.wrong_checksum = part.wrong_checksum;
    const bool has_enough = is_variable(header) ? part.signals.size() <= record.signals.size()
                                                : part.signals.size() == record.signals.size();
    if (!has_enough)
        fail_in_header(header, segment.line,
                       concat("the segment ", printable(segment.name), " has ", part.signals.size(),
                              " signals, but the record has ", record.signals.size(),
                              ". Correct the header."));
    for (std::size_t place = 0; place < part.signals.size(); ++place) {
        const std::vector<std::int32_t>& samples = part.signals[place].samples;
        WfdbSignal& whole = whole_of(header, segment, part, place, record);
        const auto first = (first_frame + wanted.first - record.first_frame) *
                           static_cast<std::size_t>(whole.samples_per_frame);
        std::copy(samples.begin(), samples.end(),
                  whole.samples.begin() + static_cast<std::ptrdiff_t>(first));
    }
}

} // namespace

WfdbRecord read_wfdb_segments(const WfdbHeader& header, const fs::path& folder,
                              const SourceRoot& root, const WfdbReading& reading) {
    const WfdbHeader layout = layout_of(header, folder, root);
    if (layout.signals.size() != header.signal_count)
        fail_in_header(header, header.line,
                       concat("the record has ", header.signal_count,
                              " signals, but its layout has ", layout.signals.size(),
                              ". Correct the header."));
    constexpr std::size_t k_most_parts = std::size_t{1} << 16;
    if (header.segments.size() * layout.signals.size() > k_most_parts)
        fail_in_header(header, header.line,
                       concat("the record has ", header.segments.size(), " segments of ",
                              layout.signals.size(), " signals. The limit is ", k_most_parts,
                              " parts. Extract a part of it with xform."));
    WfdbRecord record =
        empty_record(header, layout, reading.frames(checked_frame_count(header), header.rate_hz));
    std::size_t frame = 0;
    for (const WfdbSegmentLine& segment : header.segments) {
        if (has_samples(segment))
            read_segment(header, segment, folder, root, frame, reading.require_checksums, record);
        frame += segment.frame_count;
    }
    return record;
}

} // namespace ecgpress
