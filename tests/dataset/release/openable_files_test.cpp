// An untrusted release: verify opens no file outside it, and reports the invalid path.
#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/release/csv_cells.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/table_rows.hpp"
#include "pipeline/verify/verify.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

class OpenableFilesTest : public testing::Test {
  protected:
    OpenableFilesTest() {
        make_folder(release() / "detection-dataset" / "images");
        write_file(scratch_.path() / "secret.txt", "a secret");
        write_file(release() / "manifest.csv", "index,name\n");
        write_file(release() / "leads.csv", "page,name\n");
        write_file(release() / "logs.json", "{}");
    }

    fs::path release() const { return scratch_.path() / "release"; }

    std::string verified() const { return describe(verify(release(), Communicator::serial(), {})); }
    void expect_in(const std::string& text, const std::string& part) const {
        EXPECT_NE(text.find(part), std::string::npos) << "no \"" << part << "\" in: " << text;
    }

    /// manifest.csv with one valid page, but for the value of one column.
    static std::string manifest_of(const std::string& column, const std::string& value) {
        const std::vector<CsvCell> cells = cells_of(manifest_columns());
        ManifestRow page;
        page.name = "0_3by1";
        const std::string line = csv_line(manifest_columns(), page);
        std::vector<std::string> values = split_text(line.substr(0, line.size() - 1), ',');
        for (std::size_t i = 0; i < cells.size(); ++i)
            if (cells[i].name == column) values[i] = value;
        return csv_head(cells) + join(values, ",") + "\n";
    }

    ScratchFolder scratch_;
};

TEST_F(OpenableFilesTest, OnlyPlainPathsInsideAreOpened) {
    OpenableFiles files(release());
    write_file(release() / "detection-dataset" / "data.yaml", "nc: 13\n");
    EXPECT_EQ(files.refusal("detection-dataset/data.yaml"), "");
    EXPECT_EQ(files.refusal("detection-dataset/train.txt"), "is missing");
    for (const char* path :
         {"../secret.txt", "/etc/passwd", "detection-dataset/../../secret.txt", "", ".",
          "./manifest.csv", "manifest.csv\n", "mani\x1b[2Jfest.csv", "detection-dataset/"})
        expect_in(files.refusal(path), "is not a plain path inside the release");
    expect_in(files.refusal("detection-dataset/images"), "is not a file");
}

TEST_F(OpenableFilesTest, LinksAreNotFollowed) {
    fs::create_symlink("../../../secret.txt", release() / "detection-dataset/images/0_3by1.jpg");
    fs::create_symlink("..", release() / "up");
    OpenableFiles files(release());
    expect_in(files.refusal("detection-dataset/images/0_3by1.jpg"), "is a link");
    expect_in(files.refusal("up/secret.txt"), "is behind one");
    expect_in(files.refusal("up/release/manifest.csv"), "is behind one");
}

TEST_F(OpenableFilesTest, VerifyRejectsUnsafePathsInSums) {
    const std::string digest(64, '0');
    fs::create_symlink("../secret.txt", release() / "linked.txt");
    std::string sums;
    for (const char* path : {"../secret.txt", "/etc/passwd", "linked.txt"})
        sums += digest + "  " + path + "\n";
    write_file(release() / "SHA256SUMS", sums + "short\x1b[2J\n");
    const std::string text = verified();
    expect_in(text, "../secret.txt: is not a plain path inside the release");
    expect_in(text, "/etc/passwd: is not a plain path inside the release");
    expect_in(text, "linked.txt: is a link");
    expect_in(text, "`short\\x1b[2J` is not a digest");
    EXPECT_EQ(text.find("digest differs from SHA256SUMS"), std::string::npos) << "one was opened";
}

TEST_F(OpenableFilesTest, LinkedTablesAreRejected) {
    for (const char* table : {"SHA256SUMS", "manifest.csv", "leads.csv", "logs.json"}) {
        write_file(release() / "SHA256SUMS", "");
        const fs::path path = release() / table, kept = scratch_.path() / "kept";
        fs::rename(path, kept);
        fs::create_symlink("../kept", path);
        expect_in(verified(), concat(table, ": is a link"));
        fs::remove(path);
        fs::rename(kept, path);
    }
}

TEST_F(OpenableFilesTest, ANameInATableCannotBeAPath) {
    write_file(release() / "SHA256SUMS", "");
    for (const char* name : {"../../secret", "/etc/passwd", "a b", "", "x\x1b[2J"}) {
        write_file(release() / "manifest.csv", manifest_of("name", name));
        expect_in(verified(), "manifest.csv:2: column `name` has");
    }
}

TEST_F(OpenableFilesTest, ExcessiveCountsAndSizesAreRejected) {
    write_file(release() / "SHA256SUMS", "");
    const auto row = [&](const std::string& column, const std::string& value) {
        write_file(release() / "manifest.csv", manifest_of(column, value));
        return verified();
    };
    expect_in(row("width_px", "4294967297"), "column `width_px`");
    expect_in(row("leads", "9223372036854775807"), "Expected an integer");
}

TEST_F(OpenableFilesTest, DeeplyNestedJsonIsRejected) {
    write_file(release() / "SHA256SUMS", "");
    write_file(release() / "logs.json", "{\"configuration\":" + std::string(1'000'000, '['));
    expect_in(verified(), "logs.json is not a JSON object");
    write_file(release() / "logs.json",
               "{\"counts\":" + std::string(500'000, '[') + std::string(500'000, ']') + "}");
    expect_in(verified(), "logs.json is not a JSON object");
}

} // namespace
} // namespace ecgpress
