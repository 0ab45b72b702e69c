// A recorder whose stylus or print head cannot go further than some mm from the baseline: larger
// waves have flat tops. The signals of the release are clipped with them.
#include <algorithm>

#include "render/artifacts/list.hpp"
#include "signal/record.hpp"

namespace ecgpress {
namespace {

void record_with_stops(Record& record, const GainOfLead& gain_mm_per_mv, const Dials& dials, Rng&) {
    for (std::size_t lead = 0; lead < k_lead_count; ++lead) {
        const double most_mv = dials.values[0] / gain_mm_per_mv[lead];
        for (double& value : record.leads_mv[lead]) // gaps (NaN) stay
            value = std::clamp(value, -most_mv, most_mv);
    }
}

} // namespace

Artifact print_stops() {
    Artifact artifact{"print_stops",
                      "large waves cut off at the stops of a recorder",
                      {{"reach_mm", "mm from the baseline, at most", {{15, 12}, {12, 9}, {9, 6}}}},
                      nullptr};
    artifact.record = record_with_stops;
    return artifact;
}

} // namespace ecgpress
