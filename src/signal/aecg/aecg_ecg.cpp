#include "signal/aecg/aecg_ecg.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/aecg/aecg_document.hpp"
#include "signal/aecg/aecg_time.hpp"

namespace ecgpress {
namespace {

[[noreturn]] void refuse_without_leads(const std::string& name, const AecgDocument& document) {
    constexpr std::size_t k_most = 15;
    std::vector<std::string> codes;
    for (const AecgSet& set : document.sets)
        for (const AecgLead& lead : set.leads)
            if (codes.size() < k_most) codes.push_back(printable(lead.code));
    throw DataError(
        concat(on_one_line(name), ": no sequence of a rhythm series is a lead",
               codes.empty() ? "" : concat(" (their codes are: ", join(codes, ", "), ")"),
               document.other_series.empty()
                   ? ""
                   : concat("; other series are: ", join(document.other_series, ", ")),
               ". Expected MDC_ECG_LEAD_I, MDC_ECG_LEAD_II, ... Exclude the record."));
}

/// @throws DataError
void require_leads_once(const std::string& name, const AecgSet& set) {
    for (auto lead = set.leads.begin(); lead != set.leads.end(); ++lead)
        for (auto other = set.leads.begin(); other != lead; ++other)
            if (lead->lead && lead->lead == other->lead)
                throw DataError(concat(on_one_line(name), ": lead ", name_of(*lead->lead),
                                       " is in a set of sequences twice. Remove one, or exclude "
                                       "the record."));
}

/// A set of another rate may only repeat leads that are there. @throws DataError
void require_same_rate(const std::string& name, const AecgSet& set, const Record& record) {
    if (set.rate_hz == record.rate_hz) return;
    for (const AecgLead& lead : set.leads)
        if (lead.lead && record.lead_mv(*lead.lead).empty())
            throw DataError(concat(on_one_line(name), ": lead ", name_of(*lead.lead), " has ",
                                   set.rate_hz, " Hz, but other leads have ", record.rate_hz,
                                   " Hz. All leads must have the same rate. Resample the record."));
}

/// Adds the leads of a set that the record does not have. @param first  position of its first
/// sample
void add_set(AecgSet& set, std::size_t first, Record& record) {
    for (AecgLead& lead : set.leads) {
        if (!lead.lead || lead.mv.empty()) continue;
        std::vector<double>& values = record.leads_mv[index_of(*lead.lead)];
        if (!values.empty()) continue;
        if (first > 0)
            lead.mv.insert(lead.mv.begin(), first, std::numeric_limits<double>::quiet_NaN());
        values = std::move(lead.mv);
    }
}

} // namespace

std::optional<FileLook> look_into_aecg(const SourceFile& file, const std::string& name) {
    const AecgDocument document = read_aecg_document(file, name, false, {});
    return FileLook{document.subject, hl7_years(document.birth, document.recorded), document.sex};
}

Record read_aecg(const SourceFile& file, const std::string& name, const LeadSettings& leads) {
    constexpr double k_latest_start = 1 << 20; // samples before the first of a set
    AecgDocument document = read_aecg_document(file, name, true, leads);
    std::vector<AecgSet>& sets = document.sets;
    std::stable_sort(sets.begin(), sets.end(), [](const AecgSet& a, const AecgSet& b) {
        return a.lead_count() > b.lead_count();
    });
    if (sets.empty() || sets.front().lead_count() == 0) refuse_without_leads(name, document);
    Record record;
    record.rate_hz = sets.front().rate_hz;
    double start_s = sets.front().start_s;
    for (const AecgSet& set : sets)
        if (set.rate_hz == record.rate_hz && set.lead_count() > 0)
            start_s = std::min(start_s, set.start_s);
    for (AecgSet& set : sets) {
        if (set.lead_count() == 0) continue;
        require_leads_once(name, set);
        if (set.rate_hz != record.rate_hz) continue;
        const double first = std::round((set.start_s - start_s) * record.rate_hz);
        if (!(first <= k_latest_start))
            throw DataError(concat(on_one_line(name), ": a set of sequences begins ",
                                   set.start_s - start_s,
                                   " s after the first. They are different recordings. Split the "
                                   "file, or exclude the record."));
        add_set(set, static_cast<std::size_t>(first), record);
    }
    for (const AecgSet& set : sets) require_same_rate(name, set, record);
    std::size_t length = 0;
    for (const std::vector<double>& values : record.leads_mv)
        length = std::max(length, values.size());
    for (std::vector<double>& values : record.leads_mv) // gaps after the end of shorter sets
        if (!values.empty()) values.resize(length, std::numeric_limits<double>::quiet_NaN());
    return record;
}

} // namespace ecgpress
