// Artifacts of recorders, copiers, viewers, and of what lies on and around the sheet: what they
// hide is flagged, and what they change in the signal is in the labels.
#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

#include "codec/jpeg.hpp"
#include "codec/picture_folder.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/press/press.hpp"
#include "pipeline/printed.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::printed;

Config with_artifacts(const std::string& artifacts,
                      const std::string& style = "dpi: 110, row_height_mm: 26") {
    return parse_config(
        concat("seed: 11\nsource: {kind: simulated, records: 20}\noracle: {every: 0}\n",
               "presets: {mine: {", artifacts, "}}\npages:\n  - name: mine\n    layouts: [3x4]\n",
               "    count: {train: 6}\n    datasets: [detection, segmentation]\n",
               "    artifacts: mine\n    style: {", style, "}\n"),
        "machine_and_view_test", {});
}

/// Numbers of samples that are flagged as hidden and as without contrast. Checks that flags agree
/// with the visibility of the print.
struct Lost {
    std::size_t hidden = 0, pale = 0, all = 0;
};

Lost lost_samples_of(const PrintedPage& page) {
    Lost lost;
    for (std::size_t i = 0; i < page.flags.size(); ++i) {
        const auto& trace = page.labels.panels[i].trace_px;
        for (std::size_t k = 0; k < trace.size(); ++k) {
            if (std::isnan(trace[k].x_px)) continue;
            const int x = static_cast<int>(std::lround(trace[k].x_px)),
                      y = static_cast<int>(std::lround(trace[k].y_px));
            if (x < 0 || y < 0 || x >= page.labels.width_px || y >= page.labels.height_px) continue;
            const bool seen = (page.flags[i][k] & k_not_hidden) != 0;
            ++lost.all;
            lost.hidden += seen ? 0 : 1;
            lost.pale += (page.flags[i][k] & k_contrast) == 0 ? 1 : 0;
            if (page.rendered.seen.pixels.empty())
                EXPECT_TRUE(seen);
            else
                EXPECT_EQ(seen, page.rendered.seen.row(y)[x] >= 128);
        }
    }
    return lost;
}

/// Number of pixels that are neither black nor white.
std::size_t greys_between(const Image& image) {
    std::size_t count = 0;
    for (std::size_t i = 0; i < image.pixels.size(); i += 3)
        count += image.pixels[i] != 0 && image.pixels[i] != 255 ? 1 : 0;
    return count;
}

TEST(Objects, FlagWhatTheyHide) {
    for (const char* artifact :
         {"camera_pose: mild, hand: severe", "papers: {count: 3, over_mm: 40}",
          "filed: {holes: 1, staples: 1}", "perforated: {tooth_mm: 4.5}"}) {
        // Traces up to the edges, so that objects at the edges hide some.
        const auto inputs = open_inputs(
            with_artifacts(artifact, "dpi: 110, row_height_mm: 26, margins_mm: {left: 3, right: 3, "
                                     "top: 14, bottom: 12}"));
        Press press(*inputs);
        Lost lost;
        for (std::uint64_t index = 0; index < 6; ++index) {
            const Lost here = lost_samples_of(printed(press, index));
            lost.hidden += here.hidden;
            lost.all += here.all;
        }
        EXPECT_GT(lost.hidden, 5U) << artifact;
        EXPECT_LT(lost.hidden, lost.all / 3) << artifact;
    }
}

TEST(Stamp, HidesNothing) {
    const auto inputs = open_inputs(with_artifacts("stamp: severe, handwriting: severe"));
    Press press(*inputs);
    for (std::uint64_t index = 0; index < 3; ++index)
        EXPECT_EQ(lost_samples_of(printed(press, index)).hidden, 0U);
}

TEST(DarkMode, KeepsTheContrastOfTraces) {
    const auto inputs = open_inputs(with_artifacts("dark_mode: any"));
    Press press(*inputs);
    const PrintedPage page = printed(press, 0);
    const Lost lost = lost_samples_of(page);
    EXPECT_LT(lost.pale, lost.all / 100);
    double sum = 0;
    for (const std::uint8_t value : page.rendered.image.pixels) sum += value;
    EXPECT_LT(sum / static_cast<double>(page.rendered.image.pixels.size()), 90);
}

