#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <set>
#include <sstream>

#include "codec/crc32.hpp"
#include "codec/json.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/tables/csv.hpp"
#include "dataset/cards/dataset_card.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/random_sample.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/release_index.hpp"
#include "dataset/release/release_log.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/shard/truth_file.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using namespace testing_support;

struct Item {
    Sample sample;
    PageSelection selection;

    std::vector<LeadRow> leads() const {
        std::vector<LeadRow> rows;
        for (const LeadSample& lead : sample.leads) rows.push_back(lead.row);
        return rows;
    }
};

std::vector<Item> random_items(std::uint64_t seed, std::size_t count) {
    Draws draws(seed);
    std::vector<Item> items;
    for (std::size_t index = 0; index < count; ++index) {
        Item item{random_sample(draws, 3 * index, 200), {}};
        for (std::size_t k = 0; k < item.sample.leads.size(); ++k) // numbers are unique on a page
            item.sample.leads[k].row.number = static_cast<int>(k);
        item.selection.digitization = draws.below(2) == 1;
        item.selection.detection = draws.below(2) == 1;
        for (const LeadSample& lead : item.sample.leads) {
            const bool ink = !lead.crop_png.empty();
            item.selection.segmentation.push_back(ink && draws.below(2) == 1);
            item.selection.overlap.push_back(ink ? static_cast<OverlapSet>(draws.below(3))
                                                 : OverlapSet::none);
        }
        items.push_back(std::move(item));
    }
    return items;
}

ReleaseSummary summary() {
    ReleaseSummary summary;
    summary.version = "0.1.0";
    summary.config = R"({"seed":7,"release":{"pages_per_folder":0}})";
    summary.source_fingerprint = "aa";
    summary.typeface_sha256 = "bb";
    summary.attribution = "The recordings come from **PTB-XL**. Licence: CC BY 4.0.\n";
    summary.failures = {{4, "00162_hr", "lead \"II\" is flat", true},
                        {8, "x\xFFy", "no record left", false}};
    return summary;
}

/// Uses a format as the pipeline does: indexes all pages, writes the parts on other ranks,
/// finishes.
std::vector<WrittenFile> write_release(const fs::path& folder, const std::vector<Item>& items,
                                       const ReleaseSettings& settings = {}) {
    const ReleaseFormat& format = find_release_format("folder");
    const auto index = format.open(folder, settings), pages = format.open(folder, settings);
    ReleaseIndex tables(folder);
    for (const Item& item : items) {
        const std::vector<LeadRow> leads = item.leads();
        const IndexedPage page{item.sample.row, leads, item.selection, 0, {}};
        EXPECT_TRUE(index->index_page(page));
        tables.add(page, *index);
    }
    std::vector<WrittenFile> files;
    for (const Item& item : items)
        for (WrittenFile& file : pages->write_page(item.sample, item.selection))
            files.push_back(std::move(file));
    for (auto& written : {tables.finish(), index->finish({})})
        files.insert(files.end(), written.begin(), written.end());
    const auto write = [&](const std::string& path, const std::string& text) {
        write_file(folder / path, text);
        files.push_back({path, sha256_of(text)});
    };
    write("logs.json", logs_json("folder", summary(), tables.tally()));
    write("README.md", dataset_card(format.card(tables.tally(), settings), summary(),
                                    tables.tally(), {1, "ab12", ""}, {}));
    return files;
}

std::vector<std::string> tree_of(const fs::path& folder) {
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file())
            files.push_back(entry.path().lexically_relative(folder).generic_string());
    std::sort(files.begin(), files.end());
    return files;
}

