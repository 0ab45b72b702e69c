#include "dataset/formats/wfdb_record.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

namespace {

constexpr int k_gap = -32768; // signal(5): the value of format 16 for a missing sample
constexpr int k_largest = 32767;
constexpr double k_gain = 1000; // units per mV, as PTB-XL, whose samples are whole microvolts

/// In mV, NaN in gaps.
std::vector<double> signal_of(const LeadSample& lead, const std::string& name) {
    const Json values = Json::parse_or_null(lead.signal_json);
    if (!values.is_array() || values.size() != lead.row.sample_count)
        throw DataError(concat("the signal of ", name, " is not a JSON array of ",
                               lead.row.sample_count, " numbers. Its shard is corrupt. Run ",
                               "`ecgpress verify` on the shards."));
    std::vector<double> signal_mv;
    signal_mv.reserve(values.size());
    for (const Json& value : values)
        signal_mv.push_back(value.is_number() ? value.get<double>()
                                              : std::numeric_limits<double>::quiet_NaN());
    return signal_mv;
}

/// Units per mV: the largest power of ten up to k_gain with which all values fit into 16 bits.
double gain_for(const std::vector<double>& signal_mv) {
    double largest_mv = 0;
    for (const double value_mv : signal_mv)
        if (!std::isnan(value_mv)) largest_mv = std::max(largest_mv, std::abs(value_mv));
    double gain = k_gain;
    while (largest_mv * gain > k_largest) gain /= 10;
    return gain;
}

/// A signal of the record.
struct Channel {
    double gain = k_gain;
    std::vector<std::int16_t> samples;

    /// header(5): the sum of all samples in 16 bits.
    std::int16_t checksum() const {
        std::uint16_t sum = 0;
        for (const std::int16_t sample : samples)
            sum = static_cast<std::uint16_t>(sum + static_cast<std::uint16_t>(sample));
        return static_cast<std::int16_t>(sum);
    }
};

/// @param begin  start of the printed time, a sample of the record. @param count  its number of
/// samples
Channel channel_of(const LeadSample& lead, const std::string& name, std::uint64_t begin,
                   std::uint64_t count) {
    const std::vector<double> signal_mv = signal_of(lead, name);
    Channel channel{gain_for(signal_mv), {}};
    channel.samples.assign(count, k_gap);
    auto place =
        channel.samples.begin() + static_cast<std::ptrdiff_t>(lead.row.first_sample - begin);
    for (const double value_mv : signal_mv) {
        if (!std::isnan(value_mv))
            *place = static_cast<std::int16_t>(std::lround(value_mv * channel.gain));
        ++place;
    }
    return channel;
}

/// Facts of the record in the form of the CinC challenges. A header has each line, also without a
/// value.
std::string fact_comments(const RecordFacts& facts) {
    std::string text;
    const auto add = [&](const char* name, const std::string& value) {
        text += concat("# ", name, ":", value.empty() ? "" : " ", value, '\n');
    };
    const std::string& sex = facts.sex;
    add("Age", facts.age);
    add("Sex", sex == "female" ? "Female" : sex == "male" ? "Male" : "");
    add("Height", facts.height_cm);
    add("Weight", facts.weight_kg);
    add("Labels", join(main_classes_of(facts), ", "));
    return text;
}

/// The printed time in samples of the record.
std::pair<std::uint64_t, std::uint64_t> window_of(const Sample& sample) {
    std::uint64_t begin = std::numeric_limits<std::uint64_t>::max(), end = 0;
    for (const LeadSample& lead : sample.leads) {
        const std::uint64_t first = lead.row.first_sample;
        begin = std::min(begin, first);
        end = std::max(end, first + lead.row.sample_count);
    }
    return {std::min(begin, end), end};
}

} // namespace

std::string wfdb_signal_name(const LeadRow& lead) {
    return concat(lead.inverted ? "-" : "", name_of(lead.lead), lead.rhythm ? "-rhythm" : "");
}

WfdbFiles wfdb_record_of(const Sample& sample) {
    const std::string name = page_name(sample.row);
    const auto [begin, end] = window_of(sample);
    const std::uint64_t count = end - begin;
    WfdbFiles files;
    files.header =
        concat(name, ' ', sample.leads.size(), ' ', shortest(sample.row.rate_hz), ' ', count, '\n');
    std::vector<Channel> channels;
    for (const LeadSample& lead : sample.leads) {
        channels.push_back(channel_of(lead, lead_name(sample.row, lead.row), begin, count));
        const Channel& channel = channels.back();
        files.header += concat(name, ".dat 16 ", shortest(channel.gain), "(0)/mV 16 0 ",
                               count == 0 ? 0 : channel.samples.front(), ' ', channel.checksum(),
                               " 0 ", wfdb_signal_name(lead.row), '\n');
    }
    // File name of a record's image as in the CinC challenge of 2024.
    files.header += concat("# Image: ", name, ".jpg\n", fact_comments(sample.row));
    files.signals.reserve(2 * count * channels.size());
    for (std::uint64_t i = 0; i < count; ++i) // samples of all signals alternately, low byte first
        for (const Channel& channel : channels) {
            const auto bits = static_cast<std::uint16_t>(channel.samples[i]);
            files.signals.push_back(static_cast<std::uint8_t>(bits & 0xFFU));
            files.signals.push_back(static_cast<std::uint8_t>(bits >> 8U));
        }
    return files;
}

} // namespace ecgpress
