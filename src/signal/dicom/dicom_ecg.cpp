#include "signal/dicom/dicom_ecg.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/dicom/dicom_file.hpp"
#include "signal/dicom/dicom_samples.hpp"
#include "signal/files/lead_text.hpp"

namespace ecgpress {
namespace {

constexpr DicomTag k_sop_class = 0x0008'0016, k_study_date = 0x0008'0020;
constexpr DicomTag k_code_value = 0x0008'0100, k_code_meaning = 0x0008'0104;
constexpr DicomTag k_patient_id = 0x0010'0020, k_id_issuer = 0x0010'0021;
constexpr DicomTag k_birth_date = 0x0010'0030, k_sex = 0x0010'0040, k_age = 0x0010'1010;
constexpr DicomTag k_time_offset = 0x0018'1068, k_originality = 0x003a'0004;
constexpr DicomTag k_channel_count = 0x003a'0005, k_sample_count = 0x003a'0010;
constexpr DicomTag k_rate = 0x003a'001a, k_group_label = 0x003a'0020, k_channels = 0x003a'0200;
constexpr DicomTag k_channel_label = 0x003a'0203, k_channel_source = 0x003a'0208;
constexpr DicomTag k_sensitivity = 0x003a'0210, k_sensitivity_units = 0x003a'0211;
constexpr DicomTag k_correction = 0x003a'0212, k_baseline = 0x003a'0213;
constexpr DicomTag k_time_skew = 0x003a'0214, k_sample_skew = 0x003a'0215;
constexpr DicomTag k_waveforms = 0x5400'0100;

// Storage classes of 12-lead, general, and general 32-bit electrocardiograms.
constexpr const char* k_ecg_classes[] = {"1.2.840.10008.5.1.4.1.1.9.1.1",
                                         "1.2.840.10008.5.1.4.1.1.9.1.2",
                                         "1.2.840.10008.5.1.4.1.1.9.1.4"};
constexpr double k_highest_rate_hz = 1e6;

bool is_ecg(const std::string& sop_class) {
    return std::any_of(std::begin(k_ecg_classes), std::end(k_ecg_classes),
                       [&](const char* known) { return sop_class == known; });
}

/// Years of "045Y", "018M", "003W" or "010D". Empty if it is not an age.
std::string years_of(const std::string& age) {
    long long count = 0;
    if (age.size() < 2 || !parse_number(age.substr(0, age.size() - 1), count) || count < 0)
        return {};
    const char unit = age.back();
    const double days = unit == 'D' ? 1 : unit == 'W' ? 7 : unit == 'M' ? 30.4375 : 365.25;
    if (unit == 'Y') return concat(count);
    if (unit != 'D' && unit != 'W' && unit != 'M') return {};
    return concat(static_cast<long long>(static_cast<double>(count) * days / 365.25));
}

/// Whole years from one YYYYMMDD to another. Empty if one of them is no date.
std::string years_between(const std::string& birth, const std::string& study) {
    long long from = 0, to = 0;
    if (birth.size() != 8 || study.size() != 8 || !parse_number(birth, from) ||
        !parse_number(study, to) || to < from)
        return {};
    return concat((to - from) / 10000);
}

/// A channel that is a standard lead.
struct Channel {
    Lead lead = Lead::I;
    std::size_t place = 0;        ///< in its group
    double scale = 1, offset = 0; ///< in its unit
    double sign = 1;              ///< -1: an inverted lead
    UnitScale unit;
    long long shift = 0; ///< of its samples after those of its group
};

/// A multiplex group.
struct Group {
    const DicomItem* item = nullptr;
    std::size_t number = 0; ///< for messages, from 1
    double rate_hz = 0, start_s = 0;
    std::size_t samples = 0, channels = 0;
    std::vector<Channel> leads;
};

class EcgReader {
  public:
    EcgReader(const DicomFile& file, const LeadSettings& leads) : file_(file), leads_(leads) {}

    Record record() {
        std::vector<Group> groups = read_groups();
        const Group& best = groups.front();
        double start_s = best.start_s;
        for (const Group& group : groups)
            if (group.rate_hz == best.rate_hz) start_s = std::min(start_s, group.start_s);
        Record record;
        record.rate_hz = best.rate_hz;
        for (const Group& group : groups)
            if (group.rate_hz == record.rate_hz) add_leads(group, start_s, record);
        for (const Group& group : groups) require_same_rate(group, record);
        for (std::vector<double>& values : record.leads_mv) // gaps after the end of shorter groups
            if (!values.empty()) values.resize(length_, std::numeric_limits<double>::quiet_NaN());
        return record;
    }

  private:
    [[noreturn]] void fail(const Group& group, const std::string& problem) const {
        file_.fail(concat("multiplex group ", group.number, " ", problem));
    }

