#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/random_sample.hpp"
#include "dataset/release/csv_cells.hpp"
#include "dataset/release/release_index.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/sums.hpp"
#include "dataset/release/table_reader.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::Draws;
using testing_support::random_sample;

/// Random pages, some of which are in no dataset.
class TableReaders : public ::testing::Test {
  protected:
    TableReaders() {
        Draws draws(7);
        ReleaseIndex index(folder());
        const auto writer = find_release_format("webdataset").open(folder(), {}); // no tables
        for (std::uint64_t i = 0; i < 25; ++i) {
            const Sample sample = random_sample(draws, 3 * i, 10);
            PageSelection selection;
            selection.digitization = draws.below(2) == 0;
            std::vector<LeadRow> leads;
            for (const LeadSample& lead : sample.leads) {
                leads.push_back(lead.row);
                selection.segmentation.push_back(draws.below(2) == 0);
                selection.overlap.push_back(static_cast<OverlapSet>(draws.below(3)));
            }
            index.add({sample.row, leads, selection, 0, {}}, *writer);
            for (std::size_t lead = 0; lead < leads.size(); ++lead)
                leads_.push_back(leads_row(sample.row, leads[lead], selection, lead));
            pages_.push_back(manifest_row(sample.row, leads.size(), {}));
            if (selection.digitization) pages_.back().datasets.add(Dataset::digitization);
        }
        index.finish();
    }

    const fs::path& folder() const { return scratch_.path(); }

    /// The error message after the first occurrence of a word in a table is replaced.
    std::string complaint(const std::string& table, const std::string& word,
                          const std::string& other) const {
        std::string text = read_file(folder() / table);
        text.replace(text.find(word), word.size(), other);
        write_file(folder() / table, text);
        try {
            ManifestRow page;
            for (TableReader<ManifestRow> reader(folder()); reader.next(page);) continue;
            LeadsRow lead;
            for (TableReader<LeadsRow> reader(folder()); reader.next(lead);) continue;
        } catch (const DataError& error) {
            return error.what();
        }
        return "NO ERROR";
    }

    std::vector<ManifestRow> pages_; ///< `datasets` contains at most digitization
    std::vector<LeadsRow> leads_;

  private:
    ScratchFolder scratch_;
};

TEST_F(TableReaders, EveryColumnOfEveryRowIsReadBack) {
    ManifestRow page;
    std::size_t i = 0;
    for (TableReader<ManifestRow> table(folder()); table.next(page); ++i) {
        ASSERT_LT(i, pages_.size());
        EXPECT_EQ(page.datasets.has(Dataset::digitization),
                  pages_[i].datasets.has(Dataset::digitization));
        ManifestRow written = pages_[i];
        written.datasets = page.datasets;
        EXPECT_EQ(csv_line(manifest_columns(), page), csv_line(manifest_columns(), written));
        EXPECT_EQ(page.seed, written.seed);
    }
    EXPECT_EQ(i, pages_.size());
    LeadsRow lead;
    i = 0;
    for (TableReader<LeadsRow> table(folder()); table.next(lead); ++i) {
        ASSERT_LT(i, leads_.size());
        EXPECT_EQ(csv_line(leads_columns(), lead), csv_line(leads_columns(), leads_[i]));
        EXPECT_EQ(lead.overlap(), leads_[i].overlap());
    }
    EXPECT_EQ(i, leads_.size());
}

TEST_F(TableReaders, UnrequestedColumnsKeepTheirDefaults) {
    TableReader<ManifestRow> table(folder(), {"index", "oracle_db"});
    ManifestRow page;
    ASSERT_TRUE(table.next(page) && table.next(page));
    EXPECT_EQ(page.index, pages_[1].index);
    EXPECT_EQ(page.name, "");
    EXPECT_EQ(page.width_px, 0);
    EXPECT_THROW(TableReader<ManifestRow>(folder(), {"no such column"}), std::logic_error);
}

TEST_F(TableReaders, ANameCannotPointToAnotherFolder) {
    const std::string message = complaint("manifest.csv", pages_[0].name, "../../etc");
    EXPECT_NE(message.find("manifest.csv:2: column `name` has \"../../etc\""), std::string::npos)
        << message;
}

TEST_F(TableReaders, AnUnknownSplitIsRejected) {
    const std::string message =
        complaint("manifest.csv", concat(",", name_of(pages_[0].split), ","), ",trial,");
    EXPECT_NE(message.find("manifest.csv:2: column `split` has \"trial\""), std::string::npos)
        << message;
}

TEST_F(TableReaders, AMissingColumnIsReported) {
    const std::string message = complaint("leads.csv", "visible_fraction", "fraction");
    EXPECT_NE(message.find("column `visible_fraction` not found"), std::string::npos) << message;
}

TEST(Sums, ValidLinesAreParsedAndOthersRejected) {
    const WrittenFile file{"a folder/a  file.png", std::string(64, 'a')};
    const auto read = parse_sums_line(sums_line(file));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->path, file.path);
    EXPECT_EQ(read->sha256, file.sha256);
    EXPECT_EQ(sums_lines({file, file}), sums_line(file) + "\n" + sums_line(file) + "\n");
    for (const std::string& line :
         {std::string(), std::string(64, 'a'), std::string(64, 'a') + "  ",
          std::string(64, 'a') + " *file", std::string(63, 'a') + "  file"})
        EXPECT_FALSE(parse_sums_line(line)) << line;
}

} // namespace
} // namespace ecgpress