/// The rows of a table as {column: value}.
std::vector<std::map<std::string, std::string>> table(const fs::path& path) {
    const std::string text = read_file(path);
    CsvReader reader(text, path.filename().string());
    const auto head = reader.next();
    std::vector<std::map<std::string, std::string>> rows;
    while (const auto row = reader.next()) {
        EXPECT_EQ(row->fields.size(), head->fields.size());
        rows.emplace_back();
        for (std::size_t i = 0; i < head->fields.size(); ++i)
            rows.back()[head->fields[i]] = row->fields[i];
    }
    EXPECT_EQ(rows.size() + 1,
              static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')));
    return rows;
}

std::string as_text(const Bytes& bytes) {
    return {bytes.begin(), bytes.end()};
}

bool is_in_release(const PageSelection& selection) {
    bool any = selection.digitization || selection.detection;
    for (std::size_t i = 0; i < selection.segmentation.size(); ++i)
        any = any || selection.segmentation[i] || selection.overlap[i] != OverlapSet::none;
    return any;
}

/// Expected files of the release: path -> content. Based on the framework's tree, not on
/// ReleasePaths.
std::map<std::string, std::string> expected_items(const std::vector<Item>& items) {
    std::map<std::string, std::string> files;
    for (const Item& item : items) {
        const std::string page = page_name(item.sample.row);
        if (is_in_release(item.selection))
            files["trace-truth/" + page + ".npz"] = as_text(truth_npz(item.sample));
        if (is_in_release(item.selection) && !item.sample.overlap_png.empty())
            files["overlap-masks/" + page + ".png"] = as_text(item.sample.overlap_png);
        if (is_in_release(item.selection) && !item.sample.semantic_png.empty())
            files["semantic-masks/" + page + ".png"] = as_text(item.sample.semantic_png);
        if (is_in_release(item.selection) && !item.sample.soft_png.empty())
            files["soft-masks/" + page + ".png"] = as_text(item.sample.soft_png);
        if (item.selection.detection) {
            files["detection-dataset/images/" + page + ".jpg"] = as_text(item.sample.image_jpeg);
            files["detection-dataset/labels/" + page + ".txt"] = item.sample.yolo;
        }
        if (item.selection.digitization)
            files["digitization-dataset/" + page + "/" + page + ".jpg"] =
                as_text(item.sample.image_jpeg);
        for (std::size_t i = 0; i < item.sample.leads.size(); ++i) {
            const LeadSample& lead = item.sample.leads[i];
            const std::string name = concat(page, "_lead_", lead.row.number);
            if (item.selection.digitization)
                files["digitization-dataset/" + page + "/" + name + ".json"] = lead.signal_json;
            std::vector<std::string> roots;
            if (item.selection.segmentation[i]) roots.push_back("segmentation/");
            if (item.selection.overlap[i] == OverlapSet::with_overlap)
                roots.push_back("overlap-dataset/with-overlap/");
            if (item.selection.overlap[i] == OverlapSet::without_overlap)
                roots.push_back("overlap-dataset/without-overlap/");
            for (const std::string& root : roots) {
                files[root + "image/" + name + ".png"] = as_text(lead.crop_png);
                files[root + "mask-png/" + name + ".png"] = as_text(lead.mask_png);
                files[root + "mask-bmp/" + name + ".bmp"] = as_text(lead.mask_bmp);
                files[root + "signal-json/" + name + ".json"] = lead.signal_json;
                if (!lead.visible_png.empty())
                    files[root + "mask-visible/" + name + ".png"] = as_text(lead.visible_png);
            }
        }
    }
    return files;
}

TEST(FolderRelease, StoresEachItemWhereTheFrameworkDoes) {
    const ScratchFolder scratch;
    const auto items = random_items(1, 12);
    const auto files = write_release(scratch.path(), items);
    const auto expected = expected_items(items);
    for (const auto& [path, content] : expected)
        EXPECT_TRUE(fs::exists(scratch.path() / path) &&
                    read_file(scratch.path() / path) == content)
            << path;
    std::set<std::string> about{"manifest.csv",
                                "manifest.csv.zst",
                                "metadata.jsonl",
                                "leads.csv",
                                "logs.json",
                                "README.md",
                                "detection-dataset/data.yaml",
                                "detection-dataset/train.txt",
                                "detection-dataset/val.txt",
                                "detection-dataset/test.txt"};
    for (const Item& item : items) {
        const Split split = item.sample.row.split;
        if (item.selection.detection) about.insert(split_table("detection", split));
        if (item.selection.digitization) about.insert(split_table("digitization", split));
        for (std::size_t i = 0; i < item.sample.leads.size(); ++i) {
            if (item.selection.segmentation[i]) about.insert(split_table("segmentation", split));
            if (item.selection.overlap[i] != OverlapSet::none)
                about.insert(split_table("overlap", split));
        }
    }
    for (const std::string& path : tree_of(scratch.path()))
        EXPECT_TRUE(expected.count(path) + about.count(path) == 1) << path;
    EXPECT_EQ(tree_of(scratch.path()).size(), expected.size() + about.size());
}

TEST(FolderRelease, ReturnsTheDigestOfEveryFileOnce) {
    const ScratchFolder scratch;
    const auto files = write_release(scratch.path(), random_items(2, 12));
    std::set<std::string> paths;
    for (const WrittenFile& file : files) {
        EXPECT_EQ(file.sha256, sha256_of_file(scratch.path() / file.path)) << file.path;
        EXPECT_TRUE(paths.insert(file.path).second) << file.path << " is there twice";
    }
    const auto tree = tree_of(scratch.path());
    EXPECT_TRUE(std::equal(paths.begin(), paths.end(), tree.begin(), tree.end()));
}

TEST(FolderRelease, OverwritesFilesOfAnInterruptedMerge) {
    const ScratchFolder first, second;
    const auto items = random_items(3, 8);
    write_release(first.path(), items);
    for (const std::string& path : tree_of(first.path())) {
        fs::create_directories((second.path() / path).parent_path());
        write_file(second.path() / path,
                   "half, and longer than it should be" + std::string(5000, '-'));
    }
    write_release(second.path(), items);
    EXPECT_EQ(tree_of(first.path()), tree_of(second.path()));
    for (const std::string& path : tree_of(first.path()))
        EXPECT_EQ(sha256_of_file(first.path() / path), sha256_of_file(second.path() / path))
            << path;
}

TEST(FolderRelease, DistributesPagesOverFolders) {
    const ScratchFolder scratch;
    const auto items = random_items(4, 12); // pages 0, 3, ..., 33
    ReleaseSettings settings;
    settings.pages_per_folder = 10;
    write_release(scratch.path(), items, settings);
    const ReleasePaths paths(10);
    for (const Item& item : items) {
        const std::uint64_t index = item.sample.row.index;
        const std::string page = page_name(item.sample.row),
                          folder = "00000" + std::to_string(index / 10) + "/";
        EXPECT_EQ(
            fs::exists(scratch.path() / ("detection-dataset/images/" + folder + page + ".jpg")),
            item.selection.detection);
        EXPECT_EQ(fs::exists(scratch.path() / paths.digitization_image(index, page)),
                  item.selection.digitization);
    }
    const std::string train = read_file(scratch.path() / "detection-dataset/train.txt");
    for (const std::string& line : split_text(trimmed(train), '\n'))
        EXPECT_TRUE(line.empty() || fs::exists(scratch.path() / "detection-dataset" / line))
            << line;
}

TEST(FolderRelease, CreatesNoUnusedFolder) {
    const ScratchFolder scratch;
    auto items = random_items(5, 6);
    for (Item& item : items) {
        item.selection.detection = false;
        item.selection.digitization = true;
        std::fill(item.selection.overlap.begin(), item.selection.overlap.end(), OverlapSet::none);
        std::fill(item.selection.segmentation.begin(), item.selection.segmentation.end(), false);
    }
    write_release(scratch.path(), items);
    for (const char* folder : {"detection-dataset", "segmentation", "overlap-dataset"})
        EXPECT_FALSE(fs::exists(scratch.path() / folder)) << folder;
}

TEST(FolderRelease, AnEmptyReleaseHasItsTables) {
    const ScratchFolder scratch;
    write_release(scratch.path() / "release", {});
    EXPECT_EQ(tree_of(scratch.path() / "release"),
              (std::vector<std::string>{"README.md", "leads.csv", "logs.json", "manifest.csv",
                                        "manifest.csv.zst"}));
    EXPECT_TRUE(table(scratch.path() / "release/manifest.csv").empty());
}

TEST(Manifest, HasARowPerPage) {
    const ScratchFolder scratch;
    auto items = random_items(6, 10);
    items[2].sample.row.record = "odd, \"name\"\nof a record";
    write_release(scratch.path(), items);
    const auto rows = table(scratch.path() / "manifest.csv");
    ASSERT_EQ(rows.size(), items.size());
    EXPECT_EQ(rows[2].at("record"), "odd, \"name\" of a record");
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const PageRow& page = items[i].sample.row;
        const PageSelection& selection = items[i].selection;
        EXPECT_EQ(rows[i].at("index"), std::to_string(page.index));
        EXPECT_EQ(rows[i].at("name"), page_name(page));
        EXPECT_EQ(rows[i].at("patient"), page.patient);
        EXPECT_EQ(rows[i].at("split"), name_of(page.split));
        EXPECT_EQ(rows[i].at("layout"), page.layout);
        EXPECT_EQ(rows[i].at("rows"), std::to_string(page.rows));
        EXPECT_EQ(rows[i].at("px_per_mm"), shortest(page.px_per_mm));
        EXPECT_EQ(rows[i].at("rate_hz"), shortest(page.rate_hz));
        EXPECT_EQ(rows[i].at("leads"), std::to_string(items[i].sample.leads.size()));
        EXPECT_EQ(rows[i].at("seed"), std::to_string(page.seed));
        const auto in = split_text(rows[i].at("datasets"), ';');
        const auto has = [&](const char* name) {
            return std::count(in.begin(), in.end(), name) == 1;
        };
        EXPECT_EQ(has("digitization"), selection.digitization);
        EXPECT_EQ(has("detection"), selection.detection);
        EXPECT_EQ(has("segmentation"), std::count(selection.segmentation.begin(),
                                                  selection.segmentation.end(), true) > 0);
        EXPECT_EQ(has("overlap"),
                  std::any_of(selection.overlap.begin(), selection.overlap.end(),
                              [](OverlapSet set) { return set != OverlapSet::none; }));
    }
}

