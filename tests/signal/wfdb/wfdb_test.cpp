#include <algorithm>
#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "signal/wfdb/wfdb.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using Samples = std::vector<std::int32_t>;

class Wfdb : public ::testing::Test {
  protected:
    fs::path path(const std::string& name) const { return folder_.path() / name; }

    void write(const std::string& name, const std::string& content) const {
        write_file(path(name), content);
    }

    /// Writes a format-16 file.
    void write_samples(const std::string& name, const Samples& samples) const {
        std::string bytes;
        for (const std::int32_t sample : samples) {
            bytes.push_back(static_cast<char>(sample & 255));
            bytes.push_back(static_cast<char>(sample >> 8 & 255));
        }
        write(name, bytes);
    }

    WfdbRecord read(const std::string& header) const {
        write("r.hea", header);
        return read_wfdb(path("r.hea"));
    }

    /// The error message for this header.
    std::string complaint(const std::string& header) const {
        try {
            const WfdbRecord record = read(header);
            const auto is_lead = [](const WfdbSignal& signal) {
                return parse_lead(signal.description).has_value();
            };
            if (std::any_of(record.signals.begin(), record.signals.end(), is_lead))
                record_from_wfdb(record);
        } catch (const DataError& error) {
            return error.what();
        }
        return "NO ERROR";
    }

    void expect_complaint(const std::string& header, std::size_t line,
                          const std::string& part) const {
        const std::string text = complaint(header);
        EXPECT_EQ(text.find(concat(path("r.hea").string(), ":", line, ": ")), 0U) << header << text;
        EXPECT_NE(text.find(part), std::string::npos) << header << text;
    }

    ScratchFolder folder_;
};

// ---- header(5)

TEST_F(Wfdb, ReadsEveryFieldAndItsDefault) {
    write_samples("r.dat", {10, 20, 11, 21, 12, 22});
    const WfdbRecord full =
        read("# before the record line\r\n\r\nr 2 500/999.5(3) 3 12:00:00 1/2/1990\r\n"
             "r.dat 16 1000.5(-7)/uV 12 5 10 33 0 aVR and more \r\n"
             "# among the signals\r\n"
             "r.dat 16\r\n#Dx: none\r\n");
    EXPECT_EQ(full.name, "r");
    EXPECT_EQ(full.rate_hz, 500);
    EXPECT_EQ(full.frame_count, 3U);
    EXPECT_EQ(full.comments, (std::vector<std::string>{"among the signals", "Dx: none"}));
    ASSERT_EQ(full.signals.size(), 2U);
    EXPECT_EQ(full.signals[0].description, "aVR and more");
    EXPECT_EQ(full.signals[0].units, "uV");
    EXPECT_EQ(full.signals[0].gain, 1000.5);
    EXPECT_EQ(full.signals[0].baseline, -7);
    EXPECT_EQ(full.signals[0].samples, (Samples{10, 11, 12}));
    EXPECT_EQ(full.signals[1].units, "mV");
    EXPECT_EQ(full.signals[1].gain, 200);
    EXPECT_EQ(full.signals[1].baseline, 0);
    EXPECT_EQ(full.signals[1].description, "");
    EXPECT_EQ(full.signals[1].samples, (Samples{20, 21, 22}));
    EXPECT_EQ(read("r 1\nr.dat 16\n").rate_hz, 250);
}

TEST_F(Wfdb, BaselineDefaultsToTheAdcZero) {
    write_samples("r.dat", {1, 2});
    EXPECT_EQ(read("r 1 500 2\nr.dat 16 200/mV 12 1024\n").signals[0].baseline, 1024);
    EXPECT_EQ(read("r 1 500 2\nr.dat 16 200(0)/mV 12 1024\n").signals[0].baseline, 0);
}

TEST_F(Wfdb, AGainOf0MeansTheDefaultForOtherSignals) {
    write_samples("r.dat", {1, 2});
    EXPECT_EQ(read("r 1 500 2\nr.dat 16 0/mV 12 0 1 3 0 status\n").signals[0].gain, 200);
}

TEST_F(Wfdb, AcceptsTheDateBeforeTheTime) {
    write_samples("r.dat", {1, 2});
    EXPECT_EQ(read("r 1 500 2 05-Feb-2020 11:39:16\nr.dat 16 1000/mV\n").frame_count, 2U);
}

