#include "signal/wfdb/wfdb_signals.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/source_file.hpp"
#include "signal/text_file.hpp"
#include "signal/wfdb/wfdb_flac.hpp"
#include "signal/wfdb/wfdb_formats.hpp"

namespace ecgpress {
namespace {

// 46 minutes of 12 leads at 500 Hz: 64 MiB as samples and 128 MiB as millivolts, far below the
// memory of a rank.
constexpr std::size_t k_most_samples = std::size_t{1} << 24;
constexpr std::size_t k_largest_header_bytes = std::size_t{1} << 20;

namespace fs = std::filesystem;

using Lines = std::vector<WfdbSignalLine>;

/// The signals of one file, stored interleaved (a group in header(5)).
struct Group {
    Lines::const_iterator begin, end;
    const WfdbFormat* format; ///< null if no samples are stored
    std::unique_ptr<SourceFile> file;
    std::size_t frame_size = 0; ///< samples of all signals in a frame
    FlacShape flac{};           ///< if the format is FLAC

    std::size_t bytes_there() const {
        return file->size() - std::min(file->size(), begin->offset_bytes);
    }
    /// Of a FLAC stream that does not state its length, the most that a record may have.
    std::size_t frames_there() const {
        if (format->is_flac())
            return flac.samples == 0
                       ? k_most_samples
                       : (flac.samples -
                          std::min<std::uint64_t>(flac.samples, begin->offset_bytes)) /
                             begin->samples_per_frame;
        return wfdb_samples_in(*format, bytes_there()) / frame_size;
    }
    /// Frames of the file that are before the start of the record, in the signal with most of them.
    std::size_t most_skew() const {
        std::size_t most = 0;
        for (auto line = begin; line != end; ++line) most = std::max(most, line->skew_frames);
        return most;
    }
    bool has_checksum() const {
        return std::any_of(begin, end,
                           [](const WfdbSignalLine& line) { return line.checksum.has_value(); });
    }
};

bool is_stored(const WfdbSignalLine& line) {
    return line.file != k_wfdb_null && line.format != 0; // signal(5): format 0 is a null signal
}

void require_same_storage(const WfdbHeader& header, const Group& group) {
    for (auto line = group.begin; line != group.end; ++line)
        if (line->format != group.begin->format || line->offset_bytes != group.begin->offset_bytes)
            fail_in_header(header, line->line,
                           concat("format or byte offset differ from line ", group.begin->line,
                                  ". Both lines describe the file ", printable(line->file),
                                  ". Correct the header."));
}

/// Reads the stream's properties. Each signal is a channel, and all have the same rate.
void open_flac(const WfdbHeader& header, Group& group) {
    const WfdbSignalLine& first = *group.begin;
    try {
        group.flac = read_flac_shape(*group.file, first.file);
    } catch (const DataError& error) {
        fail_in_header(header, first.line, error.what());
    }
    for (auto line = group.begin; line != group.end; ++line)
        if (line->samples_per_frame != first.samples_per_frame)
            fail_in_header(
                header, line->line,
                concat("the signal has ", line->samples_per_frame, " samples per frame, but line ",
                       first.line, " states ", first.samples_per_frame,
                       ". All signals of a FLAC file have the same. Correct the header."));
    const auto signals = static_cast<std::size_t>(group.end - group.begin);
    if (group.flac.channels != signals || group.flac.bits > group.format->flac_bits())
        fail_in_header(header, first.line,
                       concat("the signal file ", printable(first.file), " has ",
                              group.flac.channels, " channels of ", group.flac.bits,
                              " bits. The header states ", signals, " signals of up to ",
                              group.format->flac_bits(), ". Correct the header."));
}

void open_group(const WfdbHeader& header, const fs::path& folder, const SourceRoot& root,
                Group& group) {
    const WfdbSignalLine& first = *group.begin;
    group.format = find_wfdb_format(first.format);
    if (group.format == nullptr)
        fail_in_header(header, first.line, unreadable_wfdb_format(first.format));
    require_same_storage(header, group);
    std::error_code ignored;
    if (!fs::is_regular_file(folder / first.file, ignored))
        fail_in_header(header, first.line,
                       concat("the signal file ", printable(first.file),
                              " does not exist. The header requires it. Download it again."));
    group.file = std::make_unique<SourceFile>(root.open(folder / first.file));
    for (auto line = group.begin; line != group.end; ++line)
        group.frame_size += line->samples_per_frame;
    if (group.format->is_flac()) open_flac(header, group);
}

/// Consecutive lines with the same file are a group.
std::vector<Group> open_groups(const WfdbHeader& header, const fs::path& folder,
                               const SourceRoot& root) {
    std::vector<Group> groups;
    for (auto begin = header.signals.begin(); begin != header.signals.end();) {
        const auto end = std::find_if(begin, header.signals.end(), [&](const WfdbSignalLine& line) {
            return line.file != begin->file;
        });
        for (const Group& group : groups)
            if (group.begin->file == begin->file && is_stored(*begin))
                fail_in_header(header, begin->line,
                               concat("the signal file ", printable(begin->file),
                                      " was listed before. The signals of one file must be "
                                      "consecutive. Correct the header."));
        groups.push_back({begin, end, nullptr, nullptr, 0});
        if (is_stored(*begin)) open_group(header, folder, root, groups.back());
        begin = end;
    }
    return groups;
}

/// Requires the length that the header states. A shorter file is truncated. A longer file means a
/// wrong header, unless checksums confirm the header.
void require_length(const WfdbHeader& header, const Group& group, std::size_t frames) {
    const std::size_t there = group.frames_there();
    const std::string file = printable(group.begin->file);
    if (there < frames)
        fail_in_header(header, group.begin->line,
                       concat("the signal file ", file, " is truncated. It has ", there, " of ",
                              frames, " samples per signal. Download it again."));
    const bool is_known = !group.format->is_flac() || group.flac.samples != 0;
    if (there > frames && is_known && !group.has_checksum())
        fail_in_header(header, group.begin->line,
                       concat("the signal file ", file,
                              " is longer than the header states. It has ", there,
                              " samples per signal, not ", frames, ". Correct the header."));
}

/// Returns the record's length in frames, checked against every file.
std::size_t checked_frame_count(const WfdbHeader& header, const std::vector<Group>& groups) {
    std::size_t frames = header.frame_count;
    const auto stored = std::find_if(groups.begin(), groups.end(),
                                     [](const Group& group) { return group.format != nullptr; });
    if (frames == 0 && stored != groups.end()) // not stated: use the length of the first file
        frames = stored->frames_there();
    for (const Group& group : groups)
        if (group.format != nullptr) require_length(header, group, frames);
    if (frames == 0)
        fail_in_header(header, header.line,
                       "the record has no samples. There is nothing to draw. Exclude the record.");
    return frames;
}

/// The frames of a group's file that have the samples of a range of the record: skewed signals are
/// stored later.
FrameRange stored_frames(const Group& group, FrameRange range, std::size_t frame_count) {
    return {range.first, std::min(range.count + group.most_skew(), frame_count - range.first)};
}

/// Checks the memory that the range needs before any is allocated.
void require_range_size(const WfdbHeader& header, const std::vector<Group>& groups,
                        FrameRange range, std::size_t frame_count) {
    std::size_t samples = 0;
    for (const Group& group : groups)
        if (group.format != nullptr)
            samples += stored_frames(group, range, frame_count).count * group.frame_size;
    require_wfdb_size(header, samples);
}

/// Samples of all signals of a group. `frames` is inside the file.
std::vector<std::int32_t> read_frames(const Group& group, FrameRange frames) {
    const WfdbFormat& format = *group.format;
    const std::size_t first = frames.first * group.frame_size,
                      before = first % format.group_samples, // decoding starts with a whole group
        count = before + frames.count * group.frame_size;
    const std::string bytes = group.file->read(
        group.begin->offset_bytes + (first - before) / format.group_samples * format.group_bytes,
        wfdb_bytes_of(format, count));
    std::vector<std::int32_t> samples = decode_wfdb(format, bytes, count);
    samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(before));
    return samples;
}

/// The same of a FLAC stream, whose byte offset is a number of samples.
std::vector<std::int32_t> read_flac_frames(const WfdbHeader& header, const Group& group,
                                           FrameRange frames) {
    const std::size_t per_frame = group.begin->samples_per_frame;
    try {
        return decode_flac(*group.file, group.begin->file, group.flac,
                           group.begin->offset_bytes + frames.first * per_frame,
                           frames.count * per_frame, per_frame);
    } catch (const DataError& error) {
        fail_in_header(header, group.begin->line, error.what());
    }
}

/// Extracts the samples of one signal from those of a file.
std::vector<std::int32_t> every_nth(const std::vector<std::int32_t>& all, std::size_t first,
                                    std::size_t count, std::size_t step) {
    std::vector<std::int32_t> samples(all.size() / step * count);
    const std::int32_t* from = all.data() + first;
    if (count == 1) { // by far the most common case
        for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = from[i * step];
        return samples;
    }
    for (auto to = samples.begin(); to != samples.end(); from += step)
        for (std::size_t i = 0; i < count; ++i) *to++ = from[i];
    return samples;
}

/// Sums differences with unsigned arithmetic, because signed overflow would be undefined for
/// untrusted files.
void integrate(std::vector<std::int32_t>& samples, std::int32_t initial_value) {
    auto sum = static_cast<std::uint32_t>(initial_value);
    for (std::int32_t& sample : samples) {
        sum += static_cast<std::uint32_t>(sample);
        sample = static_cast<std::int32_t>(sum);
    }
}

/// Sums of the differences of a signal's samples before a frame: the value that the signal has
/// there. The file is read in blocks.
std::int32_t value_before(const Group& group, const WfdbSignalLine& line, std::size_t first,
                          std::size_t frame) {
    constexpr std::size_t k_block_samples = std::size_t{1} << 20;
    const std::size_t block = std::max<std::size_t>(1, k_block_samples / group.frame_size);
    auto sum = static_cast<std::uint32_t>(line.initial_value);
    for (std::size_t at = 0; at < frame; at += block) {
        const std::vector<std::int32_t> all = read_frames(group, {at, std::min(block, frame - at)});
        for (const std::int32_t difference :
             every_nth(all, first, line.samples_per_frame, group.frame_size))
            sum += static_cast<std::uint32_t>(difference);
    }
    return static_cast<std::int32_t>(sum);
}

/// header(5): the checksum is the sum of all samples modulo 2^16; it may be a placeholder 0 if the
/// header states no length.
/// @return what is wrong with it, with file and line; or nothing
std::string checksum_problem(const WfdbHeader& header, const WfdbSignalLine& line,
                             const std::vector<std::int32_t>& samples) {
    std::uint32_t total = 0;
    for (const std::int32_t sample : samples) total += static_cast<std::uint32_t>(sample);
    const auto sum = static_cast<std::uint16_t>(total);
    const bool is_placeholder = header.frame_count == 0 && line.checksum == 0;
    if (!line.checksum || *line.checksum == sum || is_placeholder) return {};
    return concat(header.path, ':', line.line, ": the checksum of ", printable(line.description),
                  " is ", sum, ", but the header states ", *line.checksum, ". ",
                  printable(line.file), " or the header is corrupt. Download both again.");
}

void require_skew(const WfdbHeader& header, std::size_t frame_count) {
    for (const WfdbSignalLine& line : header.signals)
        if (line.skew_frames >= frame_count && line.skew_frames > 0 && is_stored(line))
            fail_in_header(header, line.line,
                           concat("the skew is ", line.skew_frames,
                                  " samples, but the signal is not longer. Correct the header."));
}

/// header(5): the first `skew` frames of a skewed signal are before the start of the record, so its
/// last frames are missing.
void undo_skew(const WfdbSignalLine& line, std::size_t frame_count,
               std::vector<std::int32_t>& samples) {
    const std::size_t shift = std::min(line.skew_frames * line.samples_per_frame, samples.size());
    samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(shift));
    samples.resize(frame_count * line.samples_per_frame, k_wfdb_gap);
}

