#include "signal/wfdb/annotated_beats.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "signal/wfdb/wfdb_annotations.hpp"

namespace ecgpress {
namespace {

constexpr double k_longest_pr_s = 0.6, k_longest_rt_s = 0.8; ///< from a peak to the next one
constexpr double k_one_beat_s = 0.12; ///< R peaks of the leads, also of a broad QRS complex
/// Waves belong to beats so far outside the window, so that those in it are assigned as in the
/// whole recording.
constexpr double k_margin_s = 2;

/// A point that an annotation states.
struct Mark {
    std::int64_t sample = 0;
    std::uint16_t channel = 0;
    std::uint8_t code = 0; ///< of a beat, for its symbol
    bool has_wave = true;  ///< whether the wave is known: not of "(" and ")"
    BeatWave wave = BeatWave::qrs;
    enum class Point : std::uint8_t { onset, peak, offset } point = Point::peak;
};

std::optional<Mark> mark_of(const WfdbAnnotation& one) {
    using Point = Mark::Point;
    struct Note {
        std::string_view text;
        BeatWave wave;
        Point point;
    };
    constexpr Note k_notes[] = {
        {"p-wave onset", BeatWave::p, Point::onset},   {"p-wave peak", BeatWave::p, Point::peak},
        {"p-wave offset", BeatWave::p, Point::offset}, {"QRS onset", BeatWave::qrs, Point::onset},
        {"R peak", BeatWave::qrs, Point::peak},        {"QRS offset", BeatWave::qrs, Point::offset},
        {"t-wave onset", BeatWave::t, Point::onset},   {"t-wave peak", BeatWave::t, Point::peak},
        {"t-wave offset", BeatWave::t, Point::offset}};
    Mark mark;
    mark.channel = static_cast<std::uint16_t>(one.channel);
    if (one.code == k_wfdb_note) {
        for (const Note& note : k_notes)
            if (one.text == note.text) {
                mark.wave = note.wave;
                mark.point = note.point;
                return mark;
            }
        return std::nullopt;
    }
    if (one.code == k_wfdb_p || one.code == k_wfdb_t) {
        mark.wave = one.code == k_wfdb_p ? BeatWave::p : BeatWave::t;
    } else if (one.code == k_wfdb_onset || one.code == k_wfdb_offset) {
        mark.has_wave = false;
        mark.point = one.code == k_wfdb_onset ? Point::onset : Point::offset;
    } else if (is_wfdb_beat(one.code)) {
        mark.code = static_cast<std::uint8_t>(one.code);
    } else {
        return std::nullopt;
    }
    return mark;
}

/// The rate that a file states for its times ("## time resolution: 500"); 0 if it is another text.
double stated_hz(const WfdbAnnotation& one) {
    constexpr std::string_view k_key = "## time resolution:";
    double hz = 0;
    const bool is_stated = one.code == k_wfdb_note && one.text.substr(0, k_key.size()) == k_key &&
                           parse_number(trimmed(one.text.substr(k_key.size())), hz);
    return is_stated && hz > 0 ? hz : 0;
}

/// The points near the window, in the order of time.
std::vector<Mark> marks_in(const AnnotationFile& file, const AnnotatedRecord& record) {
    const double begin = static_cast<double>(record.window.first) - k_margin_s * record.rate_hz,
                 end = static_cast<double>(record.window.first + record.window.count) +
                       k_margin_s * record.rate_hz;
    double scale = record.rate_hz / record.time_hz;
    std::vector<Mark> marks;
    read_wfdb_annotations(file.bytes, file.name, [&](const WfdbAnnotation& one) {
        if (const double hz = stated_hz(one); hz > 0) scale = record.rate_hz / hz;
        auto mark = mark_of(one);
        const double sample = std::round(static_cast<double>(one.time) * scale);
        if (!mark || !(sample >= std::max(0.0, begin) && sample < end)) return;
        mark->sample = static_cast<std::int64_t>(sample);
        marks.push_back(*mark);
    });
    std::stable_sort(marks.begin(), marks.end(),
                     [](const Mark& a, const Mark& b) { return a.sample < b.sample; });
    constexpr double k_most_a_second = 3 * 50; // onset, peak, offset
    const double seconds = (end - begin) / record.rate_hz;
    if (static_cast<double>(marks.size()) > k_most_a_second * seconds)
        throw DataError(concat(file.name, ": ", marks.size(), " points of beats are in ",
                               std::lround(seconds),
                               " s. No heart is so fast. Change source.annotations."));
    return marks;
}

struct MarkedWave {
    BeatWave wave = BeatWave::qrs;
    std::int64_t onset = k_no_sample, peak = k_no_sample, offset = k_no_sample;
    std::uint8_t code = 0;
};

/// Joins onsets, peaks and offsets.
std::vector<MarkedWave> waves_of(const std::vector<Mark>& marks) {
    std::vector<MarkedWave> waves;
    std::int64_t any_onset = k_no_sample, onsets[] = {k_no_sample, k_no_sample, k_no_sample};
    const auto end_wave = [&](const Mark& mark) {
        const auto wave = std::find_if(waves.rbegin(), waves.rend(), [&](const MarkedWave& one) {
            return !mark.has_wave || one.wave == mark.wave;
        });
        if (wave != waves.rend() && wave->offset == k_no_sample) wave->offset = mark.sample;
    };
    for (const Mark& mark : marks) {
        std::int64_t& own_onset =
            mark.has_wave ? onsets[static_cast<std::size_t>(mark.wave)] : any_onset;
        if (mark.point == Mark::Point::onset) {
            own_onset = mark.sample;
        } else if (mark.point == Mark::Point::offset) {
            end_wave(mark);
            any_onset = k_no_sample;
        } else {
            const std::int64_t onset = std::max(own_onset, any_onset);
            own_onset = any_onset = k_no_sample;
            // The second peak between an onset and an offset: a biphasic T wave.
            const bool is_second =
                onset == k_no_sample && !waves.empty() && waves.back().wave == mark.wave &&
                waves.back().onset != k_no_sample && waves.back().offset == k_no_sample;
            if (!is_second)
                waves.push_back({mark.wave, onset, mark.sample, k_no_sample, mark.code});
        }
    }
    return waves;
}

/// A beat of one lead, or a wave without one.
struct LeadBeat {
    BeatWave main = BeatWave::qrs; ///< qrs, unless there is none
    std::uint8_t code = 0;
    FiducialSamples samples = k_no_samples;

