#include "signal/simulated/simulated_source.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "signal/exclusion.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_beats.hpp"
#include "signal/simulated/simulated_patients.hpp"

namespace ecgpress {
namespace {

constexpr std::uint64_t k_most_records = 1'000'000; // the catalogue is held in memory

// Part of the fingerprint. Increase it with every change of the model that changes values.
constexpr int k_model_version = 1;

class SimulatedSource final : public RecordSource {
  public:
    explicit SimulatedSource(const SourceSettings& settings)
        : seed_(settings.seed), rate_hz_(settings.rate_hz), record_count_(settings.records) {
        std::vector<RecordInfo> all;
        all.reserve(record_count_);
        for (std::uint64_t index = 0; index < record_count_; ++index) {
            const std::uint64_t patient = simulated_patient(index);
            all.push_back({simulated_name(index), concat(patient), simulated_fold(patient)});
        }
        indices_ = kept_positions(all, settings.exclude);
        for (const std::size_t index : indices_) catalogue_.push_back(std::move(all[index]));
    }

    const std::vector<RecordInfo>& catalogue() const override { return catalogue_; }

    Record read(std::size_t position) const override {
        return simulate_record(seed_, indices_.at(position), rate_hz_);
    }

    RecordBeats beats(std::size_t position, const Record& /*record*/) const override {
        return simulated_beats(seed_, indices_.at(position), rate_hz_);
    }

    AboutRecord about(std::size_t position) const override {
        return {simulated_facts(seed_, indices_.at(position)), {}};
    }

    std::string fingerprint() const override {
        return sha256_of(concat("simulated model ", k_model_version, " seed ", seed_, " records ",
                                record_count_, " rate ", rate_hz_));
    }

  private:
    std::uint64_t seed_;
    int rate_hz_;
    std::uint64_t record_count_;
    std::vector<std::size_t> indices_; // one for each record of the catalogue
    std::vector<RecordInfo> catalogue_;
};

} // namespace

std::unique_ptr<RecordSource> open_simulated_source(const SourceSettings& settings) {
    require_simulated_rate(settings.rate_hz);
    if (settings.records == 0 || settings.records > k_most_records)
        throw ConfigError(concat("source.records is ", settings.records, ". Expected 1 to ",
                                 k_most_records, ". Change it."));
    return std::make_unique<SimulatedSource>(settings);
}

SourceCredit simulated_credit(const SourceSettings& /*settings*/) {
    SourceCredit credit;
    credit.attribution =
        "The recordings are **simulated**: they are of no person and for no medical use. Model: "
        "R. Sameni, G. D. Clifford, C. Jutten and M. B. Shamsollahi, \"Multichannel ECG and Noise "
        "Modeling: Application to Maternal and Fetal ECG Signals\", EURASIP Journal on Advances in "
        "Signal Processing 2007:43407, <https://doi.org/10.1155/2007/43407>; values and code are "
        "ecgpress's own.\n";
    return credit;
}

} // namespace ecgpress
