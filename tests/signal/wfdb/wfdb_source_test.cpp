#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <regex>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/log.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/record_source.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_ptbxl.hpp"
#include "signal/sources/list.hpp"
#include "signal/wfdb/wfdb_source.hpp"
#include "support/data_folders.hpp"
#include "support/messages.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::expect_part;

using testing_support::wfdb_folder;
using Names = std::vector<std::string>;

std::unique_ptr<RecordSource> open(const fs::path& path, Names exclude = {},
                                   FollowedLinks links = FollowedLinks::inside) {
    SourceSettings settings;
    settings.kind = "wfdb";
    settings.path = path;
    settings.rate_hz = 123; // ignored: WFDB headers contain the rate
    settings.exclude.names = std::move(exclude);
    settings.follow_links = links;
    return open_source(settings);
}

Names names_in(const RecordSource& source) {
    Names names;
    for (const RecordInfo& info : source.catalogue()) names.push_back(info.name);
    return names;
}

/// The message of the expected error, or a description of the actual result.
template <class Wanted> std::string complaint(const fs::path& path) {
    return testing_support::message_of<Wanted>([&] { open(path); });
}

/// Simulated records in records100/00000/ and records500/00000/.
class WfdbTree : public ::testing::Test {
  protected:
    WfdbTree() { write_simulated_ptbxl(root(), 5, 3); }
    fs::path root() const { return folder_.path() / "tree"; }
    ScratchFolder folder_;
};

TEST_F(WfdbTree, IsSearchedRecursivelyInTheOrderOfNames) {
    write_file(root() / "records500/._00001_hr.hea", "left by another system");
    for (const fs::path& path : {root(), root() / "", root() / "records100/.."}) {
        const auto source = open(path);
        EXPECT_EQ(names_in(*source),
                  (Names{"records100/00000/00001_lr", "records100/00000/00002_lr",
                         "records100/00000/00003_lr", "records500/00000/00001_hr",
                         "records500/00000/00002_hr", "records500/00000/00003_hr"}));
        for (const RecordInfo& info : source->catalogue()) {
            EXPECT_EQ(info.patient, info.name);
            EXPECT_EQ(info.fold, 0);
        }
        EXPECT_EQ(source->read(1).leads_mv, simulate_record(5, 1, 100).leads_mv);
        EXPECT_EQ(source->read(1).rate_hz, 100);
        EXPECT_EQ(source->read(5).leads_mv, simulate_record(5, 2, 500).leads_mv);
        EXPECT_EQ(source->read(5).name, "records500/00000/00003_hr");
    }
}

TEST_F(WfdbTree, ListContainsRecordsAndFoldersInItsOwnOrder) {
    write_file(root() / "RECORDS", "records500/00000/00002_hr\r\n\n# a comment\n"
                                   "records500/00000/00001_hr.hea\nrecords100/\n");
    const auto source = open(root() / "RECORDS");
    EXPECT_EQ(names_in(*source), (Names{"records500/00000/00002_hr", "records500/00000/00001_hr",
                                        "records100/00000/00001_lr", "records100/00000/00002_lr",
                                        "records100/00000/00003_lr"}));
    EXPECT_EQ(source->read(0).leads_mv, simulate_record(5, 1, 500).leads_mv);
}

std::string in_utf16(const std::string& ascii, bool little) {
    std::string text = little ? "\xff\xfe" : "\xfe\xff";
    for (const char letter : ascii)
        text += little ? std::string{letter, '\0'} : std::string{'\0', letter};
    return text;
}

TEST_F(WfdbTree, ListMayComeFromAnyEditor) {
    const std::string unix = "records500/00000/00002_hr\nrecords500/00000/00001_hr\n";
    std::string windows = std::regex_replace(unix, std::regex("\n"), "\r\n"), backslashes = windows;
    std::replace(backslashes.begin(), backslashes.end(), '/', '\\');
    for (const std::string& text :
         {unix, unix.substr(0, unix.size() - 1), windows, backslashes, "\xef\xbb\xbf" + unix,
          "\xef\xbb\xbf\r\n\r\n" + backslashes, "\n \n\t\n" + unix + "\n\n",
          std::regex_replace(unix, std::regex("\n"), "\r"), in_utf16(windows, true),
          in_utf16(backslashes, false), "./records500//00000/00002_hr \n./" + unix.substr(26)}) {
        write_file(root() / "RECORDS", text);
        const auto source = open(root() / "RECORDS");
        EXPECT_EQ(names_in(*source),
                  (Names{"records500/00000/00002_hr", "records500/00000/00001_hr"}))
            << printable(text);
        EXPECT_NO_THROW(source->read(0)) << printable(text);
    }
    for (const char* ending : {".hea", ".dat"}) // here a backslash is a part of a name
        fs::copy_file(root() / "records500/00000/00001_hr" += ending,
                      root() / "a\\00001_hr" += ending);
    write_file(root() / "RECORDS", "a\\00001_hr\n");
    EXPECT_EQ(names_in(*open(root() / "RECORDS")), Names{"a\\00001_hr"});
}