TEST(LeadsTable, HasARowPerPrintedLead) {
    const ScratchFolder scratch;
    const auto items = random_items(7, 10);
    write_release(scratch.path(), items);
    const auto rows = table(scratch.path() / "leads.csv");
    std::size_t row = 0;
    for (const Item& item : items) {
        for (std::size_t i = 0; i < item.sample.leads.size(); ++i) {
            ASSERT_LT(row, rows.size());
            const auto& found = rows[row++];
            const LeadRow& lead = item.sample.leads[i].row;
            EXPECT_EQ(found.at("page"), std::to_string(item.sample.row.index));
            EXPECT_EQ(found.at("name"), lead_name(item.sample.row, lead));
            EXPECT_EQ(found.at("lead"), name_of(lead.lead));
            EXPECT_EQ(found.at("sample_count"), std::to_string(lead.sample_count));
            EXPECT_EQ(found.at("first_x_px"), shortest(lead.first_x_px));
            EXPECT_EQ(found.at("box_y1_px"),
                      lead.box_px.empty() ? "0" : shortest(lead.box_px.y1_px));
            EXPECT_EQ(found.at("crop_width_px"), std::to_string(lead.crop_px.width));
            EXPECT_EQ(found.at("overlap_ratio"), shortest(lead.overlap_ratio()));
            std::vector<std::string> in;
            if (item.selection.digitization) in.push_back("digitization");
            if (item.selection.segmentation[i]) in.push_back("segmentation");
            if (item.selection.overlap[i] == OverlapSet::with_overlap) in.push_back("with-overlap");
            if (item.selection.overlap[i] == OverlapSet::without_overlap)
                in.push_back("without-overlap");
            EXPECT_EQ(found.at("datasets"), join(in, ";"));
        }
    }
    EXPECT_EQ(row, rows.size());
}

