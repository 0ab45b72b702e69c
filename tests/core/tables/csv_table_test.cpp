#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/tables/csv_table.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

class CsvTables : public ::testing::Test {
  protected:
    fs::path write(const std::string& text) const {
        write_file(folder_.path() / "table.csv", text);
        return folder_.path() / "table.csv";
    }
    template <class Action> static std::string complaint(Action action) {
        try {
            action();
        } catch (const DataError& error) {
            return error.what();
        }
        return "NO ERROR";
    }

  private:
    ScratchFolder folder_;
};

TEST_F(CsvTables, ReadsFieldsByNameAndByPlace) {
    CsvTable table(
        write("name,count,share,words\nfirst,3,0.25,a;bc\n\n\"a \"\"b\"\", c\",0,-1e3,\n"));
    EXPECT_EQ(table.names(), (std::vector<std::string>{"name", "count", "share", "words"}));
    ASSERT_TRUE(table.next());
    EXPECT_EQ(table.text("name"), "first");
    EXPECT_EQ(table.count(table.column("count")), 3U);
    EXPECT_EQ(table.number("share"), 0.25);
    EXPECT_TRUE(table.lists("words", "bc") && table.lists("words", "a"));
    EXPECT_FALSE(table.lists("words", "b") || table.lists("words", "a;bc"));
    ASSERT_TRUE(table.next());
    EXPECT_EQ(table.text("name"), "a \"b\", c");
    EXPECT_EQ(table.number("share"), -1000);
    EXPECT_EQ(table.text("words"), "");
    EXPECT_FALSE(table.next());
}

TEST_F(CsvTables, ErrorsNameFileLineAndColumn) {
    CsvTable table(write("a,b\n1\nx,-2\n"));
    ASSERT_TRUE(table.next());
    EXPECT_EQ(complaint([&] { table.text("b"); }), "table.csv:2: no value in column `b`.");
    EXPECT_EQ(complaint([&] { table.column("c"); }), "table.csv:2: column `c` not found.");
    ASSERT_TRUE(table.next());
    EXPECT_NE(complaint([&] { table.number("a"); }).find("table.csv:3: column `a` has \"x\""),
              std::string::npos);
    EXPECT_NE(complaint([&] { table.count("b"); }).find("Expected an integer"), std::string::npos);
    EXPECT_NE(complaint([&] { CsvTable empty(write("")); }).find("is empty"), std::string::npos);
    EXPECT_THROW(CsvTable(fs::path("/nowhere/table.csv")), IoError);
}

} // namespace
} // namespace ecgpress