TEST_F(Wfdb, ReadsSeveralFilesAndTheirOffsets) {
    write_samples("a.dat", {-1, -1, 1, 2, 3, 4}); // two samples of preamble
    write_samples("b.dat", {5, 6});
    const WfdbRecord record = read("r 3 500 2\na.dat 16+4\na.dat 16+4\nb.dat 16\n");
    EXPECT_EQ(record.signals[0].samples, (Samples{1, 3}));
    EXPECT_EQ(record.signals[1].samples, (Samples{2, 4}));
    EXPECT_EQ(record.signals[2].samples, (Samples{5, 6}));
}

TEST_F(Wfdb, ReadsSeveralSamplesPerFrame) {
    write_samples("r.dat", {1, 2, 10, 3, 4, 20});
    const WfdbRecord record = read("r 2 250 2\nr.dat 16x2\nr.dat 16\n");
    EXPECT_EQ(record.signals[0].samples, (Samples{1, 2, 3, 4}));
    EXPECT_EQ(record.signals[0].samples_per_frame, 2);
    EXPECT_EQ(record.signals[1].samples, (Samples{10, 20}));
    EXPECT_EQ(record.frame_count, 2U);
}

TEST_F(Wfdb, SumsDifferencesUpFromTheInitialValue) {
    write("r.dat", std::string("\x05\xff\x80", 3));
    EXPECT_EQ(read("r 1 250 3\nr.dat 8 200 12 0 100 " + std::to_string(105 + 104 - 24) + "\n")
                  .signals[0]
                  .samples,
              (Samples{105, 104, -24}));
}

TEST_F(Wfdb, GapsCountInTheChecksum) {
    write_samples("r.dat", {7, -32768, 9});
    const WfdbRecord record = read("r 1 250 3\nr.dat 16 200 16 0 7 -32752 0 II\n");
    EXPECT_EQ(record.signals[0].samples, (Samples{7, k_wfdb_gap, 9}));
    EXPECT_TRUE(std::isnan(record_from_wfdb(record).lead_mv(Lead::II)[1]));
}

TEST_F(Wfdb, ASignalThatIsNotStoredHasNoSamples) {
    write_samples("r.dat", {1, 2});
    const WfdbRecord record = read("r 2 250 2\n~ 0 200 12 0 0 0 0 I\nr.dat 16 200 12 0 1 3 0 II\n");
    EXPECT_TRUE(record.signals[0].samples.empty());
    EXPECT_TRUE(record_from_wfdb(record).lead_mv(Lead::I).empty());
    EXPECT_EQ(record_from_wfdb(record).lead_mv(Lead::II).size(), 2U);
}

TEST_F(Wfdb, AnUnknownLengthIsThatOfTheFileAndAZeroChecksumAPlaceholder) {
    write_samples("r.dat", {1, 2, 3});
    EXPECT_EQ(read("r 1 250\nr.dat 16 200 12 0 1 0\n").frame_count, 3U);
    EXPECT_EQ(read("r 1 250 0\nr.dat 16 200 12 0 1 6\n").frame_count, 3U);
    expect_complaint("r 1 250\nr.dat 16 200 12 0 1 7\n", 2, "checksum");
}

// ---- invalid headers

TEST_F(Wfdb, ReportsTheLineOfAMalformedHeader) {
    write_samples("r.dat", {1, 2, 3, 4});
    const std::string good = "r 2 500 2\nr.dat 16 200\nr.dat 16 200\n";
    ASSERT_EQ(complaint(good), "NO ERROR");
    expect_complaint("", 1, "empty");
    expect_complaint("\n# nothing but words\n", 1, "empty");
    expect_complaint(std::string("\x00\xff garbage\x01", 11), 1, "garbage\\x01");
    for (const char* line : {"r", "r x", "r -1", "r 2.5", "r 99999999999999999999", "r 1e3"})
        expect_complaint(concat(line, "\n"), 1, "number of signals");
    expect_complaint("r 0 500 2\n", 1, "no signals");
    expect_complaint("r 1000000000 500 2\nr.dat 16\n", 1, "1000000000 signals");
    expect_complaint("r 3 500 2\nr.dat 16 200\nr.dat 16 200\n", 1, "2 signal lines follow");
    expect_complaint("r 1 500 2\nr.dat 16 200\nr.dat 16 200\n", 3, "too many");
    for (const char* rate : {"0", "-500", "nan", "inf", "1e999", "1e7", "x", "/4"})
        expect_complaint(concat("\nr 1 ", rate, " 2\nr.dat 16 200\n"), 2, "sampling rate");
    for (const char* frames : {"-5", "2.5", "x", "9999999999999999999999"})
        expect_complaint(concat("r 1 500 ", frames, "\nr.dat 16 200\n"), 1, "number of samples");
}

