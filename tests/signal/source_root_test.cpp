// Files named by headers and tables are read only from inside the source's folder, also through
// links.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "signal/ptbxl/ptbxl_source.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_ptbxl.hpp"
#include "signal/source_root.hpp"
#include "signal/wfdb/wfdb.hpp"
#include "signal/wfdb/wfdb_source.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

const std::string k_two_leads = "r 1 500 2\nr.dat 16\n";
const std::string k_samples = "\1\0\2\0";

class SourceRootTest : public testing::Test {
  protected:
    SourceRootTest() {
        for (const char* folder : {"root", "root/annex", "root/records", "elsewhere"})
            make_folder(scratch_.path() / folder);
        write_file(root() / "records" / "r.hea", k_two_leads);
        write_file(root() / "annex" / "object", std::string(k_samples.data(), 4));
        write_file(scratch_.path() / "elsewhere" / "r.dat", std::string(4, '\1'));
        write_file(scratch_.path() / "elsewhere" / "r.hea", k_two_leads);
    }

    fs::path root() const { return scratch_.path() / "root"; }
    fs::path signal() const { return root() / "records" / "r.dat"; }

    std::string complaint(const fs::path& given_root) const {
        try {
            read_wfdb(given_root / "records" / "r.hea", SourceRoot(given_root));
        } catch (const DataError& error) {
            return error.what();
        }
        return "NO ERROR";
    }

    ScratchFolder scratch_;
};

TEST_F(SourceRootTest, ALinkWithinTheRootIsFollowed) {
    fs::create_symlink("../annex/object", signal()); // the layout of git-annex
    EXPECT_EQ(complaint(root()), "NO ERROR");
}

TEST_F(SourceRootTest, TheRootMayBeALinkItself) {
    fs::create_symlink("../annex/object", signal());
    fs::create_symlink(root(), scratch_.path() / "linked");
    EXPECT_EQ(complaint(scratch_.path() / "linked"), "NO ERROR");
}

TEST_F(SourceRootTest, ReportsALinkThatPointsOutside) {
    fs::create_symlink("../../elsewhere/r.dat", signal());
    const std::string text = complaint(root());
    EXPECT_NE(text.find("r.dat is a link that points outside"), std::string::npos) << text;
    EXPECT_NE(text.find("elsewhere/r.dat"), std::string::npos) << text;
}

TEST_F(SourceRootTest, RejectsALinkedFolderThatPointsOutside) {
    fs::create_symlink("../elsewhere", root() / "away");
    EXPECT_THROW(read_wfdb(root() / "away" / "r.hea", SourceRoot(root())), DataError);
    EXPECT_NO_THROW(read_wfdb(root() / "away" / "r.hea")) << "the configured folder may be a link";
}

TEST_F(SourceRootTest, AFolderWhoseNameStartsWithTheRootIsOutside) {
    make_folder(scratch_.path() / "root2");
    write_file(scratch_.path() / "root2" / "r.dat", std::string(4, '\1'));
    fs::create_symlink("../../root2/r.dat", signal());
    EXPECT_NE(complaint(root()).find("points outside"), std::string::npos);
}

TEST_F(SourceRootTest, DoesNotBlockOnAPipeOrADevice) {
    ASSERT_EQ(::mkfifo(signal().c_str(), 0600), 0);
    EXPECT_NE(complaint(root()).find("does not exist"), std::string::npos);
    fs::remove(signal());
    fs::create_symlink("/dev/zero", signal());
    EXPECT_NE(complaint(root()).find("does not exist"), std::string::npos);
}

TEST_F(SourceRootTest, BothSourcesCheckTheirRoot) {
    fs::create_symlink("../../elsewhere/r.dat", signal());
    SourceSettings settings;
    settings.path = root();
    EXPECT_THROW(open_wfdb_source(settings)->read(0), DataError);

    const fs::path tree = scratch_.path() / "ptb-xl";
    write_simulated_ptbxl(tree, 1, 2);
    const fs::path data = tree / "records500/00000/00001_hr.dat";
    fs::rename(data, scratch_.path() / "elsewhere" / "00001_hr.dat");
    fs::create_symlink(scratch_.path() / "elsewhere" / "00001_hr.dat", data);
    settings.path = tree;
    const auto source = open_ptbxl_source(settings);
    std::size_t refused = 0;
    for (std::size_t i = 0; i < source->catalogue().size(); ++i) try {
            source->read(i);
        } catch (const DataError& error) {
            ++refused;
            EXPECT_NE(std::string(error.what()).find("points outside"), std::string::npos);
        }
    EXPECT_EQ(refused, 1U);
}

// ---- headers that would take long to process

TEST_F(SourceRootTest, ReportsTooManySignalsOrSegments) {
    const auto text_of = [&](const std::string& header) {
        write_file(root() / "records" / "r.hea", header);
        return complaint(root());
    };
    EXPECT_NE(text_of("r 257 500 2\n").find("257 signals"), std::string::npos);
    EXPECT_NE(text_of("r/4097 1 500 2\n").find("4097 segments"), std::string::npos);
    std::string many = "r/4096 17 500 4096\n", segment = "s 17 500 1\n";
    for (int i = 0; i < 4096; ++i) many += "s 1\n";
    for (int i = 0; i < 17; ++i) segment += "s.dat 16\n";
    write_file(root() / "records" / "s.hea", segment);
    EXPECT_NE(text_of(many).find("4096 segments of 17 signals"), std::string::npos);
    // A segment with more signals than the record is rejected before signals are matched.
    write_file(root() / "records" / "v.hea", "v 1 500 0\n~ 0 200 16 0 0 0 0 I\n");
    write_file(root() / "records" / "s.dat", std::string(34, '\0'));
    EXPECT_NE(text_of("r/2 1 500 1\nv 0\ns 1\n").find("has 17 signals, but the record has 1"),
              std::string::npos);
}

} // namespace
} // namespace ecgpress
