#include <cmath>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>

#include "codec/npy_header.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "signal/sources/npy_source.hpp"
#include "support/messages.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::expect_part;

constexpr const char* k_dict = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 7, 12), }";

/// The header of a .npy file as NumPy writes it: the data start at a multiple of 64 bytes.
std::string header_bytes(const std::string& dict, int major = 1) {
    const std::size_t length_size = major == 1 ? 2 : 4, before = 8 + length_size;
    std::string text = dict;
    text.append(63 - (before + text.size()) % 64, ' ');
    text += '\n';
    std::string bytes = std::string("\x93NUMPY") + static_cast<char>(major) + '\0';
    for (std::size_t i = 0; i < length_size; ++i)
        bytes += static_cast<char>(text.size() >> (8 * i) & 255);
    return bytes + text;
}

double value_of(std::size_t record, std::size_t sample, std::size_t lead) {
    return static_cast<double>(record) * 1000 + static_cast<double>(sample) * 12 +
           static_cast<double>(lead) + 0.125;
}

template <class Value> std::string data_bytes(std::size_t records, std::size_t samples) {
    std::string bytes;
    for (std::size_t r = 0; r < records; ++r)
        for (std::size_t s = 0; s < samples; ++s)
            for (std::size_t l = 0; l < k_lead_count; ++l) {
                const auto value = static_cast<Value>(value_of(r, s, l));
                char raw[sizeof value];
                std::memcpy(raw, &value, sizeof value);
                bytes.append(raw, sizeof value);
            }
    return bytes;
}

class NpyFile : public ::testing::Test {
  protected:
    std::unique_ptr<RecordSource> open(const std::string& bytes, int rate_hz = 500,
                                       std::vector<std::string> exclude = {}) {
        write_file(path(), bytes);
        SourceSettings settings;
        settings.kind = "npy";
        settings.path = path();
        settings.rate_hz = rate_hz;
        settings.exclude.names = std::move(exclude);
        return open_npy_source(settings);
    }
    /// The message of the DataError for these bytes.
    std::string complaint(const std::string& bytes) {
        return testing_support::message_of<DataError>([&] { open(bytes)->read(0); });
    }
    fs::path path() const { return folder_.path() / "all_signals.npy"; }

  private:
    ScratchFolder folder_;
};

void expect_values(const RecordSource& source, std::size_t position, std::size_t row) {
    const Record record = source.read(position);
    ASSERT_EQ(record.sample_count(), 7U);
    for (const Lead lead : all_leads())
        for (std::size_t s = 0; s < 7; ++s)
            ASSERT_EQ(record.lead_mv(lead)[s], value_of(row, s, index_of(lead)));
}

TEST_F(NpyFile, ReadsEveryVersionAndBothPrecisions) {
    for (const int major : {1, 2, 3}) {
        const auto wide = open(header_bytes(k_dict, major) + data_bytes<double>(3, 7));
        ASSERT_EQ(wide->catalogue().size(), 3U);
        for (std::size_t row = 0; row < 3; ++row) expect_values(*wide, row, row);
    }
    const auto narrow = open(
        header_bytes("{'shape': (3L, 7L, 12L), \"descr\": \"<f4\",\n 'fortran_order' : False}") +
            data_bytes<float>(3, 7),
        257);
    for (std::size_t row = 0; row < 3; ++row) expect_values(*narrow, row, row);
    EXPECT_EQ(narrow->read(1).rate_hz, 257);
    EXPECT_EQ(narrow->read(1).name, "00000001");
    EXPECT_EQ(narrow->catalogue()[2].name, "00000002");
    EXPECT_EQ(narrow->catalogue()[2].patient, "00000002");
    EXPECT_EQ(narrow->catalogue()[2].fold, 0);
}

TEST_F(NpyFile, DataNeedNotBeAligned) {
    std::string dict = k_dict;
    std::string bytes =
        std::string("\x93NUMPY\x01") + '\0' + static_cast<char>(dict.size()) + '\0' + dict;
    ASSERT_NE(bytes.size() % 8, 0U);
    expect_values(*open(bytes + data_bytes<double>(3, 7)), 2, 2);
}

