// Each warning is given for the settings it describes, and for no others.
#include <algorithm>
#include <gtest/gtest.h>

#include "dataset/formats/list.hpp"
#include "pipeline/advice/box_sizes.hpp"
#include "pipeline/advice/hub_limits.hpp"
#include "pipeline/advice/release_counts.hpp"
#include "pipeline/advice/warnings.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/config_cases.hpp"

namespace ecgpress {
namespace {

const std::string k_pages = "seed: 3\n"
                            "pages:\n"
                            "  - name: plain\n"
                            "    layouts: [3x4]\n"
                            "    count: 20\n"
                            "    datasets: [digitization, detection, segmentation]\n";

std::vector<std::string> texts_of(const std::vector<Warning>& warnings) {
    std::vector<std::string> lines;
    for (const Warning& warning : warnings) lines.push_back(warning.text());
    return lines;
}

std::vector<std::string> texts(const Config& config) {
    return texts_of(warnings_of(config));
}

std::vector<std::string> texts_with(const std::vector<std::string>& settings) {
    return texts(config_cases::parse(k_pages, settings));
}

struct Case {
    std::vector<std::string> settings;
    std::string part; ///< text in the only warning
};

void expect_each_once(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
        const auto lines = texts_with(each.settings);
        const std::string all = concat(join(each.settings, " "), ":\n", join(lines, "\n"));
        ASSERT_EQ(lines.size(), 1U) << all;
        EXPECT_NE(lines[0].find(each.part), std::string::npos) << all;
    }
}

const std::string k_style = "pages.plain.style.", k_one_column = "pages.plain.layouts=[3x1]",
                  k_one_row = "layouts=[{name: flat, rows: [[I, II]]}]",
                  k_chest = "layouts=[{name: chest, rows: [[V1, V2], [V3, V4]]}]";

TEST(EachWarning, IsGivenOnceForStyleKeys) {
    expect_each_once(
        {Case{{k_style + "show_grid=false", k_style + "grid_inset_mm={left: 3}"},
              "show_grid is fal"},
         Case{{k_style + "grid_super_width_mm=0.6"}, "grid_super_pitch_mm is 0"},
         Case{{k_style + "grid_super_colour=\"#ff0000\""}, "grid_super_pitch_mm is 0"},
         Case{{k_style + "grid_form=major", k_style + "grid_minor_width_mm=0.2"}, "form is major"},
         Case{{k_style + "grid_minor_paleness=0.5", k_style + "grid_minor_colour=\"#ff0000\""},
              "style.grid_minor_colour has no effect. grid_minor_paleness derives"},
         Case{{k_style + "show_lead_name=false", "pages.plain.datasets=[digitization]",
               k_style + "lead_names=capitals"},
              "style.lead_names"},
         Case{{k_style + "show_lead_name=false", "pages.plain.datasets=[digitization]",
               k_style + "font_size_mm=[2, 3]"},
              "style.font_size_mm"},
         Case{{k_style + "show_lead_name=false", "pages.plain.datasets=[digitization]",
               k_style + "label_offset_mm.y=8"},
              "style.label_offset_mm.y"},
         Case{{k_style + "show_lead_name=false", "pages.plain.datasets=[digitization]",
               k_style + "face=serif"},
              "style.face has no effect. These pages have no text"},
         Case{{k_style + "show_lead_name=false", "pages.plain.datasets=[digitization]",
               k_style + "text_colour=[9, 9, 9]"},
              "style.text_colour has no effect. These pages have no text"},
         Case{{k_style + "one_ink=true", k_style + "text_colour=[9, 9, 9]"}, "one_ink is true"},
         Case{{k_style + "one_ink=true", k_style + "separator_colour=[9, 9, 9]"},
              "one_ink is true"},
         Case{{k_style + "show_separator=false", k_style + "separator_width_mm=0.5"},
              "show_separator is false"},
         Case{{k_one_column, k_style + "separator_form=tick"}, "No layout has two columns"},
         Case{{k_one_column, k_style + "column_gap_mm=[1, 3]"}, "No layout has two columns"},
         Case{{k_one_column, k_style + "column_time=same"}, "No layout has two columns"},
         Case{{k_one_row, "pages.plain.layouts=[flat]", k_style + "row_height_mm=20"},
              "No layout has two rows"},
         Case{{k_style + "pulse_gap_mm=2", k_style + "pulse_rise_mm=0.5"},
              "style.pulse_gap_mm, style.pulse_rise_mm have no effect. pulse is none. Set"},
         Case{{k_style + "header_top_mm=9"}, "header is none"},
         Case{{k_style + "footer_bottom_mm=9"}, "footer is none"},
         Case{{k_style + "words_size_mm=[2, 3]"}, "header and footer are none"},
         Case{{k_one_column, "layouts=[{name: limb, rows: [[I, II], [aVR, III]]}]",
               "pages.plain.layouts=[limb]", k_style + "chest_gain_mm_per_mv=5"},
              "No layout or rhythm strip has V1 to V6"},
         Case{{k_chest, "pages.plain.layouts=[chest]", k_style + "lead_order=cabrera"},
              "No layout has a limb lead"},
         Case{{k_style + "fit_to_page=true"}, "The page has no fixed size"},
         Case{{k_style + "paper=a4", k_style + "page_width_mm=300", k_style + "page_height_mm=200"},
              "style.paper has no effect"}});
}

TEST(EachWarning, IsGivenOnceForGroupKeys) {
    expect_each_once(
        {Case{{k_one_column, "pages.plain.rhythm=II"}, "puts strips under 3x1"},
         Case{{"pages.plain.layouts=[3x4, 12x1]", "pages.plain.rhythm=II"},
              "under 12x1. Each lead"},
         Case{{k_style + "show_lead_name=false"}, "is in detection, but has no lead names"},
         Case{{"pages.plain.datasets=[detection]", "pages.plain.mask.visible=true"},
              "pages.plain.mask has no effect"},
         Case{{"pages.plain.datasets=[overlap]", "pages.plain.jpeg.chroma=444"},
              "pages.plain.jpeg has no effect"},
         Case{{"pages.plain.jpeg.quality=49"}, "jpeg.quality is 49"},
         Case{{k_style + "dpi=60"}, "draws traces at most 0.71 px wide"},
         Case{{k_style + "dpi=[20, 60]", k_style + "trace_width_mm=[0.1, 0.4]"}, "at most 0.94 px"},
         Case{{k_style + "max_side_px=640"}, "draws traces at most 0.68 px wide"},
         Case{{k_style + "duration_s=10.5"}, "up to second 10.5"},
         Case{{k_style + "start_s=[0, 1]"}, "up to second 11"},
         Case{{k_style + "duration_s=20", k_style + "column_time=same", "pages.plain.rhythm=II"},
              "up to second 20"}});
}

TEST(EachWarning, IsGivenOnceForRunKeys) {
    expect_each_once(
        {Case{{"source={kind: ptb-xl, path: x, records: 7}"}, "source.records has no effect"},
         Case{{"source={kind: ptb-xl, path: x, seed: 7}"}, "source.seed has no effect"},
         Case{{"source={kind: wfdb, path: x, rate_hz: 360, patient_from: folder}"},
              "source.rate_hz has no effect"},
         Case{{"source={kind: wfdb, path: x}"}, "patients are unknown"},
         Case{{"source={kind: npy, path: x}"}, "patients are unknown"},
         Case{{"source={kind: dicom, path: x}"}, "Set source.patient_from: file"},
         Case{{"source.patient_from=folder"}, "source.patient_from has no effect"},
         Case{{"source.unit=uV"}, "source.unit has no effect"},
         Case{{"source.annotations=atr"}, "source.annotations has no effect"},
         Case{{"oracle={every: 0, floors_db: {columns: 10}}"}, "oracle.floors_db has no effect"},
         Case{{k_one_row}, "layouts defines flat, which is unused"},
         Case{{"presets={mine: {folds: mild}}"}, "presets defines mine, which is unused"},
         Case{{"pages.plain.count=100001", "pages.plain.datasets=[detection]"},
              "release.pages_per_folder is 0, so one folder will have 100001 files"},
         Case{{"pages.plain.count=70000", "release.pages_per_folder=1000"},
              "The release of format folder will have "}});
}

TEST(EachWarning, IsGivenOncePerSplitThatATrainerRequires) {
    const std::string train = "pages.plain.count={train: 4, test: 1}",
                      val = "pages.plain.count={val: 4}";
    expect_each_once(
        {Case{{train}, "The release of format folder has no page in val"},
         Case{{val}, "The release of format folder has no page in train"},
         Case{{train, "release.formats=[yolo-obb]"}, "format yolo-obb has no page in val"},
         Case{{train, "release.formats=[coco]"}, "format coco has no page in val"},
         Case{{train, "release.formats=[nnunet]"}, "validates on the training pages"},
         Case{{val, "release.formats=[nnunet]"}, "trains on the pages of val"}});
    for (const std::string format : {"hdf5", "webdataset", "wfdb"})
        EXPECT_TRUE(texts_with({train, concat("release.formats=[", format, "]")}).empty())
            << format;
    EXPECT_TRUE(texts_with({train, "pages.plain.datasets=[digitization, segmentation]"}).empty())
        << "a release of format folder without detection is not for trainers of detectors";
}

TEST(ReusedRecords, AreNamedFromAHundredPagesOfEachOn) {
    const auto texts_for = [](std::uint64_t pages, std::size_t records) {
        const Config config = config_cases::parse(
            k_pages, {concat("pages.plain.count={train: ", pages, ", val: 1}")});
        std::vector<RecordInfo> catalogue(records + 1);
        for (std::size_t i = 0; i < catalogue.size(); ++i) {
            catalogue[i].name = catalogue[i].patient = std::to_string(i);
            catalogue[i].fold = i == records ? 9 : 1;
        }
        const Plan plan(config, catalogue);
        std::vector<std::string> lines;
        for (const Warning& warning : reused_records(config, plan)) lines.push_back(warning.text());
        return lines;
    };
    EXPECT_TRUE(texts_for(799, 8).empty());
    const auto lines = texts_for(80000, 80);
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].find("80000 pages of train show 80 records, each 1000 times."), 0U)
        << lines[0];
    EXPECT_NE(lines[0].find("source.records"), std::string::npos);
}