/// Reads the frames of the record that are in [record.first_frame, + record.frame_count).
/// @param all_frames  length of the whole record
void read_group(const WfdbHeader& header, const Group& group, std::size_t all_frames,
                WfdbRecord& record) {
    std::vector<std::int32_t> all;
    if (group.format != nullptr) {
        const FrameRange stored =
            stored_frames(group, {record.first_frame, record.frame_count}, all_frames);
        all = group.format->is_flac() ? read_flac_frames(header, group, stored)
                                      : read_frames(group, stored);
    }
    std::size_t first = 0; // position of the signal in a frame
    for (auto line = group.begin; line != group.end; ++line) {
        WfdbSignal signal = described_wfdb_signal(*line);
        if (group.format != nullptr) {
            signal.samples = every_nth(all, first, line->samples_per_frame, group.frame_size);
            if (group.format->is_difference)
                integrate(signal.samples, value_before(group, *line, first, record.first_frame));
            if (record.frame_count == all_frames && record.wrong_checksum.empty())
                record.wrong_checksum = checksum_problem(header, *line, signal.samples);
            if (group.format->gap)
                for (std::int32_t& sample :
                     signal.samples) // written always, to avoid a branch per sample
                    sample = sample == *group.format->gap ? k_wfdb_gap : sample;
            undo_skew(*line, record.frame_count, signal.samples);
        }
        record.signals.push_back(std::move(signal));
        first += line->samples_per_frame;
    }
}

} // namespace