TEST_F(Wfdb, ReportsTheLineOfAMalformedSignal) {
    write_samples("r.dat", {1, 2});
    const std::pair<const char*, const char*> bad[] = {
        {"r.dat", "signal format"},
        {"r.dat x", "signal format"},
        {"r.dat 16y2", "signal format"},
        {"r.dat 17", "signal format 17 is not supported"},
        {"r.dat 516", "too short for a FLAC stream"},
        {"r.dat 16x0", "samples per frame"},
        {"r.dat 16x99999999", "samples per frame"},
        {"r.dat 16:-1", "skew"},
        {"r.dat 16:2", "skew"},
        {"r.dat 16+", "byte offset"},
        {"r.dat 16+-4", "byte offset"},
        {"r.dat 16 0 12 0 1 3 0 avr", "gain is 0"},
        {"r.dat 16 0(0)/mV 12 0 1 3 0 avr", "gain is 0"},
        {"r.dat 16 -0.0/mV 12 0 1 3 0 avr", "gain is 0"},
        {"r.dat 16 nan/mV", "finite"},
        {"r.dat 16 inf", "finite"},
        {"r.dat 16 1e999/mV", "finite"},
        {"r.dat 16 mV", "gain"},
        {"r.dat 16 200(5", "missing )"},
        {"r.dat 16 200(x)/mV", "baseline"},
        {"r.dat 16 200(99999999999)/mV", "baseline"},
        {"r.dat 16 200(1)mV", "follows the gain"},
        {"r.dat 16 200/mV x", "ADC resolution"},
        {"r.dat 16 200/mV 12 x", "ADC zero"},
        {"r.dat 16 200/mV 12 0 II", "initial value"},
        {"r.dat 16 200/mV 12 0 0 II", "checksum"},
        {"r.dat 16 200/mV 12 0 0 3 II", "block size"},
    };
    for (const auto& [line, part] : bad)
        expect_complaint(concat("r 1 500 2\n# a comment\n", line, "\n"), 3, part);
}

TEST_F(Wfdb, ReadsNothingOutsideTheRecordsFolder) {
    write_samples("r.dat", {1, 2});
    for (const char* file : {"../r.dat", "/etc/passwd", "a/../../r.dat", "..", "-", "r\x01.dat"})
        expect_complaint(concat("r 1 500 2\n", file, " 16 200\n"), 2,
                         "outside the record's folder");
    for (const char* segment : {"../r", "/etc/r"})
        expect_complaint(concat("m/1 1 500 2\n", segment, " 2\n"), 2,
                         "outside the record's folder");
}

TEST_F(Wfdb, ReportsAMissingOrIrregularFile) {
    expect_complaint("r 1 500 2\nr.dat 16 200\n", 2, "r.dat does not exist");
    fs::create_directory(path("r.dat"));
    expect_complaint("r 1 500 2\nr.dat 16 200\n", 2, "r.dat does not exist");
    EXPECT_THROW(read_wfdb(path("none.hea")), DataError);
    EXPECT_THROW(read_wfdb(folder_.path()), DataError);
    fs::resize_file(path("r.hea"), 2 << 20);
    EXPECT_THROW(read_wfdb(path("r.hea")), DataError);
}

