#include <algorithm>
#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <set>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "signal/ptbxl/ptbxl_source.hpp"
#include "signal/ptbxl/ptbxl_table.hpp"
#include "signal/simulated/simulated.hpp"
#include "signal/simulated/simulated_ptbxl.hpp"
#include "support/data_folders.hpp"
#include "support/messages.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::expect_part;
using testing_support::message_of;

using testing_support::ptbxl_folder;

SourceSettings settings_of(const fs::path& root, int rate_hz = 500) {
    SourceSettings settings;
    settings.kind = "ptb-xl";
    settings.path = root;
    settings.rate_hz = rate_hz;
    return settings;
}

// ---- the table

const std::string k_header = "strat_fold,filename_hr,note,ecg_id,patient_id,filename_lr\n";

std::string table_complaint(const std::string& rows) {
    return message_of<DataError>([&] { read_ptbxl_table(rows, 500); });
}

TEST(PtbxlTable, FindsColumnsByNameAndReadsNumbersWithFractions) {
    const std::string text =
        k_header +
        "3,records500/00000/00001_hr,\"a, \"\"b\"\"\nc\",1,15709.0,records100/00000/00001_lr\n"
        "10,x/2_hr,,2,7,x/2_lr\n";
    const auto rows = read_ptbxl_table(text, 500);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].info.name, "00001_hr");
    EXPECT_EQ(rows[0].info.patient, "15709");
    EXPECT_EQ(rows[0].info.fold, 3);
    EXPECT_EQ(rows[0].ecg_id, "1");
    EXPECT_EQ(rows[0].header, "records500/00000/00001_hr.hea");
    EXPECT_EQ(rows[1].line, 4U);
    EXPECT_EQ(rows[1].info.patient, "7");
    EXPECT_EQ(read_ptbxl_table(text, 100)[1].header, "x/2_lr.hea");
}

TEST(PtbxlTable, ReadsAgeAndSexIfPresent) {
    const std::string header = "age,sex," + k_header;
    const auto facts_of = [&](const std::string& age_and_sex) {
        return read_ptbxl_table(header + age_and_sex + ",1,a_hr,,1,1,a_lr\n", 500)[0].facts;
    };
    EXPECT_EQ(facts_of("56.0,1").age, "56");
    EXPECT_EQ(facts_of("56.0,1").sex, "female");
    EXPECT_EQ(facts_of("0,0.0").age, "0");
    EXPECT_EQ(facts_of("0,0.0").sex, "male");
    for (const char* old : {"90", "93.0", "300.0"})
        EXPECT_EQ(facts_of(std::string(old) + ",0").age, "90");
    for (const char* unknown : {",", "-1,2", "x,x", "nan,-0.5"}) {
        EXPECT_EQ(facts_of(unknown).age, "") << unknown;
        EXPECT_EQ(facts_of(unknown).sex, "") << unknown;
    }
    EXPECT_EQ(read_ptbxl_table(k_header + "1,a_hr,,1,1,a_lr\n", 500)[0].facts.age, "");
}

TEST(PtbxlTable, ReportsMissingColumnsAndTheClosest) {
    const std::string text = table_complaint("ecg_id,patientid,filename_hr,fold\n1,1,a,1\n");
    expect_part(text, "ptbxl_database.csv:1:");
    expect_part(text, "\"patient_id\"");
    expect_part(text, "\"patientid\"");
    expect_part(text, "\"strat_fold\"");
    expect_part(table_complaint("ecg_id,ecg_id,patient_id,strat_fold,filename_hr\n"), "duplicate");
    expect_part(table_complaint(""), "empty");
    expect_part(table_complaint(k_header), "no row");
}

TEST(PtbxlTable, ReportsTheLineOfAnInvalidRow) {
    const std::string good =
        k_header + "1,a_hr,\"two\nlines\",1,1,a_lr\n"; // the next row is on line 4
    for (const char* row : {"0,b_hr,,2,1,b", "11,b_hr,,2,1,b", "1.5,b_hr,,2,1,b", ",b_hr,,2,1,b",
                            "1,b_hr,,2,,b", "1,b_hr,,x,1,b", "1,b_hr,,2,nan,b", "1,b_hr,,2,-1,b",
                            "1,b_hr,,2,1e300,b", "1,,,2,1,b", "1,b/,,2,1,b", "1,.,,2,1,b",
                            "1,../b_hr,,2,1,b", "1,a/../../b_hr,,2,1,b", "1,/etc/b_hr,,2,1,b",
                            "1,a\\b,,2,1,b", "1,\"a\nb\",,2,1,b", "1,b_hr,,2,1", "1,b_hr,,2,1,b,c"})
        expect_part(table_complaint(good + row + "\n"), "ptbxl_database.csv:4:");
}

