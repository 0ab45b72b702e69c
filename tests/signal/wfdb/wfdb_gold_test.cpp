// Compares real records with the values printed by the original WFDB tool `rdsamp`.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <sstream>
#include <zlib.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "signal/wfdb/wfdb.hpp"
#include "support/data_folders.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::wfdb_folder;

using Row = std::vector<double>;

constexpr double k_gold_gap = std::numeric_limits<double>::quiet_NaN();

/// The numbers of a text file, which may be compressed.
std::vector<Row> rows_of(const fs::path& path) {
    const gzFile file = gzopen(path.c_str(), "rb");
    if (file == nullptr) throw std::runtime_error("cannot open " + path.string());
    std::string text;
    char block[4096];
    for (int count = 0; (count = gzread(file, block, sizeof block)) > 0;)
        text.append(block, static_cast<std::size_t>(count));
    gzclose(file);
    std::vector<Row> rows;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        rows.emplace_back();
        std::istringstream words(line);
        for (std::string word; words >> word;) // "-": a gap in physical units
            rows.back().push_back(word == "-" ? k_gold_gap : std::stod(word));
    }
    return rows;
}

enum class GoldValues { raw, physical };
enum class Rate { frames, samples };

struct Gold {
    const char* file;
    const char* record;
    std::size_t first, rows; ///< at the chosen rate
    std::vector<std::size_t> signals;
    GoldValues values = GoldValues::raw;
    Rate rate = Rate::frames;
    double raw_gap = -32768; ///< as written by the tool or the command that processed its output

    double gap() const { return values == GoldValues::raw ? raw_gap : k_gold_gap; }

    /// The value that rdsamp prints at one position: the average of a frame's samples rounded to an
    /// integer, or each sample repeated to the highest number of samples per frame.
    double expected(const WfdbSignal& signal, std::size_t row, std::size_t most_per_frame) const {
        const auto per_frame = static_cast<std::size_t>(signal.samples_per_frame);
        std::int64_t value = 0;
        if (rate == Rate::samples) {
            const std::size_t frame = row / most_per_frame, place = row % most_per_frame;
            value = signal.samples[frame * per_frame + place * per_frame / most_per_frame];
        } else {
            for (std::size_t i = 0; i < per_frame; ++i) {
                const std::int32_t sample = signal.samples[row * per_frame + i];
                if (sample == k_wfdb_gap) return gap();
                value += sample;
            }
            value /= signal.samples_per_frame;
        }
        if (value == k_wfdb_gap) return gap();
        if (values == GoldValues::raw) return static_cast<double>(value);
        return static_cast<double>(value - signal.baseline) / signal.gain;
    }
};

std::size_t most_per_frame(const WfdbRecord& record) {
    int most = 1;
    for (const WfdbSignal& signal : record.signals) most = std::max(most, signal.samples_per_frame);
    return static_cast<std::size_t>(most);
}

void expect_equal(const WfdbRecord& record, const Gold& gold, const std::vector<Row>& rows) {
    constexpr double k_half_digit = 0.5000001e-8; // rdsamp -P prints eight decimals
    ASSERT_EQ(rows.size(), gold.rows);
    for (std::size_t n = 0; n < rows.size(); ++n) {
        ASSERT_EQ(rows[n].size(), gold.signals.size()) << "row " << n;
        for (std::size_t i = 0; i < gold.signals.size(); ++i) {
            const double expected = gold.expected(record.signals.at(gold.signals[i]),
                                                  gold.first + n, most_per_frame(record));
            const double found = rows[n][i];
            const double tolerance = gold.values == GoldValues::raw ? 0 : k_half_digit;
            ASSERT_TRUE(std::abs(found - expected) <= tolerance ||
                        (std::isnan(found) && std::isnan(expected)))
                << gold.file << ", row " << n << ", column " << i << ": " << found << ", not "
                << expected;
        }
    }
}

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