TEST_F(WfdbTree, ListedRecordsThatAreMissingAreCounted) {
    std::string text = "records500/00000/00001_hr\n";
    for (const char* name : {"a", "b", "c", "d"}) text += concat("records500/", name, "\n");
    write_file(root() / "RECORDS", text);
    ::testing::internal::CaptureStderr();
    start_log(LogLevel::normal, 0, 1);
    open(root() / "RECORDS");
    const std::string warning = ::testing::internal::GetCapturedStderr();
    start_log(LogLevel::quiet, 0, 1);
    expect_part(warning, "RECORDS: 4 of 5 listed records have no .hea file");
    expect_part(warning, concat("records500/a, records500/b, records500/c, ... (looked for ",
                                (root() / "records500/a.hea").string(), ")"));
}

TEST_F(WfdbTree, RejectsInvalidLists) {
    const auto with = [&](const std::string& text) {
        write_file(root() / "RECORDS", text);
        return root() / "RECORDS";
    };
    expect_part(complaint<DataError>(with("records500/00000/00001_hr\n../x\n")), "RECORDS:2: ");
    expect_part(complaint<DataError>(with("/etc/x\n")), "RECORDS:1: ");
    expect_part(complaint<DataError>(with("a\n\nb\nb.hea\n")), "already listed in line 3");
    expect_part(complaint<DataError>(with("none/\n")), "does not exist");
    expect_part(complaint<ConfigError>(with("a\nb\n")), "lists no existing record");
    expect_part(complaint<ConfigError>(with("a\nb\n")), "(looked for /");
    expect_part(complaint<DataError>(with("a\n\xe4/b\n")), "RECORDS:2: \"\\xe4/b\" is not UTF-8");
    expect_part(complaint<DataError>(with(in_utf16("a\n", true).substr(2))), "UTF-16");
    expect_part(complaint<ConfigError>(with("")), "lists no existing record");
}

TEST_F(WfdbTree, UnreadableRecordsAreReportedWithoutTheRoot) {
    write_file(root() / "RECORDS", "records500/00000/00001_hr\nnowhere\nrecords500/00000/00002_hr\n"
                                   "records500/00000/00003_hr\n");
    write_file(root() / "records500/00000/00002_hr.hea", std::string("\x00\xff", 2));
    fs::resize_file(root() / "records500/00000/00003_hr.dat", 1000);
    const auto source = open(root() / "RECORDS");
    ASSERT_EQ(source->catalogue().size(), 4U);
    EXPECT_NO_THROW(source->read(0));
    const Names parts = {
        "", "nowhere.hea does not exist", "records500/00000/00002_hr.hea:1: ",
        "records500/00000/00003_hr.hea:2: the signal file 00003_hr.dat is truncated"};
    for (const std::size_t i : {1U, 2U, 3U}) {
        try {
            source->read(i);
            ADD_FAILURE() << i << " was read";
        } catch (const DataError& error) {
            EXPECT_EQ(std::string(error.what()).find(parts[i]), 0U) << error.what();
        }
    }
}

TEST_F(WfdbTree, RejectsInvalidPaths) {
    expect_part(complaint<ConfigError>(""), "not set");
    expect_part(complaint<ConfigError>(root() / "nowhere"), "does not exist");
    expect_part(complaint<ConfigError>("nowhere/db"),
                "\"nowhere/db\" (" + (fs::current_path() / "nowhere/db").string() +
                    ") does not exist");
    expect_part(complaint<ConfigError>("/$DATA/db"), "Variables such as $HOME are not expanded");
    expect_part(complaint<ConfigError>("~me/db"), "only ~/ at the beginning is expanded");
    expect_part(complaint<ConfigError>(root() / "records500/00000/00001_hr.hea"),
                "Use the header's folder");
    fs::create_directory(root() / "empty");
    expect_part(complaint<ConfigError>(root() / "empty"), "contains no WFDB record");
    fs::copy_file(root() / "records500/00000/00001_hr.hea", root() / "empty" / "Ger\xe4t.hea");
    expect_part(complaint<ConfigError>(root() / "empty"), "Ger\\xe4t");
    fs::rename(root() / "empty" / "Ger\xe4t.hea", root() / "empty" / "Ger\xc3\xa4t.hea");
    EXPECT_EQ(names_in(*open(root() / "empty")), (Names{"Ger\xc3\xa4t"}));
}