std::string crc32_of_file(const fs::path& path) {
    const std::string bytes = read_file(path);
    return crc32_text(crc32_of(bytes.data(), bytes.size()));
}

TEST(Tables, HaveTheChecksumOfEachImageFile) {
    const ScratchFolder scratch;
    const auto items = random_items(12, 10);
    write_release(scratch.path(), items);
    const ReleasePaths paths(0);
    std::map<std::string, std::string> stated; // by file
    for (const auto& row : table(scratch.path() / "manifest.csv")) {
        const std::uint64_t index = std::stoull(row.at("index"));
        stated[paths.detection_image(index, row.at("name"))] = row.at("image_crc32");
        stated[paths.digitization_image(index, row.at("name"))] = row.at("image_crc32");
        for (const auto& [item, column] :
             {std::pair{PageItem::mask_overlap, "mask_overlap_crc32"},
              {PageItem::mask_semantic, "mask_semantic_crc32"},
              {PageItem::mask_soft, "mask_soft_crc32"}})
            stated[paths.page_mask(type_of(item), index, row.at("name"))] = row.at(column);
    }
    for (const auto& row : table(scratch.path() / "leads.csv"))
        for (const OverlapSet set :
             {OverlapSet::none, OverlapSet::with_overlap, OverlapSet::without_overlap}) {
            const auto path = [&](LeadItem item) {
                return paths.crop_file(type_of(item), set, std::stoull(row.at("page")),
                                       row.at("name"));
            };
            stated[path(LeadItem::crop)] = row.at("crop_crc32");
            stated[path(LeadItem::mask_png)] = row.at("mask_png_crc32");
            stated[path(LeadItem::mask_bmp)] = row.at("mask_bmp_crc32");
            stated[path(LeadItem::mask_visible)] = row.at("mask_visible_crc32");
        }
    std::size_t images = 0;
    for (const std::string& path : tree_of(scratch.path())) {
        const std::string suffix = path.substr(path.rfind('.') + 1);
        if (suffix != "jpg" && suffix != "png" && suffix != "bmp") continue;
        ++images;
        EXPECT_EQ(stated[path], crc32_of_file(scratch.path() / path)) << path;
    }
    EXPECT_GT(images, 50U);
}

