// Mains hum at a badly attached electrode: at 25 mm/s a band as wide as its peaks are high.
#include "core/elementary.hpp"
#include "render/artifacts/list.hpp"
#include "signal/electrodes.hpp"

namespace ecgpress {
namespace {

void disturb_by_hum(Record& record, const Dials& dials, Rng& random) {
    const auto electrode = static_cast<Electrode>(random.below(k_electrode_count));
    const double mains_hz = random.below(2) == 0 ? 50 : 60, phase = random.uniform(),
                 swell = random.uniform(0.05, 0.3), swell_phase = random.uniform();
    // Below this rate the samples cannot show it.
    if (record.rate_hz <= 2 * mains_hz) return;
    std::vector<double> potential(record.sample_count());
    for (std::size_t s = 0; s < potential.size(); ++s) {
        const double t = static_cast<double>(s) / record.rate_hz;
        const double strength = 1 + 0.4 * sin_of_turns(swell * t + swell_phase); // by eye
        potential[s] = dials.values[0] * strength * sin_of_turns(mains_hz * t + phase);
    }
    add_potential(record, electrode, potential);
}

} // namespace

Artifact mains_hum() {
    Artifact artifact{"mains_hum",
                      "hum of 50 or 60 Hz",
                      {{"mv", "mV, amplitude", {{0.01, 0.03}, {0.03, 0.06}, {0.06, 0.12}}}},
                      nullptr};
    artifact.disturb = disturb_by_hum;
    return artifact;
}

} // namespace ecgpress
