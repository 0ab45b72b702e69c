// SHA256SUMS against a folder: each file is read once, and every file that is listed or present is
// checked or named.
#include <gtest/gtest.h>

#include "codec/crc32.hpp"
#include "core/digest.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "pipeline/verify/listed_files.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

class ListedFilesTest : public testing::Test {
  protected:
    ListedFilesTest() {
        for (const char* path : {"a/0_3by1.txt", "a/1_3by1.txt", "README.md"}) add(path, path);
    }

    fs::path folder() const { return scratch_.path(); }

    void add(const std::string& path, const std::string& text) {
        make_folder((folder() / path).parent_path());
        write_file(folder() / path, text);
        sums_ += concat(sha256_of(text), "  ", path, "\n");
    }

    /// Problems after an action with the files and check_rest().
    std::string problems(const std::function<void(ListedFiles&)>& act = {}) {
        write_file(folder() / "SHA256SUMS", sums_);
        ProblemList list;
        ListedFiles files(folder(), communicator_, list);
        if (act) act(files);
        files.check_rest();
        files_ = files.files();
        return join(list.first(), "\n");
    }

    void expect_in(const std::string& text, const std::string& part) const {
        EXPECT_NE(text.find(part), std::string::npos) << "no \"" << part << "\" in: " << text;
    }

    ScratchFolder scratch_;
    Communicator communicator_ = Communicator::serial();
    std::string sums_;
    std::uint64_t files_ = 0;
};

TEST_F(ListedFilesTest, WholeFolder) {
    EXPECT_EQ(problems(), "");
    EXPECT_EQ(files_, 3U);
    EXPECT_EQ(problems([](ListedFiles& files) {
                  EXPECT_EQ(*files.read("a/1_3by1.txt"), "a/1_3by1.txt");
                  EXPECT_EQ(*files.read("README.md"), "README.md");
              }),
              "");
    EXPECT_EQ(files_, 3U);
}

TEST_F(ListedFilesTest, WhatIsWrongIsNamed) {
    write_file(folder() / "a/0_3by1.txt", "other");
    fs::remove(folder() / "README.md");
    write_file(folder() / "a/7_3by1.txt", "extra");
    write_file(folder() / "notes.txt", "extra");
    sums_ += "short\n";
    const std::string text = problems();
    expect_in(text, "a/0_3by1.txt: page 0, label: its digest differs from SHA256SUMS");
    expect_in(text, "README.md: index file: is missing");
    expect_in(text, "a/7_3by1.txt: is not in SHA256SUMS");
    expect_in(text, "notes.txt: is not in SHA256SUMS");
    expect_in(text, "line `short` is not a digest");
    EXPECT_EQ(files_, 3U);
}

TEST_F(ListedFilesTest, ListedTwice) {
    sums_ += sums_;
    const std::string text = problems();
    expect_in(text, "a/0_3by1.txt: is listed twice");
    expect_in(text, "README.md: is listed twice");
    EXPECT_EQ(text.find("were checked"), std::string::npos) << text;
}

TEST_F(ListedFilesTest, AFileThatVanishesBetweenTheListAndItsReadIsMissing) {
    expect_in(problems([&](ListedFiles& files) {
                  fs::remove(folder() / "a/1_3by1.txt");
                  EXPECT_EQ(files.read("a/1_3by1.txt"), nullptr);
                  EXPECT_EQ(files.read("a/1_3by1.txt"), nullptr);
              }),
              "a/1_3by1.txt: page 1, label: is missing");
}

TEST_F(ListedFilesTest, AFileThatVanishesAfterItWasReadIsAProblem) {
    expect_in(problems([&](ListedFiles& files) {
                  EXPECT_NE(files.read("a/1_3by1.txt"), nullptr);
                  fs::remove(folder() / "a/1_3by1.txt");
              }),
              "SHA256SUMS: lists 1 file that vanished after being read");
}

TEST_F(ListedFilesTest, WhatIsReadIsWhatIsHashed) {
    expect_in(problems([&](ListedFiles& files) {
                  write_file(folder() / "a/1_3by1.txt", "changed");
                  EXPECT_EQ(*files.read("a/1_3by1.txt"), "changed");
                  write_file(folder() / "a/1_3by1.txt", "a/1_3by1.txt");
                  EXPECT_EQ(*files.read("a/1_3by1.txt"), "changed"); // kept
              }),
              "a/1_3by1.txt: page 1, label: its digest differs");
}

TEST_F(ListedFilesTest, AListThatChangesIsAProblem) {
    expect_in(problems([&](ListedFiles&) { write_file(folder() / "SHA256SUMS", sums_ + sums_); }),
              "SHA256SUMS: changed while it was checked");
}

TEST_F(ListedFilesTest, AnImagesChecksumTellsWhichFileChanged) {
    const std::string image = "a/1_3by1.txt";
    const std::uint32_t crc32 = crc32_of(image.data(), image.size());
    const auto read = [&](std::uint32_t stated) {
        return problems([&, stated](ListedFiles& files) {
            files.read(image, {stated, "leads.csv"});
        });
    };
    EXPECT_EQ(read(crc32), "");
    expect_in(read(crc32 + 1), "its CRC-32 is");
    sums_.replace(sums_.find(image) - 66, 64, std::string(64, '0'));
    expect_in(read(crc32), "SHA256SUMS changed: the file's CRC-32 matches leads.csv");
    expect_in(read(crc32 + 1), "The file changed: its CRC-32 is");
}

TEST_F(ListedFilesTest, NothingButPlainFilesIsOpened) {
    write_file(folder() / "secret", "x");
    sums_ += concat(std::string(64, '0'), "  ../x\n", std::string(64, '0'), "  link\n");
    fs::create_symlink("secret", folder() / "link");
    const std::string text = problems();
    expect_in(text, "../x: is not a plain path");
    expect_in(text, "link: is a link");
}

} // namespace
} // namespace ecgpress