TEST(PtbxlTable, ReportsBothLinesOfADuplicate) {
    const std::string same_id =
        table_complaint(k_header + "1,a_hr,,1,1,a\n1,b_hr,,2,1,b\n1,c_hr,,1.0,1,c\n");
    expect_part(same_id, "ptbxl_database.csv:4:");
    expect_part(same_id, "line 2");
    const std::string same_name = table_complaint(k_header + "1,x/a_hr,,1,1,a\n1,y/a_hr,,2,1,b\n");
    expect_part(same_name, "a_hr");
    expect_part(same_name, "line 2");
}

// ---- the root

class PtbxlTree : public ::testing::Test {
  protected:
    PtbxlTree() { write_simulated_ptbxl(root(), 5, 6); }
    fs::path root() const { return folder_.path() / "tree"; }
    std::unique_ptr<RecordSource> open(int rate_hz = 500,
                                       std::vector<std::string> exclude = {}) const {
        SourceSettings settings = settings_of(root(), rate_hz);
        settings.exclude.names = std::move(exclude);
        return open_ptbxl_source(settings);
    }
    ScratchFolder folder_;
};

TEST_F(PtbxlTree, RejectsOtherRates) {
    const std::string text = message_of<ConfigError>([&] { open(250); });
    expect_part(text, "250");
    expect_part(text, "500 or 100");
}

TEST_F(PtbxlTree, RejectsOtherFolders) {
    const auto complaint_of = [](const fs::path& path) {
        return message_of<ConfigError>([&] { open_ptbxl_source(settings_of(path)); });
    };
    expect_part(complaint_of(""), "not set");
    expect_part(complaint_of(root() / "nowhere"), "is not a folder");
    expect_part(complaint_of(root() / "ptbxl_database.csv"), "is a file");
    expect_part(complaint_of(folder_.path()), (root()).string()); // the root is one folder deeper
    expect_part(complaint_of(root() / "records500"), "is not a PTB-XL root");
}

TEST_F(PtbxlTree, ExplainsHowToCompleteAnIncompleteRoot) {
    fs::remove_all(root() / "records500");
    fs::create_directory(root() / "records500"); // an interrupted download
    expect_part(message_of<ConfigError>([&] { open(); }), "Missing: records500/.");
    fs::remove(root() / "records500");
    const std::string no_records = message_of<ConfigError>([&] { open(); });
    expect_part(no_records, "Missing: records500/.");
    expect_part(no_records, "wget");
    expect_part(no_records, "source.rate_hz to 100");
    EXPECT_EQ(open(100)->catalogue().size(), 6U);
    fs::remove(root() / "ptbxl_database.csv");
    expect_part(message_of<ConfigError>([&] { open(); }),
                "Missing: ptbxl_database.csv and records500/.");
    expect_part(message_of<ConfigError>([&] { open(100); }), "Missing: ptbxl_database.csv.");
}

TEST_F(PtbxlTree, RoundTripsSimulatedRecords) {
    for (const int rate_hz : {500, 100}) {
        const auto source = open(rate_hz);
        ASSERT_EQ(source->catalogue().size(), 6U);
        for (std::size_t i = 0; i < 6; ++i) {
            const Record read = source->read(i), simulated = simulate_record(5, i, rate_hz);
            EXPECT_EQ(read.name, source->catalogue()[i].name);
            EXPECT_EQ(read.rate_hz, simulated.rate_hz);
            EXPECT_EQ(source->about(i).facts.age, simulated_facts(5, i).age);
            EXPECT_EQ(source->about(i).facts.sex, simulated_facts(5, i).sex);
            EXPECT_EQ(read.leads_mv, simulated.leads_mv)
                << "record " << i << " at " << rate_hz << " Hz";
        }
    }
    EXPECT_EQ(open()->catalogue()[4].name, "00005_hr");
    EXPECT_EQ(open()->catalogue()[4].patient, open()->catalogue()[5].patient);
    EXPECT_NE(open()->catalogue()[3].patient, open()->catalogue()[4].patient);
}