TEST_F(Wfdb, ReportsAWrongLengthBeforeAllocating) {
    write_samples("r.dat", {1, 2, 3, 4});
    expect_complaint("r 1 500 5\nr.dat 16 200\n", 2, "truncated. It has 4 of 5");
    expect_complaint("r 1 500 1000000000\nr.dat 16 200\n", 2, "truncated. It has 4 of 1000000000");
    expect_complaint("r 1 500 1000000000000\nr.dat 16x1000000 200\n", 2, "truncated");
    expect_complaint("r 1 500 4\nr.dat 16+2 200\n", 2, "truncated. It has 3 of 4");
    expect_complaint("r 1 500 4\nr.dat 16+1000 200\n", 2, "truncated. It has 0 of 4");
    expect_complaint("r 1 500\nr.dat 16+8 200\n", 1, "no samples");
    expect_complaint("r 1 500 3\nr.dat 16 200\n", 2, "longer");
    EXPECT_EQ(read("r 1 500 3\nr.dat 16 200 12 0 1 6\n").frame_count, 3U)
        << "the checksum confirms the header";
    fs::resize_file(path("r.dat"), std::uintmax_t{2'000'000'000}); // sparse
    expect_complaint("r 1 500 1000000000\nr.dat 16 200\n", 1, "memory limit");
    expect_complaint("m/1 1 500 1000000000\n~ 1000000000\n", 1, "no segment");
    write_samples("r.dat", {});
    expect_complaint("r 1 500 4\nr.dat 16 200\n", 2, "truncated. It has 0 of 4");
}

TEST_F(Wfdb, AnEmptyFirstFileDeterminesTheLength) {
    write("empty.dat", "");
    write_samples("r.dat", {1});
    expect_complaint("r 2 500\nempty.dat 311\nr.dat 16\n", 3,
                     "longer than the header states. It has 1");
    write_samples("r.dat", {});
    expect_complaint("r 2 500\nempty.dat 311\nr.dat 16\n", 1, "no samples");
}

TEST_F(Wfdb, ReportsAWrongChecksum) {
    write_samples("r.dat", {1, 10, 2, 20});
    EXPECT_EQ(complaint("r 2 500 2\nr.dat 16 200 12 0 1 3\nr.dat 16 200 12 0 10 30\n"), "NO ERROR");
    EXPECT_EQ(complaint("r 2 500 2\nr.dat 16 200 12 0 1 3\nr.dat 16 200 12 0 10 -65506\n"),
              "NO ERROR")
        << "modulo 2^16";
    for (const char* wrong : {"31", "0", "-30"})
        expect_complaint(
            concat("r 2 500 2\nr.dat 16 200 12 0 1 3\nr.dat 16 200 12 0 10 ", wrong, " 0 II\n"), 3,
            "checksum of II is 30");
}

TEST_F(Wfdb, SignalsOfOneFileMustAgree) {
    write_samples("r.dat", {1, 2});
    write_samples("s.dat", {1});
    expect_complaint("r 2 500 1\nr.dat 16\nr.dat 61\n", 3, "line 2");
    expect_complaint("r 2 500 1\nr.dat 16\nr.dat 16+2\n", 3, "line 2");
    expect_complaint("r 3 500 1\nr.dat 16\ns.dat 16\nr.dat 16\n", 4, "listed before");
}

TEST_F(Wfdb, ACorruptHeaderGivesARecordOrADataError) {
    write_samples("r.dat", {1, 10, 2, 20, 3, 30});
    write("seg.hea", "seg 2 500 3\nr.dat 16 200 12 0 1 6 0 I\nr.dat 16 200 12 0 10 60 0 II\n");
    const std::string whole[] = {"r 2 500 3 12:00 1/1/1990\nr.dat 16 200(0)/mV 12 0 1 6 0 I\nr.dat "
                                 "16 200/mV 12 0 10 60 0 II\n",
                                 "r/2 2 500 5\nseg 3\n~ 2\n"};
    int taken = 0, refused = 0;
    for (std::uint64_t seed = 0; seed < 3000; ++seed) {
        Rng rng(seed, 0, "test.wfdb.fuzz");
        std::string text = whole[seed % 2];
        for (std::uint64_t n = 1 + rng.below(3); n > 0; --n)
            text[rng.below(text.size())] = static_cast<char>(
                rng.below(2) == 0 ? rng.below(256) : "0123456789 \n/()x:+-.~#e"[rng.below(23)]);
        if (rng.below(5) == 0) text.resize(rng.below(text.size()));
        try {
            const WfdbRecord record = read(text);
            record_from_wfdb(record);
            ++taken;
        } catch (const DataError& error) {
            ++refused;
            for (const char* c = error.what(); *c != 0; ++c)
                ASSERT_TRUE(*c >= ' ' && *c <= '~')
                    << "a message with bytes that are not printable";
        }
    }
    EXPECT_GT(taken, 100);
    EXPECT_GT(refused, 1000);
}

// ---- segments

class WfdbSegments : public Wfdb {
  protected:
    WfdbSegments() {
        write_samples("a.dat", {1, 10, 2, 20});
        write_samples("b.dat", {30, 40, 50});
        write("a.hea",
              "a 2 500 2\na.dat 16 200/mV 12 0 1 3 0 I\na.dat 16 100/mV 12 0 10 30 0 II\n");
        write("b.hea", "b 1 500 3\nb.dat 16 100/mV 12 0 30 120 0 II\n");
        write("layout.hea", "layout 2 500 0\n~ 0 200/mV 12 0 0 0 0 I\n~ 0 100/mV 12 0 0 0 0 II\n");
    }
};

TEST_F(WfdbSegments, OfFixedLayoutAreConcatenated) {
    const WfdbRecord record = read("m/3 2 500 5\na 2\n~ 1\na 2\n# a comment\n");
    EXPECT_EQ(record.frame_count, 5U);
    EXPECT_EQ(record.comments, (std::vector<std::string>{"a comment"}));
    EXPECT_EQ(record.signals[0].samples, (Samples{1, 2, k_wfdb_gap, 1, 2}));
    EXPECT_EQ(record.signals[1].samples, (Samples{10, 20, k_wfdb_gap, 10, 20}));
}

TEST_F(WfdbSegments, OfVariableLayoutAreFoundByDescription) {
    const WfdbRecord record = read("m/4 2 500\nlayout 0\nb 3\n~ 1\na 2\n");
    EXPECT_EQ(record.signals[0].samples,
              (Samples{k_wfdb_gap, k_wfdb_gap, k_wfdb_gap, k_wfdb_gap, 1, 2}));
    EXPECT_EQ(record.signals[1].samples, (Samples{30, 40, 50, k_wfdb_gap, 10, 20}));
    EXPECT_EQ(record.signals[1].gain, 100);
}

TEST_F(WfdbSegments, ReportsSegmentsThatDoNotMatch) {
    expect_complaint("m/2 2 500 4\na 2\nnone 2\n", 3, "none does not exist");
    expect_complaint("m/2 2 500 5\na 2\na 2\n", 1, "segments have 4");
    expect_complaint("m/2 2 500 5\na 2\na 3\n", 3, "has 2 samples");
    expect_complaint("m/2 2 250 4\na 2\na 2\n", 2, "500 Hz");
    expect_complaint("m/2 3 500 4\na 2\na 2\n", 1, "its layout has 2");
    expect_complaint("m/2 2 500 5\na 2\nb 3\n", 3, "has 1 signals");
    expect_complaint("m/1 2 500 2\nr 2\n", 2, "itself a multi-segment record");
    expect_complaint("m/2 2 500\na 2\n~ 2000000000000\n", 3, "number of samples");
    expect_complaint("m/2 2 500 1000000002\na 2\n~ 1000000000\n", 1, "memory limit");
    expect_complaint("m/1 2 500 2\na\n", 2, "number of samples");
    write("b.hea", "b 1 500 3\nb.dat 16 101/mV 12 0 30 120 0 II\n");
    expect_complaint("m/2 2 500 3\nlayout 0\nb 3\n", 3, "b's signal II differs");
    write("b.hea", "b 1 500 3\nb.dat 16 100/mV 12 0 30 120 0 V9\n");
    expect_complaint("m/2 2 500 3\nlayout 0\nb 3\n", 3, "not among");
    expect_complaint("m/2 2 500 0\nlayout 0\nnone 3\n", 3, "none does not exist");
}

// ---- the twelve leads

WfdbSignal signal_of(const std::string& description, const std::string& units, double gain,
                     std::int32_t baseline, Samples samples) {
    return {description, units, 16, gain, baseline, 1, std::move(samples)};
}

std::string lead_complaint(const WfdbRecord& wfdb) {
    try {
        record_from_wfdb(wfdb);
    } catch (const DataError& error) {
        return error.what();
    }
    return "NO ERROR";
}

TEST(RecordFromWfdb, FindsLeadsByNameInAnyCaseAndOrder) {
    WfdbRecord wfdb;
    wfdb.name = "x";
    wfdb.rate_hz = 257;
    std::int32_t value = 0;
    for (const char* name : {"v6", "AVR", "MLII", "avl", " I ", "II", "vx", "aVF", "iii", "V1", ""})
        wfdb.signals.push_back(signal_of(name, "mV", 1000, 0, {value++, 500}));
    const Record record = record_from_wfdb(wfdb);
    EXPECT_EQ(record.name, "x");
    EXPECT_EQ(record.rate_hz, 257);
    EXPECT_EQ(record.lead_mv(Lead::V6), (std::vector<double>{0, 0.5}));
    EXPECT_EQ(record.lead_mv(Lead::aVR)[0], 0.001);
    EXPECT_EQ(record.lead_mv(Lead::aVL)[0], 0.003);
    EXPECT_EQ(record.lead_mv(Lead::I)[0], 0.004);
    EXPECT_EQ(record.lead_mv(Lead::II)[0], 0.005) << "MLII is another lead";
    EXPECT_EQ(record.lead_mv(Lead::III)[0], 0.008);
    EXPECT_TRUE(record.lead_mv(Lead::V2).empty());
}

TEST(RecordFromWfdb, ConvertsUnitsGainAndBaseline) {
    for (const auto& [units, gain] : std::vector<std::pair<std::string, double>>{
             {"mV", 1000}, {"mv", 1000}, {"uV", 1}, {"\xc2\xb5V", 1}, {"V", 1e6}, {"mV", -1000}}) {
        WfdbRecord wfdb;
        wfdb.signals = {signal_of("V2", units, gain, 100, {100, 99, -900, k_wfdb_gap})};
        const std::vector<double> values = record_from_wfdb(wfdb).lead_mv(Lead::V2);
        const double sign = gain > 0 ? 1 : -1;
        EXPECT_EQ(values[0], 0);
        EXPECT_FALSE(std::signbit(values[0]));
        EXPECT_EQ(values[1], -0.001 * sign) << units;
        EXPECT_EQ(values[2], -1 * sign);
        EXPECT_TRUE(std::isnan(values[3]));
    }
}

TEST(RecordFromWfdb, ReportsInvalidLeads) {
    WfdbRecord wfdb;
    wfdb.name = "x";
    EXPECT_NE(lead_complaint(wfdb).find("has no lead"), std::string::npos);
    wfdb.signals = {signal_of("I", "NU", 1, 0, {1})};
    EXPECT_NE(lead_complaint(wfdb).find("lead I has the unit \"NU\""), std::string::npos);
    wfdb.signals = {signal_of("avl", "mV", 1, 0, {1}), signal_of("AVL", "mV", 1, 0, {1})};
    EXPECT_NE(lead_complaint(wfdb).find("lead aVL occurs twice"), std::string::npos);
}

TEST(RecordFromWfdb, SeveralSamplesPerFrameAreAHigherRateIfAllLeadsHaveThem) {
    WfdbRecord wfdb;
    wfdb.rate_hz = 125;
    wfdb.signals = {signal_of("I", "mV", 1, 0, {1, 2, 3, 4}), signal_of("Resp", "NU", 1, 0, {1}),
                    signal_of("II", "mV", 1, 0, {1, 2, 3, 4})};
    wfdb.signals[0].samples_per_frame = wfdb.signals[2].samples_per_frame = 4;
    EXPECT_EQ(record_from_wfdb(wfdb).rate_hz, 500);
    EXPECT_EQ(record_from_wfdb(wfdb).sample_count(), 4U);
    wfdb.signals[2].samples_per_frame = 2;
    EXPECT_NE(lead_complaint(wfdb).find("lead II has 2 samples per frame"), std::string::npos);
}

} // namespace
} // namespace ecgpress
