// What `prepared` adds to every source: windows of recordings, derived leads.
#include <cmath>
#include <gtest/gtest.h>
#include <set>

#include "core/strings.hpp"
#include "signal/sources/list.hpp"

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

TEST(Windows, FollowTheSeedAndNothingElse) {
    SourceSettings settings = simulated(20);
    settings.kind = "simulated";
    settings.window_s = 1;
    const auto a = open_source(settings), b = open_source(settings);
    std::set<double> starts_s;
    for (std::size_t i = 20; i-- > 0;) {
        EXPECT_EQ(a->read(i).start_s, b->read(19 - (19 - i)).start_s);
        starts_s.insert(a->read(i).start_s);
    }
    EXPECT_GT(starts_s.size(), 15U) << "windows of different records are at different places";
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