    explicit LeadBeat(const MarkedWave& wave) : main(wave.wave), code(wave.code) { add(wave); }

    void add(const MarkedWave& wave) {
        samples[index_of(onset_of(wave.wave))] = wave.onset;
        samples[index_of(peak_of(wave.wave))] = wave.peak;
        samples[index_of(offset_of(wave.wave))] = wave.offset;
    }
    std::int64_t time() const { return samples[index_of(peak_of(main))]; }
    bool has(BeatWave wave) const { return samples[index_of(peak_of(wave))] != k_no_sample; }
};

std::vector<LeadBeat> beats_of(const std::vector<MarkedWave>& waves, double rate_hz) {
    const auto are_near = [&](std::int64_t before, std::int64_t after, double most_s) {
        return static_cast<double>(after - before) <= most_s * rate_hz;
    };
    std::vector<LeadBeat> beats;
    std::optional<MarkedWave> p;     // without a beat until now
    std::optional<std::size_t> last; // the beat to which a T wave belongs
    const auto end_p = [&] {
        if (p) beats.emplace_back(*p);
        p.reset();
    };
    for (const MarkedWave& wave : waves) {
        if (wave.wave == BeatWave::p) {
            end_p();
            p = wave;
        } else if (wave.wave == BeatWave::qrs) {
            if (p && !are_near(p->peak, wave.peak, k_longest_pr_s)) end_p();
            beats.emplace_back(wave);
            if (p) beats.back().add(*p);
            p.reset();
            last = beats.size() - 1;
        } else if (last && !beats[*last].has(BeatWave::t) &&
                   are_near(beats[*last].time(), wave.peak, k_longest_rt_s)) {
            beats[*last].add(wave);
        } else {
            beats.emplace_back(wave);
        }
    }
    end_p();
    return beats;
}

/// The beats of some leads.
struct Annotated {
    std::vector<Lead> leads;
    std::vector<LeadBeat> beats;
};

void add_file(std::vector<Annotated>& all, const AnnotationFile& file,
              const AnnotatedRecord& record) {
    const std::vector<Mark> marks = marks_in(file, record);
    std::set<std::uint16_t> channels;
    for (const Mark& mark : marks) channels.insert(mark.channel);
    if (channels.size() < 2 || file.channels.empty()) {
        all.push_back({file.leads, beats_of(waves_of(marks), record.rate_hz)});
        return;
    }
    for (const std::uint16_t channel : channels) {
        if (channel >= file.channels.size() || !file.channels[channel]) continue;
        std::vector<Mark> own;
        std::copy_if(marks.begin(), marks.end(), std::back_inserter(own),
                     [&](const Mark& mark) { return mark.channel == channel; });
        all.push_back({{*file.channels[channel]}, beats_of(waves_of(own), record.rate_hz)});
    }
}

/// A beat in all leads, while they are joined.
struct Joined {
    BeatWave main;
    std::int64_t first; ///< time() of the first of its leads
    RecordBeat beat;