    /// A group of another rate may only repeat leads that are there.
    void require_same_rate(const Group& group, const Record& record) const {
        if (group.rate_hz == record.rate_hz) return;
        for (const Channel& channel : group.leads)
            if (record.lead_mv(channel.lead).empty())
                fail(group, concat("has lead ", name_of(channel.lead), " at ", group.rate_hz,
                                   " Hz, but other leads have ", record.rate_hz,
                                   " Hz. All leads must have the same rate. Resample the record"));
    }

    /// Those with leads, most leads first.
    std::vector<Group> read_groups() const {
        const std::vector<DicomItem>& items = file_.items(file_.content(), k_waveforms);
        if (items.empty()) file_.fail("it has no waveform. Exclude the record");
        std::vector<Group> groups;
        std::vector<std::string> derived;
        for (std::size_t i = 0; i < items.size(); ++i) {
            const std::string label = file_.text(items[i], k_group_label);
            const std::string words = lower_case(label);
            const bool is_derived = file_.text(items[i], k_originality) == "DERIVED" ||
                                    words.find("median") != std::string::npos ||
                                    words.find("average") != std::string::npos;
            if (is_derived) {
                derived.push_back(concat("group ", i + 1)); // labels can be about a person
                continue;
            }
            Group group = read_group(items[i], i + 1);
            if (!group.leads.empty()) groups.push_back(std::move(group));
        }
        if (groups.empty())
            file_.fail(concat("none of its channels is a lead of an original recording",
                              derived.empty() ? "" : concat("; derived are: ", join(derived, ", ")),
                              names_found(items), ". Exclude the record"));
        std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
            return a.leads.size() > b.leads.size();
        });
        return groups;
    }

    /// " (its channels are: ...)"
    std::string names_found(const std::vector<DicomItem>& items) const {
        constexpr std::size_t k_most = 15;
        std::vector<std::string> names;
        for (const DicomItem& item : items)
            for (const DicomItem& channel : file_.items(item, k_channels))
                if (names.size() < k_most) names.push_back(printable(name_of_channel(channel)));
        return names.empty() ? "" : concat(" (its channels are: ", join(names, ", "), ")");
    }

    std::string name_of_channel(const DicomItem& channel) const {
        for (const DicomItem& source : file_.items(channel, k_channel_source))
            if (const std::string meaning = file_.text(source, k_code_meaning); !meaning.empty())
                return meaning;
        return file_.text(channel, k_channel_label);
    }

    Group read_group(const DicomItem& item, std::size_t number) const {
        Group group;
        group.item = &item;
        group.number = number;
        group.rate_hz = file_.decimal(item, k_rate, "sampling frequency", 0);
        group.start_s = file_.decimal(item, k_time_offset, "time offset", 0) / 1000;
        group.samples = file_.number(item, k_sample_count, "number of samples");
        group.channels = file_.number(item, k_channel_count, "number of channels");
        const std::vector<DicomItem>& channels = file_.items(item, k_channels);
        if (group.channels == 0 || channels.size() != group.channels)
            fail(group, concat("states ", group.channels, " channels and defines ", channels.size(),
                               ". The file is corrupt. Export it again"));
        if (!(group.rate_hz > 0 && group.rate_hz <= k_highest_rate_hz))
            fail(group, concat("has a sampling frequency of ", group.rate_hz,
                               " Hz. Expected a rate above 0 and up to ", k_highest_rate_hz));
        for (std::size_t i = 0; i < channels.size(); ++i)
            if (const auto lead = lead_of(channels[i]))
                add_channel(group, read_channel(group, channels[i], *lead, i));
        return group;
    }

    void add_channel(Group& group, const Channel& channel) const {
        for (const Channel& other : group.leads)
            if (other.lead == channel.lead)
                fail(group, concat("has lead ", name_of(channel.lead),
                                   " twice. Remove one, or exclude the record"));
        group.leads.push_back(channel);
    }

    /// By the code of SCP-ECG ("5.6.3-9-61") or of ISO 11073 ("2:61"), else by name.
    std::optional<NamedLead> lead_of(const DicomItem& channel) const {
        for (const DicomItem& source : file_.items(channel, k_channel_source)) {
            const std::string code = file_.text(source, k_code_value);
            for (const std::string start : {"5.6.3-9-", "2:"}) {
                long long number = 0;
                if (code.compare(0, start.size(), start) == 0 &&
                    parse_number(code.substr(start.size()), number))
                    if (const auto lead = lead_of_number(number)) return NamedLead{*lead};
            }
            if (const auto lead = lead_in_text(code, leads_.names)) return lead;
            if (const auto lead = lead_in_text(file_.text(source, k_code_meaning), leads_.names))
                return lead;
        }
        return lead_in_text(file_.text(channel, k_channel_label), leads_.names);
    }

