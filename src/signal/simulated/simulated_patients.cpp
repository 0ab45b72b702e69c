#include "signal/simulated/simulated_patients.hpp"

#include <array>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr std::uint64_t k_records_per_patient = 2;

} // namespace

std::string simulated_name(std::uint64_t index) {
    constexpr int k_digits = 5;
    return concat("sim", zero_padded(index, k_digits));
}

std::uint64_t simulated_patient(std::uint64_t index) {
    return index / k_records_per_patient;
}

int simulated_fold(std::uint64_t patient) {
    constexpr std::array<int, 10> k_folds = {1, 9, 10, 2, 3, 4, 5, 6, 7, 8};
    return k_folds[patient % k_folds.size()];
}

int simulated_age(std::uint64_t seed, std::uint64_t patient) {
    constexpr int k_youngest = 18, k_ages = 72;
    return k_youngest + static_cast<int>(Rng(seed, patient, "simulated.age").below(k_ages));
}

const char* simulated_sex(std::uint64_t seed, std::uint64_t patient) {
    return Rng(seed, patient, "simulated.sex").below(2) == 0 ? "female" : "male";
}

void require_simulated_rate(int rate_hz) {
    if (rate_hz != 500 && rate_hz != 100)
        throw ConfigError(
            concat("source.rate_hz is ", rate_hz,
                   ". Simulated records exist at 500 and 100 Hz. Set it to 500 or 100."));
}

} // namespace ecgpress