TEST(SmallBoxes, AreNamedWithTheSizeThatIsEnough) {
    BoxSides sides;
    sides[0] = {0.1, 0.1, 0.1};
    sides[1] = {0.003, 0.0035, 0.5}; // median 2.24 px of 640
    sides[2] = {0.00625};            // 4 px
    const auto found = small_boxes(sides);
    ASSERT_EQ(found.size(), 1U);
    const std::string text = found[0].text();
    EXPECT_NE(text.find("I 2.2 px"), std::string::npos) << text;
    EXPECT_EQ(text.find("II"), std::string::npos) << text;
    EXPECT_NE(text.find("imgsz=1152"), std::string::npos) << text; // 4 / 0.0035 is 1142.9
    sides.erase(1);
    EXPECT_TRUE(small_boxes(sides).empty());
}

TEST(NoWarning, ForShippedConfigurations) {
    for (const std::string name : {"demo", "paper", "realistic", "million"}) {
        const auto lines =
            texts(load_config(concat(ECGPRESS_SOURCE_DIR, "/config/", name, ".yaml"), {}));
        EXPECT_TRUE(lines.empty()) << name << ":\n" << join(lines, "\n");
    }
    // The only warning about a million pages as single files.
    const auto lines = texts(
        load_config(ECGPRESS_SOURCE_DIR "/config/million.yaml", {"release.formats=[folder]"}));
    ASSERT_EQ(lines.size(), 1U) << join(lines, "\n");
    EXPECT_NE(lines[0].find("files"), std::string::npos) << lines[0];
}