    Channel read_channel(const Group& group, const DicomItem& item, const NamedLead& named,
                         std::size_t place) const {
        const Lead lead = named.lead;
        Channel channel;
        channel.lead = lead;
        channel.place = place;
        const UnitScale unit = unit_of(group, item, lead);
        const double sensitivity = file_.decimal(item, k_sensitivity, "channel sensitivity", 1),
                     correction = file_.decimal(item, k_correction,
                                                "channel sensitivity correction factor", 1);
        channel.unit = unit;
        channel.scale = sensitivity * correction;
        channel.sign = named.is_inverted ? -1 : 1;
        channel.offset = file_.decimal(item, k_baseline, "channel baseline", 0);
        if (channel.scale == 0 || !std::isfinite(channel.scale))
            fail(group,
                 concat("states a sensitivity of ", sensitivity, " and a correction of ",
                        correction, " for lead ", name_of(lead), ". Its values are unknown"));
        const double skew_s = file_.decimal(item, k_time_skew, "channel time skew", 0),
                     skew = file_.decimal(item, k_sample_skew, "channel sample skew",
                                          skew_s * group.rate_hz);
        if (std::abs(skew) > static_cast<double>(group.samples))
            fail(group, concat("states a skew of ", skew, " samples for lead ", name_of(lead),
                               ", but the group is not longer"));
        channel.shift = std::llround(skew);
        return channel;
    }

    UnitScale unit_of(const Group& group, const DicomItem& channel, Lead lead) const {
        if (leads_.unit) return *leads_.unit;
        std::string found = "no unit";
        for (const DicomItem& units : file_.items(channel, k_sensitivity_units)) {
            const std::string code = file_.text(units, k_code_value);
            double ignored = 0;
            if (const auto unit = parse_unit(code); unit && !parse_number(code, ignored))
                return *unit;
            found = concat("the unit \"", printable(code), "\"");
        }
        fail(group, concat("states ", found, " for lead ", name_of(lead),
                           ". Supported are uV, mV, nV and V. Set source.unit, or exclude the "
                           "record"));
    }

    void add_leads(const Group& group, double start_s, Record& record) {
        const bool has_new =
            std::any_of(group.leads.begin(), group.leads.end(), [&](const Channel& channel) {
                return record.lead_mv(channel.lead).empty();
            });
        if (!has_new) return;
        const DicomSamples samples(file_, *group.item, group.number, group.samples, group.channels);
        for (const Channel& channel : group.leads) {
            std::vector<double>& values = record.leads_mv[index_of(channel.lead)];
            if (!values.empty()) continue; // a rhythm strip of a lead that is there
            const std::size_t limit = k_most_dicom_samples / k_lead_count;
            const double begin =
                (group.start_s - start_s) * group.rate_hz + static_cast<double>(channel.shift);
            if (!(begin + static_cast<double>(group.samples) <= static_cast<double>(limit)))
                fail(group, concat("ends ", begin + static_cast<double>(group.samples),
                                   " samples after the beginning of the first. The limit is ",
                                   limit, ". Exclude the record"));
            const long long first = std::llround(begin);
            const auto before = static_cast<std::size_t>(std::max(0LL, first));
            values.assign(before, std::numeric_limits<double>::quiet_NaN());
            for (std::size_t i = first < 0 ? static_cast<std::size_t>(-first) : 0;
                 i < group.samples; ++i)
                values.push_back(
                    channel.sign * channel.unit.mv(samples.value(i, channel.place) * channel.scale +
                                                   channel.offset) +
                    0.0); // no negative zero
            length_ = std::max(length_, values.size());
        }
    }

    const DicomFile& file_;
    const LeadSettings& leads_;
    std::size_t length_ = 0;
};

} // namespace

std::optional<FileLook> look_into_dicom(const SourceFile& file, const std::string& name) {
    const DicomFile read(file, name, DicomFile::Extent::patient);
    const DicomItem& content = read.content();
    if (!is_ecg(read.text(content, k_sop_class))) return std::nullopt;
    FileLook look;
    if (const std::string id = read.text(content, k_patient_id); !id.empty())
        look.person = concat(read.text(content, k_id_issuer), "\n", id);
    look.sex = read.text(content, k_sex);
    look.age = years_of(read.text(content, k_age));
    if (look.age.empty())
        look.age =
            years_between(read.text(content, k_birth_date), read.text(content, k_study_date));
    return look;
}

Record read_dicom_ecg(const SourceFile& file, const std::string& name, const LeadSettings& leads) {
    const DicomFile read(file, name, DicomFile::Extent::waveform);
    const std::string sop_class = read.text(read.content(), k_sop_class);
    if (!is_ecg(sop_class))
        read.fail(concat("its class is ", sop_class.empty() ? "not stated" : printable(sop_class),
                         ". Supported are 12-lead and general electrocardiograms"));
    return EcgReader(read, leads).record();
}

} // namespace ecgpress