TEST(Monitor, StaysDarkAndKeepsTheContrastOfTraces) {
    for (const char* artifacts : {"dark_mode: any", "defocus: mild, jpeg_again: mild"}) {
        const auto inputs = open_inputs(with_artifacts(
            artifacts, "paper_colour: [0, 0, 0], trace_colour: [60, 255, 60], show_grid: false"));
        Press press(*inputs);
        const PrintedPage page = printed(press, 0);
        const Lost lost = lost_samples_of(page);
        EXPECT_LT(lost.pale, lost.all / 100) << artifacts;
        double sum = 0;
        for (const std::uint8_t value : page.rendered.image.pixels) sum += value;
        EXPECT_LT(sum / static_cast<double>(page.rendered.image.pixels.size()), 40) << artifacts;
    }
}

TEST(Typefaces, AreOpenedIfAPageMayNeedThem) {
    const auto opened = [](const char* artifacts, const std::string& style) {
        std::string letters;
        const auto inputs = open_inputs(with_artifacts(artifacts, style));
        for (std::size_t face = 0; face < k_face_count; ++face)
            letters += inputs->typefaces.faces[face] ? "asmcbdh"[face] : '-';
        return letters; // sAns, Serif, Mono, sCript, Bold, Dots, Hand
    };
    EXPECT_EQ(opened("scan_skew: mild", "dpi: 110"), "a------");
    EXPECT_EQ(opened("scan_skew: mild", "bold_names: {true: 1, false: 9}"), "a---b--");
    EXPECT_EQ(opened("scan_skew: mild", "face: {dots: 1, mono: 1}"), "a-m--d-");
    EXPECT_EQ(opened("handwriting: mild", "dpi: 110"), "a--c--h");
}

TEST(Jagged, LeavesNoGreyBetweenInkAndPaper) {
    const std::string style =
        "dpi: 110, row_height_mm: 26, show_grid: false, trace_colour: [0, 0, 0], one_ink: true, "
        "paper_colour: [255, 255, 255]";
    const auto plain = open_inputs(with_artifacts("", style));
    const auto inputs = open_inputs(with_artifacts("jagged: any", style));
    Press one(*plain), press(*inputs);
    const PrintedPage smooth = printed(one, 0), page = printed(press, 0);
    EXPECT_GT(greys_between(smooth.rendered.image), 1000U);
    EXPECT_EQ(greys_between(page.rendered.image), 0U);
    // Masks, positions and flags are those of the page with smooth edges, and the ink is where the
    // masks have most of a pixel.
    ASSERT_EQ(page.rendered.traces.size(), smooth.rendered.traces.size());
    for (std::size_t i = 0; i < page.rendered.traces.size(); ++i) {
        const InkMask& mask = page.rendered.traces[i];
        EXPECT_EQ(mask.rect, smooth.rendered.traces[i].rect);
        EXPECT_EQ(mask.coverage, smooth.rendered.traces[i].coverage);
        EXPECT_EQ(page.flags[i], smooth.flags[i]);
        for (int y = mask.rect.y; y < mask.rect.bottom(); ++y)
            for (int x = mask.rect.x; x < mask.rect.right(); ++x)
                if (mask.at(x, y) >= 128) {
                    ASSERT_EQ(page.rendered.image.row(y)[std::ptrdiff_t{3} * x], 0)
                        << x << ' ' << y;
                }
    }
}

TEST(Bilevel, HasTwoLevelsAndKeepsTheMeanGrey) {
    const auto plain = open_inputs(with_artifacts("scan_skew: {degrees: 0}"));
    const auto inputs = open_inputs(with_artifacts("bilevel: mild"));
    Press one(*plain), press(*inputs);
    for (std::uint64_t index = 0; index < 3; ++index) {
        const auto grey = [](const PrintedPage& page) {
            double sum = 0;
            for (const std::uint8_t value : page.rendered.image.pixels) sum += value;
            return sum / static_cast<double>(page.rendered.image.pixels.size());
        };
        const PrintedPage page = printed(press, index);
        EXPECT_NEAR(grey(page), grey(printed(one, index)), 6) << index;
        EXPECT_TRUE(std::all_of(page.rendered.image.pixels.begin(),
                                page.rendered.image.pixels.end(),
                                [](std::uint8_t value) { return value == 0 || value == 255; }));
    }
}