TEST(NoWarning, ForDefaultsAndLooks) {
    EXPECT_TRUE(texts_with({}).empty());
    EXPECT_TRUE(texts_with({"pages.plain.looks=default"}).empty());
    for (const Look& look : standard_looks()) {
        const auto lines = texts_with({"pages.plain.looks=" + look.name});
        EXPECT_TRUE(lines.empty()) << look.name << ":\n" << join(lines, "\n");
    }
}

TEST(NoWarning, ForKeysWithAnEffectOnSomePage) {
    for (const std::vector<std::string>& settings : std::vector<std::vector<std::string>>{
             {k_style + "pulse_gap_mm=2", k_style + "pulse={none: 1, left: 1}"},
             {k_style + "grid_inset_mm={left: 3}", k_style + "show_grid={true: 1, false: 3}"},
             {k_style + "pulse_gap_mm=0"},
             {k_one_column, k_style + "separator_width_mm=0.3"},
             {"pages.plain.layouts=[3x4, 3x1]", k_style + "column_gap_mm=2"},
             {k_style + "grid_minor_paleness=[0, 0.5]", k_style + "grid_minor_colour=[9, 9, 9]"},
             {k_style + "duration_s=30", k_style + "column_time=same"},
             {k_style + "start_s=4", k_style + "duration_s=6"},
             {k_style + "dpi=[20, 300]"},
             {k_style + "max_side_px={0: 1, 640: 1}"},
             {k_style + "max_side_px=1280"},
             {"source={kind: wfdb, path: x, patient_from: folder}", k_style + "duration_s=30"},
             {"source={kind: wfdb, path: x, patient_from: folder, annotations: leads}"},
             {"source={kind: ptb-xl, path: x, annotations: y}"},
             {"pages.plain.datasets=[detection]", "pages.plain.mask.overlap=true"},
             {"pages.plain.datasets=[overlap]", "pages.plain.jpeg.quality=95"},
             {"pages.plain.caps.detection=20"},
             {"pages.plain.count=90000", "pages.plain.datasets=[detection]"},
             {"presets={mine: {folds: mild}}", "pages.plain.artifacts={paired: [clean, mine]}"}})
        EXPECT_TRUE(texts_with(settings).empty()) << join(settings, " ") << ":\n"
                                                  << join(texts_with(settings), "\n");
}