TEST_F(NpyFile, ValuesAreInTheConfiguredUnit) {
    open(header_bytes(k_dict) + data_bytes<double>(3, 7));
    SourceSettings settings;
    settings.kind = "npy";
    settings.path = path();
    settings.unit = "uV";
    EXPECT_EQ(open_npy_source(settings)->read(2).lead_mv(Lead::I)[3], value_of(2, 3, 0) / 1000);
}

TEST_F(NpyFile, ExcludesRows) {
    const std::string bytes = header_bytes(k_dict) + data_bytes<double>(3, 7);
    const auto source = open(bytes, 500, {"00000001"});
    ASSERT_EQ(source->catalogue().size(), 2U);
    expect_values(*source, 1, 2);
    EXPECT_EQ(open(bytes, 500, {"00000003"})->catalogue().size(), 3U);
}

TEST_F(NpyFile, KeepsGapsAndReportsInfinity) {
    std::string bytes = header_bytes(k_dict) + data_bytes<double>(3, 7);
    const std::size_t at =
        bytes.size() - (12 * 7 * 2) * 8 + (12 * 4 + 3) * 8; // row 1, sample 4, aVR
    const double gap = std::numeric_limits<double>::quiet_NaN(),
                 infinite = -std::numeric_limits<double>::infinity();
    std::memcpy(&bytes[at], &gap, sizeof gap);
    const Record record = open(bytes)->read(1);
    EXPECT_TRUE(std::isnan(record.lead_mv(Lead::aVR)[4]));
    EXPECT_FALSE(std::isnan(record.lead_mv(Lead::aVR)[5]));
    std::memcpy(&bytes[at], &infinite, sizeof infinite);
    try {
        open(bytes)->read(1);
        FAIL() << "infinity was accepted";
    } catch (const DataError& error) {
        expect_part(error.what(), "row 00000001: lead aVR: sample 4");
    }
}

TEST_F(NpyFile, ReportsActualAndExpectedValues) {
    const std::string data = data_bytes<double>(3, 7);
    const auto with = [&](const std::string& dict) { return complaint(header_bytes(dict) + data); };
    expect_part(with("{'descr': '>f8', 'fortran_order': False, 'shape': (3, 7, 12), }"),
                "the dtype is >f8. Expected <f4 or <f8");
    expect_part(with("{'descr': '<i2', 'fortran_order': False, 'shape': (3, 7, 12), }"),
                "the dtype is <i2");
    expect_part(with("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (3, 7, 12), }"),
                "structured");
    expect_part(with("{'descr': '<f8', 'fortran_order': True, 'shape': (3, 7, 12), }"),
                "Fortran order");
    for (const char* shape :
         {"(3, 84)", "(3, 12, 7)", "()", "(0, 7, 12)", "(3, 0, 12)", "(3, 7, 12, 1)", "(252,)"})
        expect_part(
            with(concat("{'descr': '<f8', 'fortran_order': False, 'shape': ", shape, ", }")),
            "Expected [records, samples, 12].");
    expect_part(with("{'descr': '<f8', 'fortran_order': False, 'shape': (3, 84), }"),
                "the shape is [3, 84]");
}

TEST_F(NpyFile, RejectsOtherSizes) {
    const std::string whole = header_bytes(k_dict) + data_bytes<double>(3, 7);
    expect_part(complaint(whole.substr(0, whole.size() - 1)), "truncated");
    expect_part(complaint(whole + "x"), "1 bytes follow the data");
    for (const char* shape : {"(18446744073709551615, 7, 12)", "(2305843009213693952, 1, 12)",
                              "(3, 6148914691236517206, 12)"})
        expect_part(complaint(header_bytes(concat(
                        "{'descr': '<f8', 'fortran_order': False, 'shape': ", shape, ", }"))),
                    "truncated");
    for (const std::size_t size : {0U, 5U, 7U, 9U, 40U, 127U})
        EXPECT_NE(complaint(whole.substr(0, size)), "NO ERROR") << size;
    expect_part(complaint(header_bytes(k_dict, 4) + data_bytes<double>(3, 7)), "version is 4.0");
    expect_part(complaint("PK\x03\x04 an .npz file"), "not a .npy file");
}