std::string read_wfdb_header_file(const fs::path& header, const SourceRoot& root) {
    const SourceFile file = root.open(header);
    if (file.size() > k_largest_header_bytes)
        throw DataError(concat(header.string(), " is not a WFDB header. It has ", file.size(),
                               " bytes, but the limit is ", k_largest_header_bytes,
                               ". Exclude the record."));
    return file.read(0, file.size());
}

WfdbHeader read_wfdb_header(const fs::path& header, const SourceRoot& root) {
    const std::string path = header.string();
    return parse_wfdb_header(decoded_text(read_wfdb_header_file(header, root), path), path);
}

WfdbRecord read_wfdb_signals(const WfdbHeader& header, const fs::path& folder,
                             const SourceRoot& root, const WfdbReading& reading) {
    const std::vector<Group> groups = open_groups(header, folder, root);
    const std::size_t all_frames = checked_frame_count(header, groups);
    require_skew(header, all_frames);
    const FrameRange range = reading.frames(all_frames, header.rate_hz);
    require_range_size(header, groups, range, all_frames);
    WfdbRecord record;
    record.name = header.name;
    record.header = header.path;
    record.rate_hz = header.rate_hz;
    record.comments = header.comments;
    record.first_frame = range.first;
    record.frame_count = range.count;
    for (const Group& group : groups) read_group(header, group, all_frames, record);
    if (reading.require_checksums && !record.wrong_checksum.empty())
        throw DataError(record.wrong_checksum);
    return record;
}

WfdbSignal described_wfdb_signal(const WfdbSignalLine& line) {
    WfdbSignal signal;
    signal.line = line.line;
    signal.is_calibrated = line.is_calibrated;
    signal.description = line.description;
    signal.units = line.units;
    signal.format = line.format;
    signal.gain = line.gain;
    signal.baseline = line.baseline;
    signal.samples_per_frame = static_cast<int>(line.samples_per_frame);
    return signal;
}

void require_wfdb_size(const WfdbHeader& header, std::size_t sample_count) {
    if (sample_count > k_most_samples)
        fail_in_header(header, header.line,
                       concat("the record has ", sample_count,
                              " samples or more in all signals. The memory limit is ",
                              k_most_samples,
                              " samples. Set source.window_s to read parts of it."));
}

} // namespace ecgpress
