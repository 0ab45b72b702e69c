// Movements of one electrode: swings that are seen in all of its leads, and steps that stay.
#include <cmath>

#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "signal/electrodes.hpp"

namespace ecgpress {
namespace {

void disturb_by_motion(Record& record, const Dials& dials, Rng& random) {
    const auto electrode = static_cast<Electrode>(random.below(k_electrode_count));
    std::vector<double> potential(record.sample_count());
    const double length_s = static_cast<double>(potential.size()) / record.rate_hz;
    for (int i = 0; i < dials.count(1); ++i) {
        // Widths (s) and the share of steps were chosen by eye.
        const double at_s = random.uniform(0, length_s), wide_s = random.uniform(0.08, 0.5);
        const double height =
            dials.values[0] * random.uniform(0.4, 1) * (random.below(2) == 0 ? 1 : -1);
        const bool stays = random.uniform() < 0.25;
        for (std::size_t s = 0; s < potential.size(); ++s) {
            const double t = (static_cast<double>(s) / record.rate_hz - at_s) / wide_s;
            // A step drifts back within some seconds, as a high-pass filter lets it.
            if (stays && t >= 0)
                potential[s] += height * exp_of(-t * wide_s / 2);
            else if (std::abs(t) < 6)
                potential[s] += height * exp_of(-t * t);
        }
    }
    add_potential(record, electrode, potential);
}

} // namespace

Artifact motion() {
    Artifact artifact{"motion",
                      "swings and steps by a moving electrode",
                      {{"mv", "mV, at most", {{0.1, 0.4}, {0.4, 0.9}, {0.9, 1.6}}},
                       {"count", "number", {{1, 1.4}, {1.5, 3.4}, {3.5, 6}}}},
                      nullptr};
    artifact.disturb = disturb_by_motion;
    return artifact;
}

} // namespace ecgpress
