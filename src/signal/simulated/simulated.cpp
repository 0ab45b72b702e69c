#include "signal/simulated/simulated.hpp"

#include <cmath>

#include "core/strings.hpp"
#include "signal/simulated/simulated_heart.hpp"
#include "signal/simulated/simulated_noise.hpp"
#include "signal/simulated/simulated_patients.hpp"

namespace ecgpress {
namespace {

constexpr double k_model_rate_hz = 500;

/// Projection of the dipole onto a lead: Dower, Machado and Osborne, "On deriving the
/// electrocardiogram from vectorcardiographic leads", Clin. Cardiol. 3:87-95 (1980).
struct View {
    Lead lead;
    LeadVector vector;
};

constexpr View k_dower[] = {
    {Lead::I, {0.632, -0.235, 0.059}},   {Lead::II, {0.235, 1.066, -0.132}},
    {Lead::V1, {-0.515, 0.157, -0.917}}, {Lead::V2, {0.044, 0.164, -1.387}},
    {Lead::V3, {0.882, 0.098, -1.277}},  {Lead::V4, {1.213, 0.127, -0.601}},
    {Lead::V5, {1.125, 0.127, -0.086}},  {Lead::V6, {0.831, 0.076, 0.230}},
};

LeadVector sum_of(double a, const LeadVector& first, double b, const LeadVector& second) {
    return {a * first.x + b * second.x, a * first.y + b * second.y, a * first.z + b * second.z};
}

/// The electrodes' noise in a lead. Limb leads are differences of electrodes; chest leads are
/// relative to Wilson's central terminal.
double noise_mv(const ElectrodeNoise& noise, Lead lead, std::size_t sample) {
    const auto at = [&](Electrode electrode) {
        return noise[static_cast<std::size_t>(electrode)][sample];
    };
    const double right = at(Electrode::right_arm), left = at(Electrode::left_arm),
                 leg = at(Electrode::left_leg);
    if (lead == Lead::I) return left - right;
    if (lead == Lead::II) return leg - right;
    const std::size_t chest = index_of(lead) - index_of(Lead::V1);
    return noise[static_cast<std::size_t>(Electrode::c1) + chest][sample] -
           (right + left + leg) / 3;
}

double on_grid(double value_mv) {
    return std::round(value_mv * k_simulated_units_per_mv);
}

/// Adds the other four limb leads. Values are integers in uV: III is exact, the others are rounded.
void add_derived_leads(std::array<std::vector<double>, k_lead_count>& leads) {
    const auto of = [&](Lead lead) -> std::vector<double>& { return leads[index_of(lead)]; };
    for (std::size_t i = 0; i < of(Lead::I).size(); ++i) {
        const double first = of(Lead::I)[i], second = of(Lead::II)[i];
        of(Lead::III).push_back(second - first);                    // Einthoven
        of(Lead::aVR).push_back(std::round(-(first + second) / 2)); // Goldberger
        of(Lead::aVL).push_back(std::round(first - second / 2));
        of(Lead::aVF).push_back(std::round(second - first / 2));
    }
}

} // namespace

Record simulate_record(std::uint64_t seed, std::uint64_t index, int rate_hz) {
    require_simulated_rate(rate_hz);
    const auto samples = static_cast<std::size_t>(k_simulated_duration_s * k_model_rate_hz);
    const auto step = static_cast<std::size_t>(k_model_rate_hz) / static_cast<std::size_t>(rate_hz);
    const Dipole dipole =
        simulate_dipole(seed, simulated_patient(index), index, samples, k_model_rate_hz);
    const ElectrodeNoise noise = simulate_noise(seed, index, samples, k_model_rate_hz);
    Record record;
    record.name = simulated_name(index);
    record.rate_hz = rate_hz;
    for (const auto& [lead, view] : k_dower)
        for (std::size_t i = 0; i < samples; i += step) {
            const double heart_mv =
                view.x * dipole.x_mv[i] + view.y * dipole.y_mv[i] + view.z * dipole.z_mv[i];
            record.leads_mv[index_of(lead)].push_back(on_grid(heart_mv + noise_mv(noise, lead, i)));
        }
    add_derived_leads(record.leads_mv);
    for (auto& values : record.leads_mv)
        for (double& value : values)
            value = value / k_simulated_units_per_mv + 0.0; // + 0.0: no negative zero
    return record;
}

LeadVector simulated_lead(Lead lead) {
    for (const auto& [own, vector] : k_dower)
        if (own == lead) return vector;
    const LeadVector first = simulated_lead(Lead::I), second = simulated_lead(Lead::II);
    switch (lead) { // as add_derived_leads()
    case Lead::III:
        return sum_of(-1, first, 1, second);
    case Lead::aVR:
        return sum_of(-0.5, first, -0.5, second);
    case Lead::aVL:
        return sum_of(1, first, -0.5, second);
    default:
        return sum_of(-0.5, first, 1, second);
    }
}

RecordFacts simulated_facts(std::uint64_t seed, std::uint64_t index) {
    const std::uint64_t patient = simulated_patient(index);
    RecordFacts facts;
    facts.age = concat(simulated_age(seed, patient));
    facts.sex = simulated_sex(seed, patient);
    facts.heart_rate_bpm =
        concat(std::lround(simulated_rate_bpm(seed, index, k_simulated_duration_s)));
    return facts;
}

} // namespace ecgpress
