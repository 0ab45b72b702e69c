// A part of a record has the samples that the whole record has there.
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "signal/wfdb/wfdb.hpp"
#include "signal/wfdb/wfdb_formats.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

constexpr std::size_t k_frames = 331;

/// Any bytes are samples. Checksums are not stated.
void write_random_samples(const fs::path& file, int format, std::size_t samples, Rng& random) {
    std::string bytes(wfdb_bytes_of(*find_wfdb_format(format), samples), '\0');
    for (char& byte : bytes) byte = static_cast<char>(random.below(256));
    write_file(file, bytes);
}

WfdbRecord part_of(const fs::path& header, FrameRange range) {
    WfdbReading reading;
    reading.frames = [range](std::size_t, double) { return range; };
    return read_wfdb(header, SourceRoot(header.parent_path()), reading);
}

void expect_parts(const fs::path& header, std::size_t frames, Rng& random) {
    const WfdbRecord whole = read_wfdb(header);
    ASSERT_EQ(whole.frame_count, frames);
    for (int i = 0; i < 40; ++i) {
        const std::size_t first = i == 0 ? 0 : random.below(frames),
                          count = i == 0 ? 1 : 1 + random.below(frames - first);
        const WfdbRecord part = part_of(header, {first, count});
        EXPECT_EQ(part.first_frame, first);
        ASSERT_EQ(part.frame_count, count);
        ASSERT_EQ(part.signals.size(), whole.signals.size());
        for (std::size_t s = 0; s < whole.signals.size(); ++s) {
            const auto& all = whole.signals[s].samples;
            const auto per_frame = static_cast<std::ptrdiff_t>(whole.signals[s].samples_per_frame);
            const auto begin = all.begin() + static_cast<std::ptrdiff_t>(first) * per_frame;
            EXPECT_EQ(part.signals[s].samples,
                      std::vector<std::int32_t>(begin, begin + static_cast<std::ptrdiff_t>(count) *
                                                                   per_frame))
                << header << " frames " << first << " + " << count << " signal " << s;
        }
    }
}

TEST(WfdbPart, IsTheSameInEachFormatWithSkewAndSeveralSamplesAFrame) {
    const ScratchFolder folder;
    Rng random(0, 1, "wfdb parts");
    for (const int format : {8, 16, 24, 32, 61, 80, 160, 212, 310, 311}) {
        write_random_samples(folder.path() / "r.dat", format, 4 * k_frames, random);
        write_file(folder.path() / "r.hea",
                   concat("r 3 500 ", k_frames, "\nr.dat ", format, " 200/mV 16 0 7\nr.dat ",
                          format, "x2:5 200/mV\nr.dat ", format, ":2 200/mV\n"));
        expect_parts(folder.path() / "r.hea", k_frames, random);
    }
}

TEST(WfdbPart, CrossesTheBordersOfSegments) {
    const ScratchFolder folder;
    Rng random(0, 2, "wfdb segments");
    const std::size_t lengths[] = {100, 37, 80};
    std::string lines;
    for (std::size_t i = 0; i < 3; ++i) {
        const std::string name = concat("s", i);
        write_random_samples(folder.path() / (name + ".dat"), 212, 2 * lengths[i], random);
        write_file(folder.path() / (name + ".hea"),
                   concat(name, " 2 500 ", lengths[i], "\n", name, ".dat 212 200/mV\n", name,
                          ".dat 212 200/mV\n"));
        lines += concat(name, " ", lengths[i], "\n");
        if (i == 1) lines += "~ 13\n";
    }
    write_file(folder.path() / "r.hea", concat("r/4 2 500 230\n", lines));
    expect_parts(folder.path() / "r.hea", 230, random);
    // A segment outside the part is not opened.
    fs::remove(folder.path() / "s2.dat");
    EXPECT_NO_THROW(part_of(folder.path() / "r.hea", {10, 100}));
    EXPECT_THROW(part_of(folder.path() / "r.hea", {10, 150}), DataError);
}

TEST(WfdbPart, LimitsApplyToThePartAndNotToTheRecord) {
    const ScratchFolder folder;
    const std::size_t frames = std::size_t{24} * 3600 * 500; // a day
    write_file(folder.path() / "r.hea", concat("r 12 500 ", frames, "\n", [] {
                   std::string lines;
                   for (const Lead lead : all_leads())
                       lines += concat("r.dat 16 1000/mV 16 0 0 0 0 ", name_of(lead), "\n");
                   return lines;
               }()));
    write_file(folder.path() / "r.dat", "");
    fs::resize_file(folder.path() / "r.dat", frames * 12 * 2); // sparse: takes no space
    const WfdbRecord part = part_of(folder.path() / "r.hea", {frames - 5000, 5000});
    EXPECT_EQ(part.signals[11].samples, std::vector<std::int32_t>(5000, 0));
    EXPECT_EQ(record_from_wfdb(part).start_s, 24 * 3600 - 10);
    try {
        read_wfdb(folder.path() / "r.hea");
        FAIL() << "a gigabyte was read";
    } catch (const DataError& error) {
        EXPECT_NE(std::string(error.what()).find("source.window_s"), std::string::npos);
    }
}

} // namespace
} // namespace ecgpress
