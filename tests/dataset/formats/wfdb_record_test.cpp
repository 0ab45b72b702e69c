// A page as a WFDB record, read back by the reader of the `wfdb` source, which is tested on real
// files (wfdb_gold_test.cpp).
#include <cmath>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "dataset/formats/wfdb_record.hpp"
#include "signal/wfdb/wfdb.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

LeadSample lead_of(Lead lead, std::uint32_t first, const std::vector<double>& signal_mv) {
    LeadSample sample;
    sample.row.lead = lead;
    sample.row.first_sample = first;
    sample.row.sample_count = static_cast<std::uint32_t>(signal_mv.size());
    sample.signal_json = signal_json(signal_mv);
    return sample;
}

Sample page_of(std::vector<LeadSample> leads) {
    Sample sample;
    sample.row.index = 17;
    sample.row.rows = 1;
    sample.row.columns = 2;
    sample.row.rate_hz = 500;
    sample.leads = std::move(leads);
    return sample;
}

WfdbRecord read_back(const Sample& sample) {
    const ScratchFolder scratch;
    const WfdbFiles files = wfdb_record_of(sample);
    const fs::path header = scratch.path() / "17_1by2.hea";
    write_file(header, files.header);
    write_file(scratch.path() / "17_1by2.dat", files.signals.data(), files.signals.size());
    return read_wfdb(header); // checks checksums, initial values and lengths
}

std::vector<double> millivolts(const WfdbSignal& signal) {
    std::vector<double> values;
    for (const std::int32_t sample : signal.samples)
        values.push_back(sample == k_wfdb_gap ? std::nan("") : sample / signal.gain);
    return values;
}

void expect_equal(const std::vector<double>& a, const std::vector<double>& b) {
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
        EXPECT_TRUE(a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) << i;
}

const double k_nan = std::nan("");

TEST(WfdbRecord, HasAllPanelsOverThePrintedTime) {
    const WfdbRecord record = read_back(
        page_of({lead_of(Lead::I, 100, {0.1, k_nan, -0.115}), lead_of(Lead::II, 103, {1, 2})}));
    EXPECT_EQ(record.rate_hz, 500);
    ASSERT_EQ(record.signals.size(), 2U);
    expect_equal(millivolts(record.signals[0]), {0.1, k_nan, -0.115, k_nan, k_nan});
    expect_equal(millivolts(record.signals[1]), {k_nan, k_nan, k_nan, 1, 2});
    EXPECT_EQ(record.comments, (std::vector<std::string>{"Image: 17_1by2.jpg", "Age:", "Sex:",
                                                         "Height:", "Weight:", "Labels:"}));
}

TEST(WfdbRecord, HasTheFactsOfTheRecord) {
    Sample page = page_of({lead_of(Lead::I, 0, {0.5, 1})});
    page.row.age = "56";
    page.row.sex = "female";
    page.row.weight_kg = "63";
    page.row.superclasses = "NORM;MI";
    EXPECT_EQ(read_back(page).comments,
              (std::vector<std::string>{"Image: 17_1by2.jpg", "Age: 56", "Sex: Female",
                                        "Height:", "Weight: 63", "Labels: NORM, MI"}));
}

TEST(WfdbRecord, EveryValueFitsInto16Bits) {
    for (const double largest : {32.767, 32.768, 400.0, 5000.0, 32768.0, 1e6}) {
        const WfdbRecord record =
            read_back(page_of({lead_of(Lead::I, 0, {largest, -largest, k_nan, 0})}));
        const WfdbSignal& signal = record.signals[0];
        const double power = std::log10(signal.gain);
        EXPECT_NEAR(power, std::round(power), 1e-9);
        const std::vector<double> values = millivolts(signal);
        EXPECT_NEAR(values[0], largest, 0.5 / signal.gain) << largest;
        EXPECT_NEAR(values[1], -largest, 0.5 / signal.gain) << largest;
        EXPECT_TRUE(std::isnan(values[2]));
        EXPECT_GT(std::abs(signal.samples[0]), 3200); // the gain is not smaller than necessary
    }
}

TEST(WfdbRecord, InvertedLeadsAreReadBackUprightAndStripsAreNotReadAsLeads) {
    LeadSample upright = lead_of(Lead::aVR, 0, {1}), inverted = upright, strip = upright;
    inverted.row.inverted = true;
    strip.row.rhythm = true;
    EXPECT_EQ(wfdb_signal_name(upright.row), "aVR");
    EXPECT_EQ(wfdb_signal_name(inverted.row), "-aVR");
    EXPECT_EQ(wfdb_signal_name(strip.row), "aVR-rhythm");
    const Record record =
        record_from_wfdb(read_back(page_of({strip, lead_of(Lead::I, 0, {3}), inverted})));
    EXPECT_EQ(record.leads_mv[index_of(Lead::aVR)], std::vector<double>{-1});
    EXPECT_EQ(record.leads_mv[index_of(Lead::I)], std::vector<double>{3});
    EXPECT_EQ(record.other_signals, std::vector<std::string>{"aVR-rhythm"});
}

TEST(WfdbRecord, RejectsACorruptSignal) {
    LeadSample lead = lead_of(Lead::I, 0, {1, 2});
    lead.signal_json = "[1";
    EXPECT_THROW(wfdb_record_of(page_of({lead})), DataError);
    lead.signal_json = "[1]";
    EXPECT_THROW(wfdb_record_of(page_of({lead})), DataError);
}

} // namespace
} // namespace ecgpress