TEST(ReleasePaths, TellWhatAFileIs) {
    const ReleasePaths paths(1000);
    const auto crop = [&](LeadItem item) {
        return paths.crop_file(type_of(item), OverlapSet::with_overlap, 3017, "3017_3by4_lead_8");
    };
    const std::pair<std::string, const char*> files[] = {
        {paths.detection_image(3017, "3017_3by4"), "page 3017, page image: "},
        {paths.detection_label(3017, "3017_3by4"), "page 3017, label: "},
        {paths.digitization_image(3017, "3017_3by4"), "page 3017, page image: "},
        {paths.digitization_signal(3017, "3017_3by4", "3017_3by4_lead_3"),
         "page 3017, signal of lead aVR: "},
        {paths.trace_truth(3017, "3017_3by4"), "page 3017, trace truth: "},
        {paths.page_mask(type_of(PageItem::mask_overlap), 3017, "3017_3by4"),
         "page 3017, overlap mask: "},
        {paths.page_mask(type_of(PageItem::mask_semantic), 3017, "3017_3by4"),
         "page 3017, semantic mask: "},
        {paths.page_mask(type_of(PageItem::mask_soft), 3017, "3017_3by4"),
         "page 3017, soft mask: "},
        {crop(LeadItem::crop), "page 3017, crop of lead V3: "},
        {crop(LeadItem::mask_png), "page 3017, PNG mask of lead V3: "},
        {crop(LeadItem::mask_bmp), "page 3017, BMP mask of lead V3: "},
        {crop(LeadItem::mask_visible), "page 3017, visible mask of lead V3: "},
        {crop(LeadItem::signal), "page 3017, signal of lead V3: "},
        {"segmentation/image/4_3by4_lead_12.png", "page 4, crop of rhythm strip 12: "},
        {"manifest.csv", "index file: "},
        {"detection-dataset/train.txt", "index file: "},
        {"pages-train-000003.tar", ""},
        {"segmentation/image/notes.png", ""},
        {"segmentation/image/4_3by_lead_1.png", ""},
    };
    for (const auto& [path, text] : files) EXPECT_EQ(introduction(path), text) << path;
    EXPECT_EQ(item_at(crop(LeadItem::mask_png)).page, 3017U);
    EXPECT_FALSE(item_at("logs.json").page);
}

TEST(Lists, ContainTheDetectionPagesOfTheirSplit) {
    const ScratchFolder scratch;
    const auto items = random_items(8, 20);
    write_release(scratch.path(), items);
    for (const Split split : {Split::train, Split::val, Split::test}) {
        std::string expected;
        for (const Item& item : items)
            if (item.selection.detection && item.sample.row.split == split)
                expected += "./images/" + page_name(item.sample.row) + ".jpg\n";
        EXPECT_EQ(read_file(scratch.path() / "detection-dataset" / concat(name_of(split), ".txt")),
                  expected);
    }
}

TEST(DataYaml, ListsThirteenClasses) {
    const ScratchFolder scratch;
    write_release(scratch.path(), random_items(9, 40));
    const std::string text = read_file(scratch.path() / "detection-dataset/data.yaml");
    EXPECT_NE(text.find("\npath: \"\"\ntrain: train.txt\nval: val.txt\ntest: test.txt\n"),
              std::string::npos);
    EXPECT_NE(
        text.find("  0: lead\n  1: I\n  2: II\n  3: III\n  4: aVR\n  5: aVL\n  6: aVF\n  7: V1\n"),
        std::string::npos);
    EXPECT_NE(text.find("  12: V6\n"), std::string::npos);
}