TEST_F(PtbxlTree, ExcludesByNameAndById) {
    const auto source = open(500, {"00002_hr", "5"});
    std::vector<std::string> names;
    for (const RecordInfo& info : source->catalogue()) names.push_back(info.name);
    EXPECT_EQ(names, (std::vector<std::string>{"00001_hr", "00003_hr", "00004_hr", "00006_hr"}));
    EXPECT_EQ(source->read(2).leads_mv, simulate_record(5, 3, 500).leads_mv);
    EXPECT_EQ(source->fingerprint(), open()->fingerprint())
        << "exclusions are part of the configuration";
}

TEST_F(PtbxlTree, TellsUnknownExclusionsAndTheClosest) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(open(500, {"00002_hr", "00003_hx", "quatsch"})->catalogue().size(), 5U);
    const std::string text = testing::internal::GetCapturedStderr();
    expect_part(text, "2 of 3 names match no record: 00003_hx (similar: 00003_hr), quatsch");
    EXPECT_EQ(text.find("00002_hr"), std::string::npos) << text;
    expect_part(message_of<ConfigError>([&] {
                    open(500, {"1", "2", "3", "4", "5", "6"});
                }),
                "excludes all 6");
}

TEST_F(PtbxlTree, ReportsAMissingRecordWithoutTheRootWhenItIsRead) {
    fs::remove(root() / "records500/00000/00003_hr.hea");
    fs::remove(root() / "records500/00000/00004_hr.dat");
    const auto source = open();
    for (const std::size_t i : {2U, 3U}) {
        const std::string text = message_of<DataError>([&] { source->read(i); });
        expect_part(text, i == 2 ? "00003_hr.hea" : "00004_hr.dat");
        expect_part(text, i == 2 ? "ptbxl_database.csv:4" : "ptbxl_database.csv:5");
        EXPECT_EQ(text.find(root().string()), std::string::npos) << text;
    }
    EXPECT_NO_THROW(source->read(1));
}

TEST_F(PtbxlTree, RejectsARecordOfAnotherRate) {
    for (const char* ending : {".hea", ".dat"})
        fs::copy_file(root() / concat("records100/00000/00001_lr", ending),
                      root() / concat("records500/00000/00001_lr", ending));
    fs::rename(root() / "records500/00000/00001_lr.hea", root() / "records500/00000/00001_hr.hea");
    std::string header = read_file(root() / "records500/00000/00001_hr.hea");
    header.replace(0, 8, "00001_hr");
    write_file(root() / "records500/00000/00001_hr.hea", header);
    expect_part(message_of<DataError>([&] { open()->read(0); }), "states a rate of 100 Hz");
}

TEST_F(PtbxlTree, FingerprintFollowsTableAndRate) {
    const std::string before = open()->fingerprint();
    EXPECT_EQ(before, open()->fingerprint());
    EXPECT_NE(before, open(100)->fingerprint());
    const fs::path table = root() / "ptbxl_database.csv";
    write_file(table, read_file(table) + "\n");
    EXPECT_NE(before, open()->fingerprint());
}

TEST_F(PtbxlTree, AttributesPtbxlAsItsLicenceRequires) {
    const std::string text = ptbxl_credit({}).attribution;
    for (const char* part : {"Wagner", "Strodthoff", "Bousseljot", "Samek", "Schaeffter",
                             "154 (2020)", "10.13026/kfzx-aw45", "CC BY 4.0", "Changes"})
        expect_part(text, part);
}

TEST_F(PtbxlTree, MutatedTableGivesASourceOrAnError) {
    const std::string whole = read_file(root() / "ptbxl_database.csv");
    int opened = 0, refused = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) {
        Rng rng(seed, 0, "test.ptbxl.fuzz");
        std::string text = whole;
        for (std::uint64_t n = 1 + rng.below(3); n > 0; --n)
            text[rng.below(text.size())] =
                static_cast<char>(rng.below(2) == 0 ? rng.below(256) : ",\"\n./-e9"[rng.below(8)]);
        if (rng.below(4) == 0) text.resize(rng.below(text.size()));
        write_file(root() / "ptbxl_database.csv", text);
        try {
            const auto source = open(rng.below(2) == 0 ? 500 : 100);
            ++opened;
            for (std::size_t i = 0; i < source->catalogue().size(); ++i) source->read(i);
        } catch (const Error&) {
            ++refused;
        }
    }
    EXPECT_GT(opened, 20);
    EXPECT_GT(refused, 20);
}