TEST(NoWarning, ForASharedStyleWithAnEffectInOneGroup) {
    const std::string two = k_pages + "  - name: other\n    layouts: [3x1]\n    count: 5\n"
                                      "    datasets: [overlap]\n";
    EXPECT_TRUE(texts(config_cases::parse(two, {"style.column_gap_mm=2"})).empty());
    const auto lines = texts(config_cases::parse(two, {"style.pulse_gap_mm=2"}));
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].find("pages.plain, pages.other: style.pulse_gap_mm has no effect"), 0U);
}

TEST(TooManyFiles, OnlyInFolderReleases) {
    ReleaseSettings release;
    EXPECT_EQ(too_many_files(release, 1'000'001, 100'001).size(), 2U);
    EXPECT_TRUE(too_many_files(release, 1'000'000, 100'000).empty());
    release.pages_per_folder = 1000;
    EXPECT_EQ(too_many_files(release, 1'000'001, 100'001).size(), 1U);
    release.formats = {"webdataset"};
    EXPECT_TRUE(too_many_files(release, 1'000'000'000, 100'001).empty());
}

/// Every format stays within the limits or is named with its numbers and with what helps.
TEST(BeyondHubLimits, OfEveryFormat) {
    const auto lines_of = [](const std::string& format, const std::string& pages,
                             double a_shard = 0) {
        const std::string run = concat(
            "pages:\n  - {name: a, layouts: [3x1], datasets: [detection, segmentation], count: ",
            pages, "}\nshard: {pages: 1000}\nrelease: {formats: [", format, "]}\n");
        return texts_of(beyond_hub_limits(config_cases::parse(run), a_shard));
    };
    const std::string many = "{train: 10001, val: 0, test: 0}",
                      few = "{train: 3000, val: 3000, test: 3000}";
    for (const ReleaseFormat& format : release_formats()) {
        const std::string name = format.name;
        const bool has_few = name == "webdataset" || name == "hdf5";
        const auto lines = lines_of(name, many);
        ASSERT_EQ(lines.size(), has_few ? 0U : 1U) << name;
        if (!has_few) {
            EXPECT_NE(lines[0].find("of format " + name), std::string::npos) << lines[0];
        }
        EXPECT_EQ(lines_of(name, few).size(), name == "folder" ? 1U : 0U) << name;
    }
    EXPECT_EQ(lines_of("wfdb", "{train: 3334, val: 0, test: 0}").size(), 1U) << "3 files a page";
    EXPECT_EQ(lines_of("nnunet", "{train: 6000, val: 4001, test: 0}").size(), 1U) << "one folder";
    EXPECT_EQ(lines_of("coco", "{train: 6000, val: 4001, test: 0}").size(), 0U);
    EXPECT_EQ(lines_of("hdf5", few, 199e9).size(), 0U);
    EXPECT_EQ(lines_of("hdf5", few, 201e9).size(), 1U);
    EXPECT_EQ(lines_of("coco", few, 201e9).size(), 0U);
}

TEST(BeyondHubLimits, FoldersOfPagesHelp) {
    Config config = config_cases::parse("pages:\n  - {name: a, layouts: [3x1], datasets: "
                                        "[detection], count: {train: 20000, val: 0, test: 0}}\n"
                                        "release: {formats: [folder, coco, wfdb, yolo-obb]}\n");
    config.release.formats = {"wfdb", "yolo-obb"};
    EXPECT_EQ(beyond_hub_limits(config, 0).size(), 2U);
    config.release.pages_per_folder = 500;
    EXPECT_TRUE(beyond_hub_limits(config, 0).empty());
    EXPECT_EQ(fullest_folder(config, "wfdb"), 1500U);
    EXPECT_EQ(fullest_folder(config, "yolo-obb"), 500U);
}

TEST(PlannedCounts, FollowDatasetsAndCaps) {
    const auto count = [](const std::vector<std::string>& settings) {
        return count_release(config_cases::parse(k_pages, settings));
    };
    const PlannedCounts all = count({});
    EXPECT_EQ(all.pages, 20U);
    EXPECT_EQ(all.leads, 240U);
    EXPECT_EQ(all.segmentation, 240U);
    // Tables and lists; three datasets of three splits; 20 x (image, label; image and 12 signals;
    // 12 x 4 crop files; truth).
    EXPECT_EQ(all.files, 15U + 9 + 20 * (2 + 13 + 48 + 1));
    EXPECT_EQ(all.fullest_folder, 240U);
    const PlannedCounts few = count(
        {"pages.plain.datasets=[overlap]", "pages.plain.caps={with_overlap: 4, without_overlap: 8}",
         "release.trace_truth=false", "pages.plain.mask.visible=true", "pages.plain.rhythm=II"});
    EXPECT_EQ(few.overlap, 12U);
    EXPECT_EQ(few.kept_pages, 1U);
    EXPECT_EQ(few.files, 10U + 3 + 12 * 5);
    EXPECT_EQ(count({"release.pages_per_folder=3"}).fullest_folder, 36U);
    EXPECT_EQ(count({"pages.plain.artifacts={paired: [clean, fax]}"}).pages, 40U);
}

} // namespace
} // namespace ecgpress