TEST(LogsJson, CountsTheItemsOfTheRelease) {
    const ScratchFolder scratch;
    const auto items = random_items(10, 20);
    write_release(scratch.path(), items);
    const Json log = Json::parse(read_file(scratch.path() / "logs.json"));
    const Json& counts = log.at("counts");
    const auto files_in = [&](const char* folder) {
        const auto tree = tree_of(scratch.path() / folder);
        return tree.size();
    };
    EXPECT_EQ(counts.at("pages"), items.size());
    EXPECT_EQ(counts.at("items").at("detection"), files_in("detection-dataset/images"));
    EXPECT_EQ(counts.at("items").at("segmentation"), files_in("segmentation/mask-bmp"));
    EXPECT_EQ(counts.at("items").at("with-overlap"),
              files_in("overlap-dataset/with-overlap/image"));
    EXPECT_EQ(counts.at("items").at("without-overlap"),
              files_in("overlap-dataset/without-overlap/image"));
    std::uint64_t digitization = 0;
    for (const char* split : {"train", "val", "test"})
        digitization += counts.at("splits").at(split).at("digitization").get<std::uint64_t>();
    EXPECT_EQ(counts.at("items").at("digitization"), digitization);
    EXPECT_EQ(log.at("configuration").at("seed"), 7);
    EXPECT_EQ(log.at("version"), "0.1.0");
    ASSERT_EQ(log.at("failures").size(), 2U);
    EXPECT_EQ(log.at("failures")[0].at("reason"), "lead \"II\" is flat");
    EXPECT_EQ(log.at("failures")[1].at("replaced"), false);
}

TEST(DatasetCard, StatesContentSourceAndUse) {
    const ScratchFolder scratch;
    const auto items = random_items(11, 20);
    write_release(scratch.path(), items);
    const std::string card = read_file(scratch.path() / "README.md");
    for (const char* words :
         {"# ECG image dataset", "By ecgpress 0.1.0", "1 records could not be printed",
          "1 pages could not be generated",
          "The recordings come from **PTB-XL**. Licence: CC BY 4.0.", "```python", "SHA256SUMS"})
        EXPECT_NE(card.find(words), std::string::npos) << words;
    EXPECT_NE(card.find(concat("| ", items.size(), " |\n")), std::string::npos);
    EXPECT_EQ(card.find(scratch.path().string()), std::string::npos);
}

TEST(ReleaseFormats, AreFoundByNameAndListedInTheError) {
    for (const ReleaseFormat& format : release_formats())
        EXPECT_EQ(&find_release_format(format.name), &format);
    EXPECT_STREQ(release_formats()[0].name, "folder");
    try {
        find_release_format("parquet");
        FAIL();
    } catch (const ConfigError& error) {
        for (const ReleaseFormat& format : release_formats())
            EXPECT_NE(std::string(error.what()).find(format.name), std::string::npos);
    }
}

TEST(PartKey, SortsBySplitThenNumber) {
    const PartKey first{{}, 9}, second{Split::train, 0}, third{Split::train, 10},
        fourth{Split::test, 2};
    EXPECT_TRUE(first < second && second < third && third < fourth);
    EXPECT_FALSE(second < first || third < third);
    EXPECT_EQ(first.name(), "000009");
    EXPECT_EQ(fourth.name(), "test-000002");
}

TEST(Metadata, HasALinePerPageImageWithItsBoxes) {
    const ScratchFolder scratch;
    auto items = random_items(12, 20);
    items[1].sample.row.record = "x\xFFy";
    write_release(scratch.path(), items);
    std::istringstream lines(read_file(scratch.path() / "metadata.jsonl"));
    std::size_t images = 0;
    for (const Item& item : items) {
        if (!item.selection.image()) continue;
        ++images;
        std::string line;
        ASSERT_TRUE(std::getline(lines, line));
        const Json page = Json::parse(line);
        EXPECT_TRUE(fs::exists(scratch.path() / page.at("file_name").get<std::string>()));
        EXPECT_EQ(page.at("name"), page_name(item.sample.row));
        std::size_t boxes = 0;
        for (const LeadSample& lead : item.sample.leads)
            boxes += (lead.row.box_px.empty() ? 0 : 1) + (lead.row.name_box_px.empty() ? 0 : 1);
        EXPECT_EQ(page.at("objects").at("bbox").size(), boxes);
        EXPECT_EQ(page.at("objects").at("category").size(), boxes);
    }
    EXPECT_GT(images, 0U);
    std::string rest;
    EXPECT_FALSE(std::getline(lines, rest));
}

} // namespace
} // namespace ecgpress