    bool has(const std::vector<Lead>& leads) const {
        return std::any_of(leads.begin(), leads.end(),
                           [&](Lead lead) { return beat.leads[index_of(lead)] != k_no_samples; });
    }
};

std::vector<Joined> joined(const std::vector<Annotated>& all, double rate_hz) {
    std::vector<std::pair<const LeadBeat*, const std::vector<Lead>*>> ordered;
    for (const Annotated& one : all)
        for (const LeadBeat& beat : one.beats) ordered.emplace_back(&beat, &one.leads);
    std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
        return a.first->time() < b.first->time();
    });
    std::vector<Joined> result;
    std::optional<std::size_t> last[k_wave_count]; // joined beat of each main wave
    for (const auto& [beat, leads] : ordered) {
        auto& own = last[static_cast<std::size_t>(beat->main)];
        const bool is_new =
            !own || result[*own].has(*leads) ||
            static_cast<double>(beat->time() - result[*own].first) > k_one_beat_s * rate_hz;
        if (is_new) {
            own = result.size();
            result.push_back({beat->main, beat->time(), {}});
        }
        RecordBeat& whole = result[*own].beat;
        for (const Lead lead : *leads) whole.leads[index_of(lead)] = beat->samples;
        if (whole.symbol.empty()) whole.symbol = wfdb_beat_symbol(beat->code);
    }
    return result;
}

} // namespace

std::optional<std::string> read_annotation_file(const std::filesystem::path& path,
                                                const SourceRoot& root) {
    constexpr std::size_t k_largest_bytes = std::size_t{16} << 20; // a day of beats has 1 MB
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) return std::nullopt;
    const SourceFile file = root.open(path);
    if (file.size() > k_largest_bytes)
        throw DataError(concat(path.string(), " is not an annotation file. It has ", file.size(),
                               " bytes, but the limit is ", k_largest_bytes,
                               ". Change source.annotations."));
    return file.read(0, file.size());
}

RecordBeats annotated_beats(const std::vector<AnnotationFile>& files,
                            const AnnotatedRecord& record) {
    RecordBeats result;
    if (files.empty()) return result;
    std::vector<Annotated> all;
    for (const AnnotationFile& file : files) add_file(all, file, record);
    result.source = "annotated";
    for (Joined& one : joined(all, record.rate_hz)) result.beats.push_back(std::move(one.beat));
    return result;
}

} // namespace ecgpress
