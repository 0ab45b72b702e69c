#include <algorithm>
#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <map>
#include <set>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "signal/record_source.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_ptbxl.hpp"
#include "signal/simulated/simulated_source.hpp"
#include "signal/sources/list.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using Values = std::vector<double>;

constexpr std::uint64_t k_records = 60;

// ---- properties of every record

TEST(Simulated, ValuesHavePtbxlsResolutionAndPrintShort) {
    for (std::uint64_t index = 0; index < k_records; ++index) {
        const Record record = simulate_record(3, index, 500);
        EXPECT_EQ(record.sample_count(), 5000U);
        for (const Lead lead : all_leads())
            for (const double value : record.lead_mv(lead)) {
                ASSERT_EQ(value, std::round(value * 1000) / 1000.0);
                ASSERT_LT(std::abs(value), 6);
                ASSERT_FALSE(value == 0 && std::signbit(value));
                ASSERT_LE(shortest(value).size(), 6U) << shortest(value); // "-0.115"
            }
    }
}

TEST(Simulated, LeadsFollowEinthovenAndGoldberger) {
    constexpr double k_half_unit_mv = 0.0005 + 1e-9;
    for (std::uint64_t index = 0; index < k_records; ++index) {
        const Record record = simulate_record(4, index, 500);
        for (std::size_t n = 0; n < record.sample_count(); ++n) {
            const auto at = [&](Lead lead) { return record.lead_mv(lead)[n]; };
            ASSERT_NEAR(at(Lead::III), at(Lead::II) - at(Lead::I), 1e-9);
            ASSERT_NEAR(at(Lead::aVR), -(at(Lead::I) + at(Lead::II)) / 2, k_half_unit_mv);
            ASSERT_NEAR(at(Lead::aVL), at(Lead::I) - at(Lead::II) / 2, k_half_unit_mv);
            ASSERT_NEAR(at(Lead::aVF), at(Lead::II) - at(Lead::I) / 2, k_half_unit_mv);
        }
    }
}

TEST(Simulated, BothRatesShowTheSameHeart) {
    for (std::uint64_t index = 0; index < 10; ++index) {
        const Record fine = simulate_record(5, index, 500), coarse = simulate_record(5, index, 100);
        ASSERT_EQ(coarse.sample_count(), 1000U);
        EXPECT_EQ(coarse.rate_hz, 100);
        for (const Lead lead : all_leads())
            for (std::size_t n = 0; n < 1000; ++n)
                ASSERT_EQ(coarse.lead_mv(lead)[n], fine.lead_mv(lead)[5 * n]);
    }
}

TEST(Simulated, IsAPureFunctionOfSeedAndIndex) {
    std::set<Values> seen;
    for (std::uint64_t seed : {0U, 1U})
        for (std::uint64_t index : {0U, 1U, 2U, 3U}) {
            const Record record = simulate_record(seed, index, 500);
            EXPECT_EQ(record.leads_mv, simulate_record(seed, index, 500).leads_mv);
            seen.insert(record.lead_mv(Lead::II));
        }
    EXPECT_EQ(seen.size(), 8U);
}

TEST(Simulated, EveryRecordIsPrintable) {
    const std::vector<Lead> leads(all_leads().begin(), all_leads().end());
    for (std::uint64_t index = 0; index < k_records; ++index)
        EXPECT_NO_THROW(require_printable(simulate_record(6, index, 100), leads, 0, 10));
}

TEST(Simulated, RejectsOtherRates) {
    EXPECT_THROW(simulate_record(0, 0, 250), ConfigError);
    EXPECT_THROW(simulate_record(0, 0, 0), ConfigError);
}

// ---- clinical plausibility

/// R peaks: the positions with the largest change of V3 to V5 within 10 ms, at least 300 ms apart.
std::vector<std::size_t> beats_in(const Record& record) {
    constexpr std::size_t k_step = 5, k_refractory = 150;
    const std::size_t count = record.sample_count();
    Values steep(count);
    for (std::size_t n = k_step; n + k_step < count; ++n)
        for (const Lead lead : {Lead::V2, Lead::V3, Lead::V4, Lead::V5}) {
            const Values& v = record.lead_mv(lead);
            steep[n] += std::abs(v[n + k_step] - v[n - k_step]);
        }
    const double threshold = 0.5 * *std::max_element(steep.begin(), steep.end());
    std::vector<std::size_t> beats;
    for (std::size_t n = 0; n < count; ++n)
        if (steep[n] > threshold && (beats.empty() || n - beats.back() > k_refractory))
            beats.push_back(n);
    return beats;
}

struct Range {
    double low, high;
};

/// The mean over all beats of the lowest and highest value from 50 ms before to 120 ms after the R
/// peak, relative to the level before.
Range qrs_of(const Record& record, Lead lead) {
    const Values& v = record.lead_mv(lead);
    Range mean{0, 0};
    double count = 0;
    for (const std::size_t beat : beats_in(record)) {
        if (beat < 40 || beat + 60 >= v.size()) continue;
        const auto begin = v.begin() + static_cast<std::ptrdiff_t>(beat);
        const double level = *(begin - 25);
        const auto [low, high] = std::minmax_element(begin - 20, begin + 45);
        mean.low += *low - level;
        mean.high += *high - level;
        ++count;
    }
    return {mean.low / count, mean.high / count};
}