TEST_F(WfdbTree, LinkedFoldersAreSearchedOnce) {
    const fs::path inside = root() / "records100", outside = folder_.path() / "elsewhere";
    fs::rename(root() / "records500", outside);
    fs::rename(inside, root() / ".store");
    fs::create_directory_symlink(".store", inside);
    fs::create_directory_symlink(outside, root() / "away");
    for (const char* again : {"b", ".store/00000/loop"}) // to what is searched already
        fs::create_directory_symlink(root() / ".store", root() / again);
    fs::create_directory_symlink(root(), root() / "c");
    fs::create_directory_symlink("nowhere", root() / "d");
    const Names own = {"b/00000/00001_lr", "b/00000/00002_lr", "b/00000/00003_lr"};
    Names all = {"away/00000/00001_hr", "away/00000/00002_hr", "away/00000/00003_hr"};
    all.insert(all.end(), own.begin(), own.end());
    EXPECT_EQ(names_in(*open(root())), own);
    EXPECT_EQ(open(root())->read(1).leads_mv, simulate_record(5, 1, 100).leads_mv);
    const auto source = open(root(), {}, FollowedLinks::all);
    EXPECT_EQ(names_in(*source), all);
    EXPECT_EQ(source->read(1).leads_mv, simulate_record(5, 1, 500).leads_mv);
    const std::string none =
        testing_support::message_of<ConfigError>([&] { open(root(), {}, FollowedLinks::none); });
    expect_part(none, "3 linked folders not searched, because source.follow_links is none: away, ");
}

TEST_F(WfdbTree, ALinkedHeaderIsARecordOnce) {
    const Names before = names_in(*open(root()));
    const fs::path folder = root() / "records500/00000", store = root() / ".store";
    fs::create_symlink(folder / "00001_hr.hea", folder / "0_link.hea");
    fs::create_symlink("00000/00001_hr.hea", root() / "records500/link.hea");
    EXPECT_EQ(names_in(*open(root())), before);
    // As git-annex stores files: they are found by their links only.
    fs::create_directory(store);
    fs::rename(folder / "00002_hr.hea", store / "a.hea");
    fs::create_symlink("../../.store/a.hea", folder / "00002_hr.hea");
    EXPECT_EQ(names_in(*open(root())), before);
    fs::create_symlink("../../.store/a.hea", folder / "1_link.hea");
    EXPECT_EQ(names_in(*open(root())), before) << "of two links, the first name";
}

TEST_F(WfdbTree, LinksOutOfTheSourceAreCountedAloud) {
    fs::create_directory(root() / "empty");
    fs::create_directory_symlink(root() / "records500", root() / "empty" / "away");
    expect_part(complaint<ConfigError>(root() / "empty"),
                "1 linked folder not searched, because the link leads out of the source: away. Set "
                "source.follow_links to all");
}

TEST_F(WfdbTree, FoldersOfRunsAreNotSearched) {
    const Names before = names_in(*open(root()));
    const std::string fingerprint = open(root())->fingerprint();
    const fs::path run = root() / "records100/run", release = run / "release-wfdb";
    fs::create_directories(run);
    fs::copy(root() / "records500", release, fs::copy_options::recursive);
    EXPECT_EQ(names_in(*open(root())).size(), before.size() + 3) << "an ordinary folder";
    write_file(run / "run.json", R"({"fingerprint": "1", "source_fingerprint": "2"})");
    EXPECT_EQ(names_in(*open(root())), before);
    EXPECT_EQ(open(root())->fingerprint(), fingerprint);
    EXPECT_EQ(names_in(*open(release)).size(), 3U) << "a release that is the source itself";
}

TEST_F(WfdbTree, PatientsAreInComments) {
    SourceSettings settings;
    settings.kind = "wfdb";
    settings.path = root() / "records100";
    settings.patient_from = "comment";
    const std::string missing =
        testing_support::message_of<ConfigError>([&] { open_source(settings); });
    expect_part(missing, "3 records without a patient");
    settings.exclude.names = {"00000/00001_lr", "00000/00002_lr"};
    expect_part(testing_support::message_of<ConfigError>([&] { open_source(settings); }),
                "1 record without a patient");
    settings.exclude.names.clear();
    const fs::path folder = root() / "records100/00000";
    const auto add = [&](const char* name, const std::string& text) {
        write_file(folder / name, read_file(folder / name) + text);
    };
    add("00001_lr.hea", "# Age: 7\n#<subject_id>: 10 a\n");
    add("00002_lr.hea", "# Patient: 3\n");
    write_file(folder / "00003_lr.hea", "broken"); // it is never printed
    const auto source = open_source(settings);
    EXPECT_EQ(source->catalogue()[0].patient, "10 a");
    EXPECT_EQ(source->catalogue()[1].patient, "3");
    settings.patient_from.clear();
    EXPECT_EQ(open_source(settings)->catalogue()[0].patient, "00000/00001_lr");
}

