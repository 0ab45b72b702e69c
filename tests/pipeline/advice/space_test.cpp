// Numbers of files: limits of the configuration and of the file system.
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "dataset/formats/list.hpp"
#include "pipeline/advice/possible_releases.hpp"
#include "pipeline/advice/space.hpp"
#include "pipeline/config_cases.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

constexpr std::uint64_t k_gigabyte = 1'000'000'000;

Config run_of(std::uint64_t pages, const std::string& formats, const std::string& datasets) {
    return config_cases::parse(concat("pages:\n  - name: all\n    layouts: [3x4]\n    count: ",
                                      pages, "\n    datasets: [", datasets, "]\n"),
                               {concat("release.formats=[", formats, "]")});
}

template <class Action> std::string message_of(Action action) {
    try {
        action();
        return "";
    } catch (const Error& error) {
        return error.what();
    }
}

TEST(Space, MostFilesIsTheLargestNumberThatIsAccepted) {
    for (const ReleaseFormat& format : release_formats()) {
        Config config = run_of(5000, format.name, "digitization, detection, segmentation");
        const std::uint64_t files = count_files(config, format.name, 1e6);
        config.release.most_files = files;
        EXPECT_EQ(message_of([&] { require_few_files(config); }), "") << format.name;
        config.release.most_files = files - 1;
        const std::string text = message_of([&] { require_few_files(config); });
        EXPECT_NE(text.find(concat(files, " (", format.name, ')')), std::string::npos) << text;
        config.release.most_files = 0;
        EXPECT_EQ(message_of([&] { require_few_files(config); }), "") << format.name;
    }
}

TEST(Space, ReleasesCountTogether) {
    Config config = run_of(1000, "folder, coco", "detection, segmentation");
    const std::uint64_t folder = count_files(config, "folder", 1e6),
                        coco = count_files(config, "coco", 1e6);
    config.release.most_files = folder + coco;
    EXPECT_EQ(message_of([&] { require_few_files(config); }), "");
    config.release.most_files = folder + coco - 1;
    EXPECT_NE(message_of([&] { require_few_files(config); }), "");
}

TEST(Space, OnlyFormatsThatFitAndHavePagesAreNamed) {
    const Config config = run_of(1'000'000, "folder", "digitization, detection");
    const std::string text = message_of([&] { require_few_files(config); });
    const std::string named = text.substr(text.find("Formats that fit"));
    for (const ReleaseFormat& format : release_formats()) {
        const bool is_empty = format.needs_masks,
                   fits = count_files(config, format.name, 1e6) <= config.release.most_files;
        EXPECT_EQ(named.find(concat(" (", format.name, ')')) != std::string::npos,
                  fits && !is_empty)
            << format.name << '\n'
            << text;
    }
    EXPECT_NE(named.find("webdataset"), std::string::npos) << text;
}

TEST(Space, ARunNeedsFreeFilesForWhatIsNotThere) {
    const ScratchFolder scratch;
    const RunFolder folder(scratch.path());
    const Config config = run_of(400, "folder", "detection");
    const std::uint64_t release = count_files(config, "folder", 1e6), shards = shard_count(config);
    const auto refusal = [&](std::optional<std::uint64_t> files) {
        return message_of([&] { require_free_files(config, folder, {k_gigabyte, files}); });
    };
    EXPECT_EQ(refusal(std::nullopt), "");
    EXPECT_EQ(refusal(release + shards), "");
    EXPECT_NE(refusal(release + shards - 1).find("webdataset"), std::string::npos);
    fs::create_directories(folder.shards());
    EXPECT_NE(refusal(release), "") << "an empty folder";
    fs::create_directories(folder.shards() / "shard-00000.h5");
    EXPECT_EQ(refusal(release), "");
    EXPECT_NE(refusal(release - 1), "");
    fs::create_directories(folder.release("folder") / "images");
    EXPECT_EQ(refusal(0), "");
}