TEST(Simulated, HeartRateVariesBetween45And120) {
    double slowest = 1000, fastest = 0;
    std::size_t steady = 0;
    for (std::uint64_t index = 0; index < k_records; ++index) {
        const auto beats = beats_in(simulate_record(7, index, 500));
        ASSERT_GE(beats.size(), 6U);
        const double mean = static_cast<double>(beats.back() - beats.front()) /
                            static_cast<double>(beats.size() - 1);
        std::set<std::size_t> cycles;
        for (std::size_t i = 1; i < beats.size(); ++i) {
            cycles.insert(beats[i] - beats[i - 1]);
            EXPECT_NEAR(static_cast<double>(beats[i] - beats[i - 1]), mean, 0.2 * mean)
                << "record " << index;
        }
        steady += cycles.size() <= 2 ? 1 : 0;
        slowest = std::min(slowest, 500 * 60 / mean);
        fastest = std::max(fastest, 500 * 60 / mean);
    }
    EXPECT_GE(slowest, 45);
    EXPECT_LE(fastest, 120);
    EXPECT_GT(fastest - slowest, 25) << "all heart rates are similar";
    EXPECT_LT(steady, k_records / 10) << "heart rates must vary within a record";
}

TEST(Simulated, ChestLeadsProgressFromSToR) {
    std::size_t growing = 0;
    for (std::uint64_t index = 0; index < k_records; ++index) {
        const Record record = simulate_record(8, index, 500);
        const Range v1 = qrs_of(record, Lead::V1), v3 = qrs_of(record, Lead::V3),
                    v5 = qrs_of(record, Lead::V5);
        EXPECT_GT(-v1.low, v1.high) << "V1 is mostly negative, record " << index;
        EXPECT_GT(v5.high, -v5.low) << "V5 is mostly positive, record " << index;
        growing += v1.high < v3.high && v3.high < v5.high + 0.4 && v1.high < v5.high ? 1 : 0;
        const Range avr = qrs_of(record, Lead::aVR);
        EXPECT_GT(-avr.low, avr.high) << "aVR is mostly negative, record " << index;
        EXPECT_LT(v5.high, 4.5);
        EXPECT_GT(v5.high, 0.25);
    }
    EXPECT_GT(growing, k_records * 8 / 10);
}

TEST(Simulated, PrecedesQrsByAPWaveAndFollowsItByAT) {
    std::size_t with_p = 0, with_t = 0;
    for (std::uint64_t index = 0; index < k_records; ++index) {
        const Record record = simulate_record(9, index, 500);
        const Values& v = record.lead_mv(Lead::II);
        double p = 0, t = 0, level = 0;
        const auto beats = beats_in(record);
        for (const std::size_t beat : beats) {
            if (beat < 150 || beat + 250 >= v.size()) continue;
            const auto r = v.begin() + static_cast<std::ptrdiff_t>(beat);
            level += *(r - 28); // between P and QRS
            p += *std::max_element(r - 120, r - 40);
            t += *std::max_element(r + 70, r + 170);
        }
        const auto count = static_cast<double>(beats.size());
        with_p += (p - level) / count > 0.05 && (p - level) / count < 0.35 ? 1 : 0;
        with_t += (t - level) / count > 0.1 ? 1 : 0;
    }
    EXPECT_GT(with_p, k_records * 9 / 10);
    EXPECT_GT(with_t, k_records * 7 / 10); // some are flat or inverted
    EXPECT_LT(with_t, k_records);
}

TEST(Simulated, RecordsOfOnePatientShowOneHeart) {
    std::size_t alike = 0, strangers_alike = 0;
    const auto difference = [](const Record& a, const Record& b) {
        double sum = 0;
        for (const Lead lead : {Lead::I, Lead::aVF, Lead::V2, Lead::V5}) {
            const Range x = qrs_of(a, lead), y = qrs_of(b, lead);
            sum += std::abs(x.low - y.low) + std::abs(x.high - y.high);
        }
        return sum;
    };
    for (std::uint64_t index = 0; index + 2 < 40; index += 2) {
        const Record one = simulate_record(10, index, 500),
                     other = simulate_record(10, index + 1, 500);
        const Record stranger = simulate_record(10, index + 2, 500);
        alike += difference(one, other) < 0.6 ? 1 : 0;
        strangers_alike += difference(one, stranger) < 0.6 ? 1 : 0;
    }
    EXPECT_GT(alike, 15U);
    EXPECT_LT(strangers_alike, 7U);
}

// ---- the source

SourceSettings settings_of(std::uint64_t records) {
    SourceSettings settings;
    settings.records = records;
    settings.seed = 11;
    return settings;
}