TEST_F(WfdbTree, UnitOfTheConfigurationReplacesThatOfHeaders) {
    SourceSettings settings;
    settings.kind = "wfdb";
    settings.path = root() / "records500";
    settings.unit = "uV";
    const auto in_mv = open(root() / "records500"), in_uv = open_source(settings);
    EXPECT_NEAR(in_uv->read(0).lead_mv(Lead::V2)[99], in_mv->read(0).lead_mv(Lead::V2)[99] / 1000,
                1e-12);
}

TEST_F(WfdbTree, ExcludesByName) {
    const auto source = open(root() / "records500", {"00000/00002_hr"});
    EXPECT_EQ(names_in(*source), (Names{"00000/00001_hr", "00000/00003_hr"}));
    EXPECT_EQ(source->read(1).leads_mv, simulate_record(5, 2, 500).leads_mv);
    EXPECT_EQ(names_in(*open(root() / "records500", {"00000/00002_hx"})).size(),
              names_in(*source).size() + 1);
}

TEST_F(WfdbTree, SegmentsAreNotListedAsRecords) {
    write_file(root() / "records100/00000/both.hea",
               "both/2 12 100 2000\n00001_lr 1000\n00002_lr 1000\n");
    const auto source = open(root() / "records100/00000");
    EXPECT_EQ(names_in(*source), (Names{"00003_lr", "both"}));
    const Record both = source->read(1);
    std::vector<double> expected = simulate_record(5, 0, 100).lead_mv(Lead::V4);
    const std::vector<double> second = simulate_record(5, 1, 100).lead_mv(Lead::V4);
    expected.insert(expected.end(), second.begin(), second.end());
    EXPECT_EQ(both.lead_mv(Lead::V4), expected);
}

TEST_F(WfdbTree, FingerprintDependsOnNamesHeadersAndSizesNotOnThePath) {
    const std::string before = open(root())->fingerprint();
    EXPECT_EQ(before, open(root(), {"records500/00000/00002_hr"})->fingerprint())
        << "exclusions are part of the configuration";
    fs::rename(root(), folder_.path() / "moved");
    EXPECT_EQ(before, open(folder_.path() / "moved")->fingerprint());
    fs::rename(folder_.path() / "moved", root());
    const fs::path record = root() / "records500/00000/00002_hr";
    const std::string header = read_file(fs::path(record) += ".hea");
    write_file(fs::path(record) += ".hea", header + "# changed\n");
    EXPECT_NE(before, open(root())->fingerprint());
    write_file(fs::path(record) += ".hea", header);
    EXPECT_EQ(before, open(root())->fingerprint());
    fs::resize_file(fs::path(record) += ".dat", 1000);
    EXPECT_NE(before, open(root())->fingerprint());
    fs::resize_file(fs::path(record) += ".dat", 120000);
    EXPECT_EQ(before, open(root())->fingerprint());
    fs::rename(fs::path(record) += ".hea", fs::path(record) += "x.hea");
    EXPECT_NE(before, open(root())->fingerprint());
}

TEST_F(WfdbTree, AttributionLeavesTheLicenceToThePublisher) {
    SourceSettings settings;
    settings.path = root();
    const SourceCredit credit = wfdb_credit(settings);
    expect_part(credit.attribution, "licence");
    EXPECT_EQ(credit.attribution.find(root().string()), std::string::npos);
    EXPECT_EQ(credit.licence, "unknown");
}

TEST(RealWfdbSource, ReadsTheTwelveLeadRecordsOfAMixedCollection) {
    if (!wfdb_folder()) GTEST_SKIP() << "needs ECGPRESS_PTBXL";
    const auto source = open(*wfdb_folder());
    const std::vector<Lead> leads(all_leads().begin(), all_leads().end());
    Names printable;
    for (std::size_t i = 0; i < source->catalogue().size(); ++i) {
        try {
            require_printable(source->read(i), leads, 0, 10);
            printable.push_back(source->catalogue()[i].name);
        } catch (const DataError& error) {
            EXPECT_EQ(std::string(error.what()).find(wfdb_folder()->string()), std::string::npos)
                << error.what();
        }
    }
    EXPECT_EQ(printable, (Names{"cinc2020-cpsc/A0001", "cinc2020-cpsc/A0002", "cinc2020-cpsc/A0003",
                                "cinc2020-cpsc/A0004", "cinc2020-cpsc/A0005", "ludb/1",
                                "wfdb-python/s0010_re"}));
}

} // namespace
} // namespace ecgpress