class RealWfdb : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!wfdb_folder()) GTEST_SKIP() << "needs ECGPRESS_PTBXL";
    }
    static fs::path collection() { return *wfdb_folder() / "wfdb-python"; }
};

TEST_F(RealWfdb, SamplesEqualTheOriginalTools) {
    const auto physical = GoldValues::physical;
    const auto samples = Rate::samples;
    const std::vector<Gold> all = {
        {"record-1a", "test01_00s", 0, 4000, {0, 1, 2, 3}},
        {"record-1b", "a103l", 12500, 27500, {2, 0}, physical},
        {"record-1c", "a103l", 20000, 62500, {0, 1}},
        {"record-1d", "3000003_0003", 125, 875, {1}, physical},
        {"record-1f.gz", "binformats", 0, 499, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}},
        {"record-flac.gz", "flacformats", 0, 499, {0, 1, 2}},
        {"record-2b", "100", 1, 10799, {1}},
        {"record-2c", "100_3chan", 0, 999, {0, 1, 2}, physical},
        {"record-2d", "310derive", 2, 1024, {0, 1}},
        {"record-2e", "311derive", 1, 977, {0}, physical},
        {"record-3b", "s0010_re", 5000, 33000, {13, 0, 4, 8, 3}, physical},
        {"record-4a", "test01_00s_skewframe", 0, 3997, {0, 1, 2}},
        {"record-4b", "03700181", 0, 74996, {0, 1, 2}},
        {"record-4c", "03700181", 1000, 15000, {0, 2}, physical},
        {"record-4d", "test01_00s_skewframe", 0, 7994, {0, 1, 2}, physical, samples},
        {"record-multi-fixed-c", "multi-segment/fixed1/v102s", 70000, 10000, {1, 0, 3}, physical},
        {"record-multi-fixed-d.gz",
         "multi-segment/041s/041s",
         0,
         8000,
         {3, 2, 1},
         GoldValues::raw,
         samples,
         -2048},
    };
    for (const Gold& gold : all) {
        const WfdbRecord record = read_wfdb(collection() / (std::string(gold.record) + ".hea"));
        expect_equal(record, gold, rows_of(collection() / "expected-rdsamp" / gold.file));
    }
}

/// The collection contains only the first segments of this record, and its header was shortened
/// accordingly.
TEST_F(RealWfdb, VariableLayoutWithGapsEqualsTheOriginalTools) {
    const ScratchFolder folder;
    const fs::path original = collection() / "multi-segment" / "p000878";
    for (const auto& entry : fs::directory_iterator(original))
        if (entry.path().filename().string().front() != 'p')
            fs::copy_file(entry.path(), folder.path() / entry.path().filename());
    write_file(folder.path() / "cut.hea", "cut/4 4 125 7500 16:57:09.000 26/10/2137\n"
                                          "3269321_layout 0\n~ 3750\n"
                                          "3269321_0001 2000\n3269321_0002 1750\n");
    Gold gold{"record-multi-variable-d", "", 3550, 3950, {0, 1}};
    gold.raw_gap = -128;
    expect_equal(read_wfdb(folder.path() / "cut.hea"), gold,
                 rows_of(collection() / "expected-rdsamp" / gold.file));
}

/// Reading also checks the checksums of all signals.
TEST_F(RealWfdb, ReadsEveryRecordOrReportsTheUnsupportedFeature) {
    const std::map<std::string, std::string> reasons = {
        {"flac_3_constant", "memory limit"},
        {"3234460_layout", "no samples"},
        {"3269321_layout", "no samples"},
        {"p000878-2137-10-26-16-57", "memory limit"},
        {"s25047-2704-05-04-10-44", "differs from the record's"},
    };
    std::size_t read = 0, refused = 0;
    for (const auto& entry : fs::recursive_directory_iterator(*wfdb_folder())) {
        if (entry.path().extension() != ".hea") continue;
        const auto reason = reasons.find(entry.path().stem().string());
        try {
            const WfdbRecord record = read_wfdb(entry.path());
            ++read;
            EXPECT_EQ(reason, reasons.end()) << entry.path();
            for (const WfdbSignal& signal : record.signals)
                EXPECT_EQ(signal.samples.size(),
                          record.frame_count * static_cast<std::size_t>(signal.samples_per_frame));
        } catch (const DataError& error) {
            ++refused;
            ASSERT_NE(reason, reasons.end()) << error.what();
            EXPECT_NE(std::string(error.what()).find(reason->second), std::string::npos)
                << error.what();
        }
    }
    EXPECT_EQ(refused, reasons.size());
    EXPECT_GT(read, 50U);
}

