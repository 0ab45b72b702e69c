// .npz files: read back by our own reader and by NumPy.
#include <algorithm>
#include <cstdlib>
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/random_sample.hpp"
#include "dataset/shard/npz.hpp"
#include "dataset/shard/truth_file.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

void write(const std::filesystem::path& path, const Bytes& bytes) {
    write_file(path, bytes.data(), bytes.size());
}

Bytes small_file() {
    Npz npz;
    npz.add("one", std::vector<double>{2.5}, {});
    npz.add("numbers", std::vector<std::int32_t>{1, -2, 3, 4, 5, 6}, {3, 2});
    npz.add("empty", std::vector<float>{});
    npz.add("flags", std::vector<std::uint8_t>{1, 0});
    npz.add("long", std::vector<std::int64_t>{-(std::int64_t{1} << 40)});
    npz.add_texts("names", {"aVR", "", "I"});
    return npz.finish();
}

TEST(Npz, IsReadByNumPy) {
    const ScratchFolder scratch;
    write(scratch.path() / "small.npz", small_file());
    write_file(scratch.path() / "code.py",
               "import sys\n"
               "try:\n    import numpy as np\nexcept ImportError:\n    sys.exit(7)\n"
               "import zipfile\n"
               "assert zipfile.ZipFile('small.npz').testzip() is None\n"
               "f = np.load('small.npz', allow_pickle=False)\n"
               "assert f['one'].shape == () and f['one'] == 2.5\n"
               "assert f['numbers'].dtype == '<i4'\n"
               "assert f['numbers'].tolist() == [[1, -2], [3, 4], [5, 6]]\n"
               "assert f['empty'].dtype == '<f4' and f['empty'].shape == (0,)\n"
               "assert f['flags'].dtype == bool and f['flags'].tolist() == [True, False]\n"
               "assert f['long'].tolist() == [-2**40]\n"
               "assert f['names'].tolist() == ['aVR', '', 'I']\n");
    const int code = std::system(
        concat("cd '", scratch.path().string(), "' && '", ECGPRESS_PYTHON3, "' code.py").c_str());
    if (code == 7 << 8) GTEST_SKIP() << "needs Python 3 with NumPy";
    EXPECT_EQ(code, 0);
}

TEST(Npz, ReadsBackEqual) {
    const Bytes file = small_file();
    const NpzReader npz(file);
    EXPECT_EQ(npz.read<double>("one"), std::vector<double>{2.5});
    EXPECT_EQ(npz.read<std::int32_t>("numbers"), (std::vector<std::int32_t>{1, -2, 3, 4, 5, 6}));
    EXPECT_TRUE(npz.read<float>("empty").empty());
    EXPECT_EQ(npz.read_texts("names"), (std::vector<std::string>{"aVR", "", "I"}));
    EXPECT_THROW(npz.read<float>("one"), DataError);
    EXPECT_THROW(npz.read<float>("two"), DataError);
    EXPECT_THROW(npz.read_texts("numbers"), DataError);
}

TEST(TruthFile, ReadsBackEqual) {
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        Draws draws(seed);
        const Sample sample = random_sample(draws, seed, 200);
        const Bytes file = truth_npz(sample);
        EXPECT_EQ(file, truth_npz(sample));
        const PageTruth page = read_truth_npz(file);
        EXPECT_EQ(page.rate_hz, sample.row.rate_hz);
        ASSERT_EQ(page.warp != nullptr, sample.warp != nullptr);
        if (sample.warp) {
            EXPECT_TRUE(page.warp->nodes() == sample.warp->nodes());
        }
        ASSERT_EQ(page.leads.size(), sample.leads.size());
        for (std::size_t i = 0; i < page.leads.size(); ++i) {
            const LeadSample& lead = sample.leads[i];
            EXPECT_EQ(page.leads[i].lead, name_of(lead.row.lead));
            EXPECT_EQ(page.leads[i].number, lead.row.number);
            EXPECT_EQ(page.leads[i].baseline_y_px, lead.row.baseline_y_px);
            EXPECT_EQ(page.leads[i].px_per_mv, lead.row.px_per_mv);
            EXPECT_EQ(page.leads[i].crop_px, lead.row.crop_px);
            EXPECT_EQ(text_of(page.leads[i].trace), text_of(lead.truth));
        }
    }
}

/// CRC-32 as in ZIP, computed bit by bit.
std::uint32_t crc_of(const Bytes& bytes) {
    std::uint32_t crc = ~0U;
    for (const std::uint8_t byte : bytes) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ ((crc & 1) != 0 ? 0xEDB88320U : 0);
    }
    return ~crc;
}

TEST(Npz, AnImpossibleTextLengthIsRejected) {
    Npz npz;
    npz.add_texts("lead", {"aVR"});
    const Bytes file = npz.finish();
    const std::string three = "<U3', ";
    const auto at = std::search(file.begin(), file.end(), three.begin(), three.end());
    ASSERT_NE(at, file.end());
    // At 4 bytes per character, 2^62 characters are 2^64 bytes, which overflows to 0.
    for (const char* longest : {"4611686018427387904", "0", "-1", "9223372036854775807"}) {
        Bytes changed = file;
        const auto place = changed.begin() + (at - file.begin()) + 2;
        const std::string number = concat(longest, "', ");
        std::copy(number.begin(), number.end(), place);
        // In the only local header: the CRC at 14, the array's size at 18, the array at 38.
        const auto array = changed.begin() + 38;
        const std::uint32_t crc = crc_of({array, array + changed[18] + 256 * changed[19]});
        for (std::size_t byte = 0; byte < 4; ++byte)
            changed[14 + byte] = static_cast<std::uint8_t>(crc >> (8 * byte));
        EXPECT_THROW(NpzReader(changed).read_texts("lead"), DataError) << longest;
    }
}

TEST(TruthFile, DamageIsFoundAndNeverCrashes) {
    Draws draws(5);
    Sample sample = random_sample(draws, 3, 60);
    sample.leads.push_back(random_lead(draws, 12, 60));
    sample.row.width_px = 50; // a small warp, because every third byte is changed
    sample.row.height_px = 40;
    sample.row.page_width_mm = sample.row.page_height_mm = 20;
    sample.warp = random_warp(draws, 50, 40);
    const Bytes file = truth_npz(sample);
    for (std::size_t size = 0; size < file.size() / 2; size += 7)
        EXPECT_THROW(read_truth_npz(Bytes(file.begin(), file.begin() + static_cast<long>(size))),
                     DataError);
    std::size_t found = 0, flips = 0;
    for (std::size_t at = 0; at < file.size(); at += 3, ++flips) {
        Bytes damaged = file;
        damaged[at] = static_cast<std::uint8_t>(damaged[at] ^ (1U << (at % 8)));
        try {
            const PageTruth page = read_truth_npz(damaged);
            EXPECT_EQ(page.leads.size(),
                      sample.leads.size()); // a flip in data that only ZIP readers need
        } catch (const DataError&) {
            ++found;
        }
    }
    EXPECT_GT(found, flips / 2);
}

} // namespace
} // namespace ecgpress