TEST(SimulatedSource, ReadsTheRecordsOfItsCatalogue) {
    const auto source = open_source(settings_of(40));
    ASSERT_EQ(source->catalogue().size(), 40U);
    EXPECT_EQ(source->catalogue()[17].name, "sim00017");
    EXPECT_EQ(source->read(17).name, "sim00017");
    EXPECT_EQ(source->read(17).leads_mv, simulate_record(11, 17, 500).leads_mv);
    std::set<int> folds;
    std::map<std::string, int> fold_of;
    for (const RecordInfo& info : source->catalogue()) {
        folds.insert(info.fold);
        EXPECT_EQ(fold_of.emplace(info.patient, info.fold).first->second, info.fold)
            << "a patient has one fold";
    }
    EXPECT_EQ(folds, (std::set<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
    EXPECT_EQ(fold_of.size(), 20U);
}

TEST(SimulatedSource, SixRecordsReachEverySplit) {
    std::set<int> folds;
    const auto source = open_source(settings_of(6));
    for (const RecordInfo& info : source->catalogue()) folds.insert(info.fold);
    EXPECT_EQ(folds, (std::set<int>{1, 9, 10}));
}

TEST(SimulatedSource, ExcludesWithoutChangingTheOthers) {
    SourceSettings settings = settings_of(4);
    settings.exclude.names = {"sim00001"};
    const auto source = open_source(settings);
    ASSERT_EQ(source->catalogue().size(), 3U);
    EXPECT_EQ(source->read(1).leads_mv, simulate_record(11, 2, 500).leads_mv);
    settings.exclude.names = {"sim00009"}; // told, not refused
    EXPECT_EQ(open_source(settings)->catalogue().size(), 4U);
}

TEST(SimulatedSource, RejectsInvalidSettings) {
    EXPECT_THROW(open_source(settings_of(0)), ConfigError);
    EXPECT_THROW(open_source(settings_of(1'000'001)), ConfigError);
    SourceSettings settings = settings_of(4);
    settings.rate_hz = 250;
    EXPECT_THROW(open_source(settings), ConfigError);
}

TEST(SimulatedSource, FingerprintDependsOnEverySetting) {
    std::set<std::string> prints{open_source(settings_of(4))->fingerprint(),
                                 open_source(settings_of(5))->fingerprint()};
    SourceSettings settings = settings_of(4);
    settings.rate_hz = 100;
    prints.insert(open_source(settings)->fingerprint());
    settings.seed = 12;
    prints.insert(open_source(settings)->fingerprint());
    EXPECT_EQ(prints.size(), 4U);
    EXPECT_TRUE(prints.count(open_source(settings_of(4))->fingerprint()));
}

TEST(SourceKinds, AreListedAndAnUnknownOneSuggestsTheClosest) {
    std::vector<std::string> names;
    for (const SourceKind& kind : source_kinds()) names.emplace_back(kind.name);
    EXPECT_EQ(names, (std::vector<std::string>{"ptb-xl", "wfdb", "npy", "hdf5", "code-15", "sph",
                                               "dicom", "aecg", "simulated"}));
    SourceSettings settings;
    settings.kind = "ptbxl";
    try {
        open_source(settings);
        FAIL() << "an unknown type was accepted";
    } catch (const ConfigError& error) {
        EXPECT_NE(std::string(error.what()).find("\"ptb-xl\""), std::string::npos) << error.what();
    }
}

// ---- the tree

TEST(SimulatedPtbxl, HasPtbxlsLayout) {
    const ScratchFolder folder;
    write_simulated_ptbxl(folder.path(), 1, 2);
    const std::string header = read_file(folder.path() / "records100/00000/00002_lr.hea");
    EXPECT_EQ(header.find("00002_lr 12 100 1000\n00002_lr.dat 16 1000.0(0)/mV 16 0 "), 0U)
        << header;
    EXPECT_NE(header.find(" AVR\n"), std::string::npos) << header;
    EXPECT_EQ(fs::file_size(folder.path() / "records500/00000/00001_hr.dat"), 12U * 5000 * 2);
    const std::string table = read_file(folder.path() / "ptbxl_database.csv");
    EXPECT_EQ(table.find("ecg_id,patient_id,age,sex,"), 0U);
    EXPECT_NE(table.find("simulated"), std::string::npos)
        << "must not be mistaken for a person's record";
}

TEST(SimulatedPtbxl, OverwritesNothing) {
    const ScratchFolder folder;
    write_file(folder.path() / "thesis.tex", "x");
    EXPECT_THROW(write_simulated_ptbxl(folder.path(), 1, 1), ConfigError);
    EXPECT_THROW(write_simulated_ptbxl(folder.path() / "thesis.tex", 1, 1), ConfigError);
    EXPECT_THROW(write_simulated_ptbxl(folder.path() / "new", 1, 0), ConfigError);
    EXPECT_FALSE(fs::exists(folder.path() / "new"));
    EXPECT_FALSE(fs::exists(folder.path() / "ptbxl_database.csv"));
}

} // namespace
} // namespace ecgpress
