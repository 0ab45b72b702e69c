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

    std::size_t bytes_of(std::size_t frames) const {
        return wfdb_bytes_of(*format, frames * frame_size);
    }
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

/// Returns the record's length in frames, checked against every file before memory is allocated.
std::size_t checked_frame_count(const WfdbHeader& header, const std::vector<Group>& groups) {
    std::size_t frames = header.frame_count, frame_size = 0;
    const auto stored = std::find_if(groups.begin(), groups.end(),
                                     [](const Group& group) { return group.format != nullptr; });
    if (frames == 0 && stored != groups.end()) // not stated: use the length of the first file
        frames = stored->frames_there();
    for (const Group& group : groups) {
        if (group.format == nullptr) continue;
        require_length(header, group, frames);
        frame_size += group.frame_size;
    }
    if (frames == 0)
        fail_in_header(header, header.line,
                       "the record has no samples. There is nothing to draw. Exclude the record.");
    require_wfdb_size(header, frames * frame_size);
    return frames;
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

/// header(5): the checksum is the sum of all samples modulo 2^16; it may be a placeholder 0 if the
/// header states no length.
void require_checksum(const WfdbHeader& header, const WfdbSignalLine& line,
                      const std::vector<std::int32_t>& samples) {
    std::uint32_t total = 0;
    for (const std::int32_t sample : samples) total += static_cast<std::uint32_t>(sample);
    const auto sum = static_cast<std::uint16_t>(total);
    const bool is_placeholder = header.frame_count == 0 && line.checksum == 0;
    if (line.checksum && *line.checksum != sum && !is_placeholder)
        fail_in_header(header, line.line,
                       concat("the checksum of ", printable(line.description), " is ", sum,
                              ", but the header states ", *line.checksum, ". ",
                              printable(line.file),
                              " or the header is corrupt. Download both again."));
}

/// header(5): the first `skew` frames of a skewed signal are before the start of the record, so its
/// last frames are missing.
void undo_skew(const WfdbHeader& header, const WfdbSignalLine& line,
               std::vector<std::int32_t>& samples) {
    if (line.skew_frames == 0) return;
    if (line.skew_frames >= samples.size() / line.samples_per_frame)
        fail_in_header(header, line.line,
                       concat("the skew is ", line.skew_frames,
                              " samples, but the signal is not longer. Correct the header."));
    const std::size_t shift = line.skew_frames * line.samples_per_frame;
    samples.erase(samples.begin(), samples.begin() + static_cast<std::ptrdiff_t>(shift));
    samples.resize(samples.size() + shift, k_wfdb_gap);
}

void read_group(const WfdbHeader& header, const Group& group, WfdbRecord& record) {
    std::vector<std::int32_t> all;
    if (group.format != nullptr && group.format->is_flac()) {
        const std::size_t per_frame = group.begin->samples_per_frame;
        try {
            all = decode_flac(*group.file, group.begin->file, group.flac, group.begin->offset_bytes,
                              record.frame_count * per_frame, per_frame);
        } catch (const DataError& error) {
            fail_in_header(header, group.begin->line, error.what());
        }
    } else if (group.format != nullptr) {
        const std::string bytes =
            group.file->read(group.begin->offset_bytes, group.bytes_of(record.frame_count));
        all = decode_wfdb(*group.format, bytes, record.frame_count * group.frame_size);
    }
    std::size_t first = 0; // position of the signal in a frame
    for (auto line = group.begin; line != group.end; ++line) {
        WfdbSignal signal = described_wfdb_signal(*line);
        if (group.format != nullptr) {
            signal.samples = every_nth(all, first, line->samples_per_frame, group.frame_size);
            if (group.format->is_difference) integrate(signal.samples, line->initial_value);
            require_checksum(header, *line, signal.samples);
            if (group.format->gap)
                for (std::int32_t& sample :
                     signal.samples) // written always, to avoid a branch per sample
                    sample = sample == *group.format->gap ? k_wfdb_gap : sample;
            undo_skew(header, *line, signal.samples);
        }
        record.signals.push_back(std::move(signal));
        first += line->samples_per_frame;
    }
}

} // namespace

WfdbHeader read_wfdb_header(const fs::path& header, const SourceRoot& root) {
    const SourceFile file = root.open(header);
    if (file.size() > k_largest_header_bytes)
        throw DataError(concat(header.string(), " is not a WFDB header. It has ", file.size(),
                               " bytes, but the limit is ", k_largest_header_bytes,
                               ". Exclude the record."));
    const std::string text = decoded_text(file.read(0, file.size()), header.string());
    return parse_wfdb_header(text, header.string());
}

WfdbRecord read_wfdb_signals(const WfdbHeader& header, const fs::path& folder,
                             const SourceRoot& root) {
    const std::vector<Group> groups = open_groups(header, folder, root);
    WfdbRecord record;
    record.name = header.name;
    record.rate_hz = header.rate_hz;
    record.comments = header.comments;
    record.frame_count = checked_frame_count(header, groups);
    for (const Group& group : groups) read_group(header, group, record);
    return record;
}

WfdbSignal described_wfdb_signal(const WfdbSignalLine& line) {
    WfdbSignal signal;
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
                              k_most_samples, " samples. Extract a part of it with xform."));
}

} // namespace ecgpress
