#include <gtest/gtest.h>

#include "core/error.hpp"
#include "signal/plausibility.hpp"
#include "signal/simulated/simulated.hpp"
#include "support/messages.hpp"

namespace ecgpress {
namespace {

using testing_support::expect_part;

/// Simulated records in another unit. Every third one cannot be read.
class ScaledSource final : public RecordSource {
  public:
    explicit ScaledSource(double factor) : factor_(factor) {
        for (int i = 0; i < 30; ++i) catalogue_.push_back({std::to_string(i), "p"});
    }
    const std::vector<RecordInfo>& catalogue() const override { return catalogue_; }
    AboutRecord about(std::size_t) const override { return {}; }
    std::string fingerprint() const override { return ""; }
    Record read(std::size_t position) const override {
        if (position % 3 == 0) throw DataError("unreadable");
        Record record = simulate_record(3, position, 100);
        for (auto& values : record.leads_mv) {
            for (double& value : values) value *= factor_;
            std::fill(values.begin(), values.begin() + 400, 0.); // padding does not count
        }
        return record;
    }

  private:
    double factor_;
    std::vector<RecordInfo> catalogue_;
};

std::string complaint_of(double factor, const char* unit = "", const char* kind = "npy",
                         bool check = true) {
    SourceSettings settings;
    settings.kind = kind;
    settings.unit = unit;
    settings.check_amplitude = check;
    return testing_support::message_of<ConfigError>(
        [&] { require_plausible_amplitudes(ScaledSource(factor), settings); });
}

TEST(Plausibility, NamesTheProbableUnit) {
    for (const double factor : {0.2, 1., 10.}) EXPECT_EQ(complaint_of(factor), "NO ERROR");
    expect_part(complaint_of(1e3), "set source.unit: uV");
    expect_part(complaint_of(1e6), "set source.unit: nV");
    expect_part(complaint_of(1e-3), "set source.unit: V");
    expect_part(complaint_of(1e-3, "uV"), "set source.unit: mV");
    expect_part(complaint_of(1e3, "V"), "set source.unit: mV");
    expect_part(complaint_of(1e3, "", "wfdb"), "source.check_amplitude: false");
    EXPECT_EQ(complaint_of(1e3, "", "npy", false), "NO ERROR");
    EXPECT_EQ(complaint_of(1e3, "", "ptb-xl"), "NO ERROR") << "the source states its unit";
}

TEST(Plausibility, AmplitudeIsThatOfTheHeartBeats) {
    const double typical = *typical_amplitude_mv(ScaledSource(1));
    EXPECT_GT(typical, 0.4);
    EXPECT_LT(typical, 3);
    EXPECT_NEAR(*typical_amplitude_mv(ScaledSource(7)) / typical, 7, 1e-9);
}

} // namespace
} // namespace ecgpress
