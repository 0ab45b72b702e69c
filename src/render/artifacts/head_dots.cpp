// A thermal print head has dots at fixed heights (8 per mm, older ones fewer): traces have steps.
// The signals of the release have the same steps.
#include <cmath>

#include "render/artifacts/list.hpp"
#include "signal/record.hpp"

namespace ecgpress {
namespace {

void record_by_dots(Record& record, const GainOfLead& gain_mm_per_mv, const Dials& dials, Rng&) {
    for (std::size_t lead = 0; lead < k_lead_count; ++lead) {
        const double dots_per_mv = dials.values[0] * gain_mm_per_mv[lead];
        for (double& value : record.leads_mv[lead]) // gaps (NaN) stay
            value = std::round(value * dots_per_mv) / dots_per_mv;
    }
}

} // namespace

Artifact head_dots() {
    Artifact artifact{"head_dots",
                      "traces in steps of a print head's dots",
                      {{"dots_per_mm", "dots per mm", {{10, 8}, {8, 6}, {6, 4}}}},
                      nullptr};
    artifact.record = record_by_dots;
    return artifact;
}

} // namespace ecgpress