/// Every format that a group of datasets feeds is accepted, every other one is refused, with what
/// it needs and the formats that have pages.
TEST(PossibleReleases, AFormatWithoutPagesIsRefused) {
    for (const std::string datasets :
         {"detection", "segmentation", "overlap", "overlap, detection"}) {
        const bool images = datasets.find("detection") != std::string::npos,
                   masks = datasets != "detection";
        for (const ReleaseFormat& format : release_formats()) {
            const std::string name = format.name;
            const bool any = name == "folder" || name == "hdf5" || name == "webdataset";
            const bool has = any || (images && (masks || !format.needs_masks));
            const std::string text = message_of([&] {
                require_possible_releases(
                    run_of(40, concat("folder, ", name == "folder" ? "hdf5" : name), datasets));
            });
            EXPECT_EQ(text.empty(), has) << name << ' ' << datasets << ' ' << text;
            if (has) continue;
            EXPECT_NE(text.find("--format) has " + name), std::string::npos) << text;
            EXPECT_NE(text.find(format.needs), std::string::npos) << text;
            EXPECT_NE(text.find("have pages: folder, "), std::string::npos) << text;
        }
    }
}

TEST(PossibleReleases, ACapOfCropsTakesNoMasks) {
    Config config = run_of(40, "coco", "detection, segmentation");
    config.pages[0].caps.segmentation = 0;
    EXPECT_EQ(message_of([&] { require_possible_releases(config); }), "");
    config.pages[0].caps.detection = 0;
    EXPECT_NE(message_of([&] { require_possible_releases(config); }), "");
}

/// 1,000 pages have at least 2,000 files.
TEST(PossibleReleases, TooManyFilesForTheArchivesAreRefused) {
    for (const char* format : {"folder", "yolo-obb"}) {
        Config config = run_of(1000, format, "detection");
        config.release.max_archives = 20;
        config.release.max_files = 99;
        const std::string text = message_of([&] { require_possible_releases(config); });
        for (const std::string& part :
             {concat("of format ", format), std::string("max_archives is 20"),
              std::string("at most 99 files (release.max_files)")})
            EXPECT_NE(text.find(part), std::string::npos) << text;
        EXPECT_EQ(text.find("max_bytes"), std::string::npos) << text;
        config.release.max_files = 1000;
        EXPECT_EQ(message_of([&] { require_possible_releases(config); }), "") << format;
    }
}

/// Archives are counted by the size of a rendered page, whichever formats are requested.
TEST(Space, ArchivesAreCountedByTheSizeOfAPage) {
    Config config = run_of(100'000, "webdataset, coco", "detection, segmentation");
    Estimate estimate;
    estimate.release = count_release(config);
    EstimateRow row;
    row.pages = {100'000, 0, 0};
    estimate.rows = {row};
    EXPECT_EQ(estimate.archive_page_bytes(), k_usual_page_bytes) << "no page was rendered";
    estimate.rows[0].archive_bytes = 5e6;
    estimate.rows[0].other_bytes = 9e6;
    EXPECT_EQ(estimate.archive_page_bytes(), 5e6);
    const std::uint64_t coco = count_files(config, "coco", 1);
    EXPECT_EQ(peak_of(config, estimate).files - shard_count(config) - coco,
              count_files(config, "webdataset", 5e6));
    EXPECT_GT(count_files(config, "webdataset", 5e6), count_files(config, "webdataset", 1e6));
}

TEST(Space, WarnsOfTooFewBytesOrFiles) {
    const Config config = run_of(400, "folder", "detection");
    const RunFolder folder("out");
    const Peak peak{2e9, 5000};
    const auto count = [&](std::uint64_t bytes, std::optional<std::uint64_t> files) {
        return too_little_space(config, folder, peak, {bytes, files}).size();
    };
    EXPECT_EQ(count(2 * k_gigabyte, 5000), 0U);
    EXPECT_EQ(count(2 * k_gigabyte, std::nullopt), 0U);
    EXPECT_EQ(count(2 * k_gigabyte - 1, 5000), 1U);
    EXPECT_EQ(count(2 * k_gigabyte, 4999), 1U);
    EXPECT_EQ(count(0, 0), 2U);
}

} // namespace
} // namespace ecgpress