TEST(Photocopy, DarkensTheGridWithEachCopy) {
    const auto darkness = [](const std::string& artifact) {
        const auto inputs = open_inputs(with_artifacts(artifact));
        Press press(*inputs);
        const PrintedPage page = printed(press, 0);
        EXPECT_EQ(lost_samples_of(page).hidden, 0U);
        double sum = 0;
        for (const std::uint8_t value : page.rendered.image.pixels) sum += 255 - value;
        return sum / static_cast<double>(page.rendered.image.pixels.size());
    };
    const double original = darkness("scan_skew: {degrees: 0}"),
                 copy = darkness("photocopy: {copies: 1, gain: 2}"),
                 third = darkness("photocopy: {copies: 3, gain: 2}");
    EXPECT_GT(copy, 1.2 * original);
    EXPECT_GT(third, 1.2 * copy);
}

TEST(PrintHead, ClipsAndStepsTheSignalsOfTheRelease) {
    const auto stopped = open_inputs(with_artifacts("print_stops: {reach_mm: 6}"));
    const auto stepped = open_inputs(with_artifacts("head_dots: {dots_per_mm: 8}"));
    Press one(*stopped), two(*stepped);
    const PrintedPage low = printed(one, 0), steps = printed(two, 0);
    std::size_t at_stop = 0;
    for (std::size_t i = 0; i < low.page.panels.size(); ++i) {
        const double gain = low.page.panels[i].gain_mm_per_mv;
        for (const double value : low.page.panels[i].signal_mv) {
            EXPECT_LE(std::abs(value) * gain, 6 + 1e-9);
            at_stop += std::abs(value) * gain > 6 - 1e-9 ? 1 : 0;
        }
        for (const double value : steps.page.panels[i].signal_mv)
            EXPECT_NEAR(value * gain * 8, std::round(value * gain * 8), 1e-6);
    }
    EXPECT_GT(at_stop, 20U);
}

TEST(Textures, LieBelowPhotographsAndMayNotChange) {
    const ScratchFolder scratch;
    const auto put = [&](std::uint8_t red) {
        Image desk(80, 70, 3);
        for (std::size_t i = 0; i < desk.pixels.size(); ++i) desk.pixels[i] = i % 3 == 0 ? red : 0;
        const Bytes file = encode_png(desk);
        write_file(scratch.path() / "desk.png", file.data(), file.size());
    };
    put(250);
    const auto config = [&] {
        Config made = with_artifacts("camera_pose: mild");
        made.textures = {scratch.path(), sha256_of_pictures(scratch.path())};
        return made;
    };
    const Config before = config();
    const auto inputs = open_inputs(before);
    Press press(*inputs);
    std::size_t red = 0; // pixels of the desk
    for (std::uint64_t index = 0; index < 6; ++index) {
        const PrintedPage page = printed(press, index);
        const Bytes& pixels = page.rendered.image.pixels;
        for (std::size_t i = 0; i < pixels.size(); i += 3)
            red += pixels[i] > 120 && pixels[i + 1] < 40 && pixels[i + 2] < 40 ? 1 : 0;
    }
    EXPECT_GT(red, 500U);
    put(251);
    EXPECT_THROW(open_inputs(before), ConfigError);
    EXPECT_NE(open_inputs(config())->fingerprint, inputs->fingerprint);
}

TEST(ExifOrientation, TurnsThePictureBack) {
    Config config = with_artifacts("camera_pose: mild");
    config.pages[0].jpeg.exif_orientation = true;
    const auto inputs = open_inputs(config);
    Press press(*inputs);
    for (std::uint64_t index = 0; index < 6; ++index) {
        PrintedPage page = printed(press, index);
        page.rendered.orientation = 1 + static_cast<int>(index); // as if it were turned
        const Bytes file = press.encode(page).image_jpeg;
        static constexpr std::uint8_t k_exif[] = {'E', 'x', 'i', 'f', 0, 0};
        const auto at = std::search(file.begin(), file.end(), std::begin(k_exif), std::end(k_exif));
        ASSERT_EQ(at == file.end(), index == 0);
        if (index > 0) {
            EXPECT_EQ(at[6 + 8 + 2 + 9], 1 + index);
        }
        const Image image = decode_jpeg(file); // the stored pixels are those of the labels
        EXPECT_EQ(image.width, page.labels.width_px);
        EXPECT_EQ(image.height, page.labels.height_px);
    }
}

} // namespace
} // namespace ecgpress
