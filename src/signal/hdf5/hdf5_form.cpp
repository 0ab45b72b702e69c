#include "signal/hdf5/hdf5_form.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

/// @throws DataError if a value is infinite
void require_finite_values(const Hdf5Dataset& dataset, const Record& record) {
    for (const Lead lead : all_leads())
        for (const double value : record.lead_mv(lead))
            if (std::isinf(value))
                dataset.fail(concat("has an infinite value in lead ", name_of(lead),
                                    ". Exclude the record"));
}

} // namespace

std::optional<Hdf5Axes> parse_axes(const std::string& text) {
    const std::vector<std::string> words = split_text(text, ',');
    std::optional<std::size_t> record, time, lead;
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string word = lower_case(trimmed(words[i]));
        auto& axis = word == "record" ? record : word == "time" ? time : lead;
        if ((word != "record" && word != "time" && word != "lead") || axis) return std::nullopt;
        axis = i;
    }
    if (!time || !lead) return std::nullopt;
    return Hdf5Axes{record, *time, *lead};
}

std::optional<std::vector<std::optional<NamedLead>>>
parse_lead_order(const std::string& text, const LeadLookup& lead_names) {
    std::vector<std::optional<NamedLead>> leads;
    if (trimmed(text).empty()) {
        for (const Lead lead : all_leads()) leads.emplace_back(NamedLead{lead});
        return leads;
    }
    bool has_lead = false;
    for (const std::string& name : split_text(text, ',')) {
        const auto lead = lead_names.find(name);
        const auto is_same = [&](const std::optional<NamedLead>& other) {
            return lead && other && lead->lead == other->lead;
        };
        if (std::any_of(leads.begin(), leads.end(), is_same)) return std::nullopt;
        has_lead = has_lead || lead.has_value();
        leads.push_back(lead);
    }
    return has_lead ? std::optional(leads) : std::nullopt;
}

Hdf5Axes axes_of(const Hdf5Dataset& dataset, std::size_t lead_count) {
    const Hdf5Shape& shape = dataset.shape();
    std::vector<std::size_t> fitting; // axes that can be the leads
    for (std::size_t i = shape.size() == 3 ? 1 : 0; i < shape.size(); ++i)
        if (shape[i] == lead_count) fitting.push_back(i);
    if ((shape.size() != 2 && shape.size() != 3) || fitting.size() != 1)
        dataset.fail(concat("has the shape ", shape_text(shape),
                            fitting.size() > 1 ? ". More than one axis can be the "
                                               : ". No axis is as long as the ",
                            lead_count,
                            " leads. State the axes, for example source.axes: "
                            "\"record,time,lead\", and with other leads source.leads"));
    const std::size_t lead = fitting[0], last = shape.size() - 1;
    const std::size_t time = lead == last ? last - 1 : last;
    return shape.size() == 2 ? Hdf5Axes{std::nullopt, time, lead} : Hdf5Axes{0, time, lead};
}

void require_form(const Hdf5Dataset& dataset, const Hdf5Form& form) {
    const Hdf5Shape& shape = dataset.shape();
    const std::size_t axes = form.axes.record ? 3 : 2;
    if (shape.size() != axes)
        dataset.fail(concat("has the shape ", shape_text(shape), ", with ", shape.size(),
                            " axes. Expected ", axes, ". Correct source.axes or source.dataset"));
    if (shape[form.axes.lead] != form.leads.size())
        dataset.fail(concat("has the shape ", shape_text(shape), ", with ", shape[form.axes.lead],
                            " values on the axis of leads. Expected ", form.leads.size(),
                            ". Correct source.axes, or name the leads in source.leads"));
    if (shape[form.axes.time] == 0) dataset.fail("has no samples. Exclude the file");
}

Record record_of(const Hdf5Dataset& dataset, const Hdf5Form& form, std::uint64_t row) {
    require_form(dataset, form);
    const Hdf5Shape& shape = dataset.shape();
    Hdf5Shape first(shape.size(), 0), count = shape;
    if (form.axes.record) {
        if (row >= shape[*form.axes.record])
            dataset.fail(concat("has ", shape[*form.axes.record], " records, but record ", row,
                                " was there before. Do not modify it during a run"));
        first[*form.axes.record] = row;
        count[*form.axes.record] = 1;
    }
    const std::vector<double> values = dataset.numbers(first, count);
    const std::size_t samples = shape[form.axes.time], leads = form.leads.size();
    const bool leads_last = form.axes.lead > form.axes.time;
    const std::size_t lead_step = leads_last ? 1 : samples, step = leads_last ? leads : 1;
    Record record;
    record.rate_hz = form.rate_hz;
    for (std::size_t i = 0; i < leads; ++i) {
        if (!form.leads[i]) continue;
        std::vector<double>& lead_mv = record.leads_mv[index_of(form.leads[i]->lead)];
        const double sign = form.leads[i]->is_inverted ? -1 : 1;
        lead_mv.resize(samples);
        for (std::size_t sample = 0; sample < samples; ++sample)
            lead_mv[sample] = sign * form.unit.mv(values[i * lead_step + sample * step]) +
                              0.0; // no negative zero
    }
    require_finite_values(dataset, record);
    return record;
}

} // namespace ecgpress
