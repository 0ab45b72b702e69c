#include <gtest/gtest.h>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "pipeline/merge/part_records.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

class Records : public testing::Test {
  protected:
    Records() : records_(scratch_.path(), "settings") {
        make_folder(release_notes(scratch_.path()));
        make_folder(scratch_.path() / "images");
    }

    /// A file of the part, and its line.
    std::string file(const std::string& path, const std::string& content) const {
        write_file(scratch_.path() / path, content);
        return PartRecords::line_of({path, sha256_of(content), content.size()});
    }

    ScratchFolder scratch_;
    PartRecords records_;
};

TEST_F(Records, AreValidForTheirPartAndSettingsOnly) {
    records_.write("000001", file("images/a.jpg", "a") + file(".merge/x.note", "note"));
    EXPECT_EQ(records_.problem_of("000001", Recheck::all), "");
    EXPECT_EQ(records_.parts(), std::vector<std::string>{"000001"});
    std::vector<std::string> paths;
    records_.for_each("000001", [&](const WrittenFile& each) { paths.push_back(each.path); });
    EXPECT_EQ(paths, (std::vector<std::string>{"images/a.jpg", ".merge/x.note"}));
    const PartRecords other(scratch_.path(), "other settings");
    EXPECT_NE(other.problem_of("000001", Recheck::sizes), "");
    EXPECT_THROW(other.for_each("000001", [](const WrittenFile&) {}), IoError);
    EXPECT_THROW(records_.for_each("000002", [](const WrittenFile&) {}), IoError);
    records_.remove("000001");
    EXPECT_FALSE(records_.exists("000001"));
}

TEST_F(Records, OfAPartWithoutFilesAreValid) {
    records_.write("000001", "");
    EXPECT_EQ(records_.problem_of("000001", Recheck::all), "");
}

TEST_F(Records, AnyChangedByteInvalidatesThem) {
    records_.write("000001", file("images/a.jpg", "a"));
    const fs::path path = scratch_.path() / ".merge/000001.sums";
    const std::string text = read_file(path);
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string changed = text;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        write_file(path, changed);
        EXPECT_NE(records_.problem_of("000001", Recheck::sizes), "") << i;
        write_file(path, text.substr(0, i));
        EXPECT_NE(records_.problem_of("000001", Recheck::sizes), "") << i;
    }
    write_file(path, text);
    EXPECT_EQ(records_.problem_of("000001", Recheck::sizes), "");
}

TEST_F(Records, TellWhichFileDiffers) {
    records_.write("000001", file("images/a.jpg", "abc") + file(".merge/x.note", "note"));
    write_file(scratch_.path() / "images/a.jpg", "abd");
    EXPECT_EQ(records_.problem_of("000001", Recheck::sizes), "");
    EXPECT_EQ(records_.problem_of("000001", Recheck::sample), "images/a.jpg has changed");
    write_file(scratch_.path() / "images/a.jpg", "ab");
    EXPECT_EQ(records_.problem_of("000001", Recheck::sizes),
              "images/a.jpg does not have its size, 3 bytes");
    fs::remove(scratch_.path() / "images/a.jpg");
    EXPECT_EQ(records_.problem_of("000001", Recheck::sizes), "images/a.jpg is missing");
    file("images/a.jpg", "abc");
    write_file(scratch_.path() / ".merge/x.note", "nose");
    EXPECT_EQ(records_.problem_of("000001", Recheck::sizes), ".merge/x.note has changed");
}

TEST_F(Records, NameNoFileOutsideOrBehindALink) {
    const ScratchFolder elsewhere;
    write_file(elsewhere.path() / "a.jpg", "a");
    fs::create_directory_symlink(elsewhere.path(), scratch_.path() / "linked");
    for (const std::string& path : {std::string("../a.jpg"), (elsewhere.path() / "a.jpg").string(),
                                    std::string("linked/a.jpg")}) {
        records_.write("000001", PartRecords::line_of({path, sha256_of("a"), 1}));
        EXPECT_NE(records_.problem_of("000001", Recheck::sizes), "") << path;
    }
}

} // namespace
} // namespace ecgpress