// ---- real records

class RealPtbxl : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!ptbxl_folder()) GTEST_SKIP() << "needs ECGPRESS_PTBXL";
    }
    static std::string header_path(const RecordInfo& info, int rate_hz) {
        const std::string id = info.name.substr(0, 5);
        return concat("records", rate_hz, "/", id.substr(0, 2), "000/", info.name, ".hea");
    }
};

TEST_F(RealPtbxl, CatalogueContainsEveryRow) {
    const std::string table = read_file(*ptbxl_folder() / "ptbxl_database.csv");
    std::size_t row_count = 0; // each row has one file of each rate
    for (std::size_t at = table.find(",records500/"); at != std::string::npos;
         at = table.find(",records500/", at + 1))
        ++row_count;
    ASSERT_GT(row_count, 0U);
    for (const int rate_hz : {500, 100}) {
        const auto source = open_ptbxl_source(settings_of(*ptbxl_folder(), rate_hz));
        EXPECT_EQ(source->catalogue().size(), row_count);
        std::set<std::string> names;
        for (const RecordInfo& info : source->catalogue()) {
            names.insert(info.name);
            EXPECT_EQ(info.patient.find('.'), std::string::npos);
            EXPECT_GE(info.fold, 1);
            EXPECT_LE(info.fold, 10);
        }
        EXPECT_EQ(names.size(), source->catalogue().size());
    }
}

TEST_F(RealPtbxl, AugmentedLeadsFollowGoldbergerInNearlyAllRecords) {
    constexpr double k_rounding_mv = 0.0021; // PTB-XL's leads were rounded individually
    const auto source = open_ptbxl_source(settings_of(*ptbxl_folder()));
    std::size_t checked = 0, bound = 0, swapped = 0;
    for (std::size_t i = 0; i < source->catalogue().size(); ++i) {
        const Record record = source->read(i);
        const auto &first = record.lead_mv(Lead::I), &second = record.lead_mv(Lead::II);
        ASSERT_EQ(record.sample_count(), 5000U);
        double worst = 0, worst_if_swapped = 0;
        for (std::size_t n = 0; n < first.size(); ++n) {
            const double expected = -(first[n] + second[n]) / 2;
            worst = std::max(worst, std::abs(record.lead_mv(Lead::aVR)[n] - expected));
            worst_if_swapped =
                std::max(worst_if_swapped, std::abs(record.lead_mv(Lead::aVL)[n] - expected));
        }
        ++checked;
        bound += worst < k_rounding_mv ? 1 : 0;
        swapped += worst_if_swapped < k_rounding_mv ? 1 : 0;
    }
    EXPECT_GE(static_cast<double>(bound), 0.95 * static_cast<double>(checked));
    EXPECT_EQ(swapped, 0U) << "aVR and aVL are not the same lead";
}

TEST_F(RealPtbxl, BothRatesShowTheSameHeartAndMissingFilesAreReported) {
    const auto fine = open_ptbxl_source(settings_of(*ptbxl_folder(), 500));
    const auto coarse = open_ptbxl_source(settings_of(*ptbxl_folder(), 100));
    std::size_t read = 0;
    for (std::size_t i = 0; i < coarse->catalogue().size(); ++i) {
        const std::string header = header_path(coarse->catalogue()[i], 100);
        if (fs::exists(*ptbxl_folder() / header)) {
            const Record low = coarse->read(i);
            EXPECT_EQ(low.rate_hz, 100);
            EXPECT_EQ(low.sample_count(), 1000U);
            ++read;
        } else {
            const std::string text = message_of<DataError>([&] { coarse->read(i); });
            expect_part(text, header);
            expect_part(text, "ptbxl_database.csv:");
        }
    }
    EXPECT_GT(read, 0U);
    const Record high = fine->read(0), low = coarse->read(0);
    double product = 0, high_power = 0, low_power = 0;
    for (std::size_t n = 0; n < low.sample_count(); ++n) {
        const double a = high.lead_mv(Lead::V2)[5 * n], b = low.lead_mv(Lead::V2)[n];
        product += a * b;
        high_power += a * a;
        low_power += b * b;
    }
    EXPECT_GT(product / std::sqrt(high_power * low_power), 0.9);
}

} // namespace
} // namespace ecgpress