TEST_F(RealWfdb, RecordsWithoutALengthAreReadToTheirEnd) {
    for (const char* name : {"100", "a103l"}) {
        const WfdbRecord stated = read_wfdb(collection() / (std::string(name) + ".hea"));
        const WfdbRecord unstated = read_wfdb(collection() / (std::string(name) + "-no-len.hea"));
        ASSERT_EQ(stated.frame_count, unstated.frame_count);
        for (std::size_t i = 0; i < stated.signals.size(); ++i)
            EXPECT_EQ(stated.signals[i].samples, unstated.signals[i].samples);
    }
}

TEST_F(RealWfdb, SkewShiftsASignalAndLeavesAGapAtItsEnd) {
    const WfdbRecord plain = read_wfdb(collection() / "test01_00s.hea");
    const WfdbRecord skewed = read_wfdb(collection() / "test01_00s_skew.hea");
    EXPECT_EQ(plain.signals[0].samples, skewed.signals[0].samples);
    const auto &before = plain.signals[1].samples, &after = skewed.signals[1].samples;
    ASSERT_EQ(after.size(), before.size());
    for (std::size_t i = 0; i < after.size(); ++i)
        ASSERT_EQ(after[i], i + 3 < before.size() ? before[i + 3] : k_wfdb_gap);
}

TEST_F(RealWfdb, InvalidSamplesAreGaps) {
    const WfdbRecord record = read_wfdb(collection() / "v102s.hea");
    std::size_t gaps = 0;
    for (const WfdbSignal& signal : record.signals)
        for (const std::int32_t sample : signal.samples) {
            gaps += sample == k_wfdb_gap ? 1 : 0;
            EXPECT_NE(sample, -2048);
        }
    EXPECT_GT(gaps, 0U);
}

TEST_F(RealWfdb, TwelveLeadsOfOtherCollectionsFollowEinthoven) {
    std::size_t checked = 0;
    for (const char* path :
         {"ludb/1", "cinc2020-cpsc/A0001", "cinc2020-cpsc/A0005", "wfdb-python/s0010_re"}) {
        const Record record =
            record_from_wfdb(read_wfdb(*wfdb_folder() / (std::string(path) + ".hea")));
        for (const Lead lead : all_leads())
            ASSERT_EQ(record.lead_mv(lead).size(), record.sample_count()) << path;
        std::vector<double> einthoven, goldberger, swapped; // LUDB filtered each lead separately
        for (std::size_t n = 0; n < record.sample_count(); ++n) {
            const auto at = [&](Lead lead) { return record.lead_mv(lead)[n]; };
            einthoven.push_back(std::abs(at(Lead::III) - (at(Lead::II) - at(Lead::I))));
            goldberger.push_back(std::abs(at(Lead::aVR) + (at(Lead::I) + at(Lead::II)) / 2));
            swapped.push_back(std::abs(at(Lead::aVL) + (at(Lead::I) + at(Lead::II)) / 2));
        }
        EXPECT_LT(median(einthoven), 0.015) << path;
        EXPECT_LT(median(goldberger), 0.015) << path;
        EXPECT_GT(median(swapped), 0.02) << path;
        ++checked;
    }
    EXPECT_EQ(checked, 4U);
}

} // namespace
} // namespace ecgpress
