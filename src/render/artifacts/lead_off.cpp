// A chest electrode that falls off: from then on its lead shows only the noise of the amplifier.
#include <cmath>

#include "render/artifacts/list.hpp"
#include "signal/record.hpp"

namespace ecgpress {
namespace {

void disturb_by_lead_off(Record& record, const Dials& dials, Rng& random) {
    constexpr std::size_t k_chest_leads = 6;
    std::vector<double>& lead = record.leads_mv[index_of(Lead::V1) + random.below(k_chest_leads)];
    const double share = dials.values[0] * random.uniform(0.6, 1);
    const bool comes_back = random.uniform() < 0.3; // by eye, as the jump and the noise
    const double jump = random.uniform(-0.6, 0.6);
    constexpr double k_noise_mv = 0.008;
    const auto count = static_cast<std::size_t>(share * static_cast<double>(lead.size()));
    const std::size_t first =
        comes_back ? random.below(lead.size() - count + 1) : lead.size() - count;
    for (std::size_t i = first; i < first + count; ++i)
        if (!std::isnan(lead[i])) lead[i] = jump + k_noise_mv * random.normal();
}

} // namespace

Artifact lead_off() {
    Artifact artifact{"lead_off",
                      "a chest electrode that falls off",
                      {{"share", "of the recording", {{0.1, 0.3}, {0.3, 0.6}, {0.6, 1}}}},
                      nullptr};
    artifact.disturb = disturb_by_lead_off;
    return artifact;
}

} // namespace ecgpress
