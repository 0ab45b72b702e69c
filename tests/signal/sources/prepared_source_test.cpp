// What `prepared` adds to every source: windows of recordings, derived leads.
#include <cmath>
#include <gtest/gtest.h>
#include <set>

#include "core/file.hpp"
#include "core/strings.hpp"
#include "signal/sources/list.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

SourceSettings simulated(std::uint64_t records) {
    SourceSettings settings;
    settings.records = records;
    return settings;
}

TEST(Windows, AreSlicesOfTheRecordingInEqualParts) {
    constexpr std::size_t k_windows = 4;
    SourceSettings settings = simulated(3);
    const auto whole = open_source(settings);
    settings.window_s = 2;
    settings.windows_per_record = k_windows;
    const auto source = open_source(settings);
    ASSERT_EQ(source->catalogue().size(), 3 * k_windows);
    for (std::size_t i = 0; i < source->catalogue().size(); ++i) {
        const RecordInfo& recording = whole->catalogue()[i / k_windows];
        const Record all = whole->read(i / k_windows), window = source->read(i);
        EXPECT_EQ(window.name, concat(recording.name, "_window_", i % k_windows + 1));
        EXPECT_EQ(source->catalogue()[i].name, window.name);
        EXPECT_EQ(source->catalogue()[i].patient, recording.patient);
        ASSERT_EQ(window.sample_count(), 1000U);
        const double share_s = 8.0 / k_windows;
        EXPECT_GE(window.start_s, share_s * static_cast<double>(i % k_windows) - 0.002);
        EXPECT_LE(window.start_s, share_s * static_cast<double>(i % k_windows + 1) + 0.002);
        const auto first = static_cast<std::ptrdiff_t>(std::lround(window.start_s * 500));
        for (const Lead lead : all_leads()) {
            const auto begin = all.lead_mv(lead).begin() + first;
            EXPECT_EQ(window.lead_mv(lead), std::vector<double>(begin, begin + 1000));
        }
    }
}

TEST(Windows, FollowTheSeedAndTheRecordAndNothingElse) {
    // The same recordings for both seeds: the seed of a .npy source only places windows.
    const ScratchFolder folder;
    constexpr std::size_t k_records = 20;
    const std::string header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (20, 5000, 12), }";
    std::string file = std::string("\x93NUMPY\x01\x00\x76\x00", 10) + header;
    file += std::string(127 - file.size(), ' ') + '\n';
    write_file(folder.path() / "r.npy", file + std::string(k_records * 5000 * 12 * 4, '\1'));
    SourceSettings settings;
    settings.kind = "npy";
    settings.path = folder.path() / "r.npy";
    settings.window_s = 1;
    const auto a = open_source(settings), b = open_source(settings);
    settings.seed = 1;
    const auto other = open_source(settings);
    std::set<double> starts_s;
    std::size_t moved = 0;
    for (std::size_t i = k_records; i-- > 0;) { // the order of reading does not matter
        const double start_s = a->read(i).start_s;
        starts_s.insert(start_s);
        moved += other->read(i).start_s != start_s ? 1 : 0;
    }
    for (std::size_t i = 0; i < k_records; ++i) EXPECT_EQ(b->read(i).start_s, a->read(i).start_s);
    EXPECT_GT(starts_s.size(), 15U) << "windows of different records are at different places";
    EXPECT_GT(moved, 15U) << "another seed moves them";
}

TEST(Windows, OfAShorterRecordingAreAllOfIt) {
    SourceSettings settings = simulated(2);
    settings.window_s = 60;
    const Record record = open_source(settings)->read(1);
    EXPECT_EQ(record.sample_count(), 5000U);
    EXPECT_EQ(record.start_s, 0);
}

} // namespace
} // namespace ecgpress
