#include <cstdio>
#include <gtest/gtest.h>
#include <unistd.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "signal/exclusion.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using Names = std::vector<std::string>;

Names read(const std::string& text) {
    const ScratchFolder scratch;
    write_file(scratch.path() / "names.txt", text);
    return read_names(scratch.path() / "names.txt");
}

/// The error message for a file with this text, without the path of its folder.
std::string complaint(const std::string& text) {
    const ScratchFolder scratch;
    write_file(scratch.path() / "names.txt", text);
    try {
        read_names(scratch.path() / "names.txt");
    } catch (const ConfigError& error) {
        return std::string(error.what()).substr((scratch.path() / "").string().size());
    }
    ADD_FAILURE() << "accepted";
    return "";
}

TEST(ReadNames, ReadsOnePerLine) {
    EXPECT_EQ(read("b\na\n"), (Names{"a", "b"}));
    EXPECT_EQ(read("\xef\xbb\xbf# mine\r\n\r\n 00001_hr \t# why\r\n17\r\n17"),
              (Names{"00001_hr", "17"}));
    EXPECT_EQ(read("a#b\n#c\n\t# d\na b # e # f\n\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80\n"),
              (Names{"a b", "a#b", "\xc3\xbc\xe2\x82\xac\xf0\x9f\x98\x80"}));
    EXPECT_EQ(read("a\rb\r"), (Names{"a", "b"}));
    EXPECT_EQ(read(""), Names{});
    EXPECT_EQ(read("\xef\xbb\xbf\n# nothing"), Names{});
}

TEST(ReadNames, ReportsFileAndLineOfInvalidNames) {
    for (const std::string bad :
         {"a\tb", "\x1b[0m", "\x7f", "\xff\xfe", "\xc3", "\x80", "\xc0\xaf", "\xe2\x82"})
        EXPECT_EQ(complaint("good\n\n" + bad + "\ngood\n").find("names.txt:3: not a record name"),
                  0U)
            << bad;
    EXPECT_EQ(complaint(std::string("a\n\0b\n", 5)).find("names.txt:2:"), 0U);
    // A # inside a name does not start a comment, and text after a NUL is not ignored.
    EXPECT_EQ(complaint(std::string("a\0 #\n", 5)).find("names.txt:1:"), 0U);
}

TEST(ReadNames, RejectsTooLargeFiles) {
    EXPECT_EQ(complaint(std::string(10'000'001, '\n')).find("names.txt:10000001: more than"), 0U);
    const ScratchFolder scratch;
    const fs::path file = scratch.path() / "names.txt";
    write_file(file, "a\n");
    fs::resize_file(file, (std::uintmax_t{256} << 20) + 1); // sparse
    EXPECT_THROW(read_names(file), ConfigError);
}

TEST(ReadNames, RejectsMissingAndUnreadableFiles) {
    const ScratchFolder scratch;
    EXPECT_THROW(read_names(scratch.path()), ConfigError);
    EXPECT_THROW(read_names(scratch.path() / "nowhere.txt"), ConfigError);
    if (::geteuid() == 0) return; // root can read every file
    write_file(scratch.path() / "closed.txt", "a\n");
    fs::permissions(scratch.path() / "closed.txt", fs::perms::none);
    EXPECT_THROW(read_names(scratch.path() / "closed.txt"), ConfigError);
}

const std::vector<RecordInfo> k_all{{"a", "1", 0}, {"b", "2", 0}, {"c", "3", 0}};

TEST(KeptPositions, ExcludeByNameAndById) {
    EXPECT_EQ(kept_positions(k_all, {}), (std::vector<std::size_t>{0, 1, 2}));
    EXPECT_EQ(kept_positions(k_all, {{"b"}}), (std::vector<std::size_t>{0, 2}));
    EXPECT_EQ(kept_positions(k_all, {{"30", "a"}}, {"10", "20", "30"}),
              (std::vector<std::size_t>{1}));
    EXPECT_THROW(kept_positions(k_all, {{"a", "b", "c"}}), ConfigError);
}

TEST(KeptPositions, UnknownNamesAreReportedOrIgnored) {
    using Unknown = Exclusion::Unknown;
    const Names names{"b", "x0", "x1", "x2", "x3", "x4", "x5"};
    for (const Unknown unknown : {Unknown::reported, Unknown::ignored}) {
        testing::internal::CaptureStderr();
        EXPECT_EQ(kept_positions(k_all, {names, unknown}), (std::vector<std::size_t>{0, 2}));
        const std::string said = testing::internal::GetCapturedStderr();
        EXPECT_EQ(said.find("6 of 7 names match no record: x0, x1, x2 and 3 others.") !=
                      std::string::npos,
                  unknown == Unknown::reported)
            << said;
    }
    EXPECT_THROW(kept_positions(k_all, {{"a", "b", "c", "d"}, Unknown::ignored}), ConfigError);
}

} // namespace
} // namespace ecgpress
