// Spikes of a pacemaker before the beats: 0.5 ms long in the heart, one or two samples in a
// recording.
#include <cmath>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "signal/electrodes.hpp"
#include "signal/heart_rate.hpp"

namespace ecgpress {
namespace {

void disturb_by_pacing(Record& record, const Dials& dials, Rng& random) {
    std::vector<std::vector<double>> leads;
    for (const auto& lead : record.leads_mv)
        if (!lead.empty()) leads.push_back(lead);
    const std::vector<double> beats_s = heart_beats(leads, record.rate_hz).times_s;
    // Before the P wave, or right before the QRS complex; both if two chambers are paced. Shares
    // and times by eye.
    const double kind = random.uniform();
    std::vector<double> before_s;
    if (kind > 0.5) before_s.push_back(random.uniform(0.16, 0.22));
    if (kind < 0.75) before_s.push_back(random.uniform(0.04, 0.06));
    // A lead of the pacemaker has a fixed place, so each electrode always sees the same share.
    for (std::size_t e = 0; e < k_electrode_count; ++e) {
        const auto electrode = static_cast<Electrode>(e);
        if (electrode == Electrode::RA) continue; // the reference of this potential
        std::vector<double> potential(record.sample_count());
        const double height_mv = dials.values[0] * random.uniform(0.2, 1) *
                                 (electrode == Electrode::LL || random.below(2) == 0 ? 1 : -1);
        for (const double beat_s : beats_s)
            for (const double early_s : before_s) {
                const double at = (beat_s - early_s) * record.rate_hz;
                if (at < 1 || at + 1 >= static_cast<double>(potential.size())) continue;
                const auto first = static_cast<std::size_t>(at);
                potential[first] += height_mv;
                // The amplifier's high pass lets the baseline undershoot for some 10 ms.
                for (std::size_t s = first + 1; s < potential.size(); ++s) {
                    const double t = static_cast<double>(s - first) / record.rate_hz;
                    if (t > 0.03) break;
                    potential[s] -= 0.06 * height_mv * exp_of(-t / 0.008);
                }
            }
        add_potential(record, electrode, potential);
    }
}

} // namespace

Artifact pacing() {
    Artifact artifact{"pacing",
                      "spikes of a pacemaker",
                      {{"mv", "mV, at most", {{0.4, 0.9}, {0.9, 2}, {2, 5}}}},
                      nullptr};
    artifact.disturb = disturb_by_pacing;
    return artifact;
}

} // namespace ecgpress
