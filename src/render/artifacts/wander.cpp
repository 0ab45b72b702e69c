// A baseline that wanders with breathing, by the potentials of two electrodes.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "signal/electrodes.hpp"

namespace ecgpress {
namespace {

void disturb_by_wander(Record& record, const Dials& dials, Rng& random) {
    for (int i = 0; i < 2; ++i) {
        const auto electrode = static_cast<Electrode>(random.below(k_electrode_count));
        // Breaths of adults at rest: 12 to 20 a minute, here 9 to 24.
        const double breaths_hz = random.uniform(0.15, 0.4), phase = random.uniform(),
                     second = random.uniform(0, 0.4);
        std::vector<double> potential(record.sample_count());
        for (std::size_t s = 0; s < potential.size(); ++s) {
            const double turns = static_cast<double>(s) / record.rate_hz * breaths_hz + phase;
            potential[s] =
                dials.values[0] * (sin_of_turns(turns) + second * sin_of_turns(2 * turns));
        }
        add_potential(record, electrode, potential);
    }
}

} // namespace

Artifact wander() {
    Artifact artifact{"wander",
                      "a baseline that wanders with breathing",
                      {{"mv", "mV, amplitude", {{0.03, 0.1}, {0.1, 0.25}, {0.25, 0.6}}}},
                      nullptr};
    artifact.disturb = disturb_by_wander;
    return artifact;
}

} // namespace ecgpress