TEST_F(NpyFile, RejectsMalformedHeaders) {
    for (const char* dict :
         {"", "{", "{}", "[]", "{'descr': '<f8'}",
          "{'descr': '<f8', 'fortran_order': 0, 'shape': (3, 7, 12)}",
          "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 7, 12)} x",
          "{'descr': '<f8', 'fortran_order': False, 'shape': (3, -7, 12)}",
          "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999999, 7, 12)}",
          "{'descr': '<f8', 'fortran_order': False, 'shape': (3 7 12)}",
          "{'descr': '<f8, 'fortran_order': False, 'shape': (3, 7, 12)}",
          "{'descr': [('a', '<f8'), 'fortran_order': False, 'shape': (3, 7, 12)}",
          "{'descr': '<f8', 'other': 1, 'fortran_order': False, 'shape': (3, 7, 12)}"})
        expect_part(complaint(header_bytes(dict) + data_bytes<double>(3, 7)), "malformed");
}

TEST_F(NpyFile, RejectsInvalidSettings) {
    const std::string bytes = header_bytes(k_dict) + data_bytes<double>(3, 7);
    EXPECT_THROW(open(bytes, 0), ConfigError);
    EXPECT_THROW(open(bytes, -5), ConfigError);
    SourceSettings settings;
    settings.kind = "npy";
    EXPECT_THROW(open_npy_source(settings), ConfigError);
    settings.path = path().parent_path();
    EXPECT_THROW(open_npy_source(settings), ConfigError);
    settings.path = path().parent_path() / "none.npy";
    EXPECT_THROW(open_npy_source(settings), ConfigError);
}

TEST_F(NpyFile, FingerprintDependsOnHeaderSizeDataAndRate) {
    const std::string bytes = header_bytes(k_dict) + data_bytes<double>(3, 7);
    const std::string before = open(bytes)->fingerprint();
    EXPECT_EQ(before, open(bytes)->fingerprint());
    EXPECT_NE(before, open(bytes, 100)->fingerprint());
    std::string changed = bytes;
    changed.back() = static_cast<char>(changed.back() ^ 1);
    EXPECT_NE(before, open(changed)->fingerprint());
    const std::string narrow =
        header_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (3, 14, 12), }") +
        data_bytes<double>(3, 7); // the same data bytes with another header
    EXPECT_NE(before, open(narrow)->fingerprint());
}

/// Resident memory of mapped files in this process, in kB; -1 where the system does not report it.
long mapped_kb() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;)
        if (word == "RssFile:") {
            long kb = -1;
            status >> kb;
            return kb;
        }
    return -1;
}

TEST_F(NpyFile, MemoryIsConstantFromTheFirstRecordToTheLast) {
    if (mapped_kb() < 0) GTEST_SKIP() << "needs RssFile in /proc/self/status";
    const std::string header =
        header_bytes("{'descr': '<f4', 'fortran_order': False, 'shape': (400, 5000, 12), }");
    write_file(path(), header);
    fs::resize_file(path(),
                    header.size() + std::uintmax_t{400} * 5000 * 12 * 4); // 96 MB of zeros, sparse
    SourceSettings settings;
    settings.kind = "npy";
    settings.path = path();
    const auto source = open_npy_source(settings);
    source->read(0);
    const long before = mapped_kb();
    for (std::size_t i = 0; i < 400; ++i) source->read(i);
    EXPECT_LT(mapped_kb() - before, 8 * 1024);
}

TEST_F(NpyFile, MutatedHeaderGivesASourceOrAnError) {
    const std::string whole = header_bytes(k_dict) + data_bytes<double>(3, 7);
    int refused = 0, taken = 0;
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
        Rng rng(seed, 0, "test.npy.fuzz");
        std::string bytes = whole;
        for (std::uint64_t n = 1 + rng.below(2); n > 0; --n)
            bytes[rng.below(128)] = static_cast<char>(
                rng.below(3) == 0 ? rng.below(256) : "0192(),'{}L[]            "[rng.below(25)]);
        if (rng.below(4) == 0) bytes.resize(rng.below(bytes.size()));
        try {
            const auto source = open(bytes);
            for (std::size_t i = 0; i < source->catalogue().size(); ++i) source->read(i);
            ++taken;
        } catch (const Error&) {
            ++refused;
        }
    }
    EXPECT_GT(taken, 20); // changes in the padding
    EXPECT_GT(refused, 100);
}

} // namespace
} // namespace ecgpress
