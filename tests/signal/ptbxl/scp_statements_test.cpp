#include <gtest/gtest.h>

#include "core/error.hpp"
#include "core/file.hpp"
#include "signal/ptbxl/ptbxl_source.hpp"
#include "signal/ptbxl/ptbxl_table.hpp"
#include "signal/ptbxl/scp_statements.hpp"
#include "signal/simulated/simulated_ptbxl.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

const std::string k_statements =
    ",description,diagnostic,form,rhythm,diagnostic_class,diagnostic_subclass\n"
    "NORM,normal ECG,1.0,,,NORM,NORM\n"
    "IMI,inferior myocardial infarction,1.0,,,MI,IMI\n"
    "ASMI,anteroseptal myocardial infarction,1.0,,,MI,AMI\n"
    "NDT,non-diagnostic T abnormalities,1.0,1.0,,STTC,STTC\n"
    "ABQRS,abnormal QRS,,1.0,,,\n"
    "SR,sinus rhythm,,,1.0,,\n";

std::vector<std::pair<std::string, double>> codes_of(const std::string& text) {
    std::vector<std::pair<std::string, double>> codes;
    for (const ScpCode& code : parse_scp_codes(text))
        codes.emplace_back(code.code, code.likelihood_percent);
    return codes;
}

TEST(ScpCodes, AreReadInPythonsForms) {
    using Codes = std::vector<std::pair<std::string, double>>;
    EXPECT_EQ(codes_of("{'NORM': 100.0, 'LVOLT': 0.0}"), (Codes{{"NORM", 100}, {"LVOLT", 0}}));
    EXPECT_EQ(codes_of("{\"LAO/LAE\":35}"), (Codes{{"LAO/LAE", 35}}));
    EXPECT_EQ(codes_of("{'PRC(S)': 50.5, }"), (Codes{{"PRC(S)", 50.5}}));
    EXPECT_EQ(codes_of("{}"), Codes());
    EXPECT_EQ(codes_of(""), Codes());
}

TEST(ScpCodes, OtherFormsAreErrors) {
    for (const char* text : {"NORM", "{'NORM'}", "{'NORM': x}", "{'NORM': 100.0", "{'NORM': 101}",
                             "{'NORM': -1}", "{'A;B': 1}", "{'A:B': 1}", "{'': 1}", "{'A' 1}",
                             "{'A': 1} x", "{,}", "['NORM']", "{'A': 1 'B': 2}", "{'A"})
        EXPECT_THROW(parse_scp_codes(text), DataError) << text;
}

TEST(ScpStatements, GiveTheClassesOfDiagnosticCodes) {
    const ScpStatements statements(k_statements);
    RecordFacts facts;
    statements.set_codes(facts, parse_scp_codes("{'ASMI': 15.0, 'ABQRS': 0.0, 'IMI': 0.0, "
                                                "'NDT': 100.0, 'SR': 0.0, 'NEW': 50.0}"));
    EXPECT_EQ(facts.scp_codes, "ASMI:15;ABQRS:0;IMI:0;NDT:100;SR:0;NEW:50");
    EXPECT_EQ(facts.superclasses, "MI;STTC");
    EXPECT_EQ(facts.subclasses, "AMI;IMI;STTC");
    EXPECT_EQ(classes_of(facts), (std::vector<std::string>{"MI", "STTC", "AMI", "IMI", "ASMI",
                                                           "ABQRS", "NDT", "SR", "NEW"}));
    EXPECT_EQ(main_classes_of(facts), (std::vector<std::string>{"MI", "STTC"}));
    const auto words = statements.in_words(facts.scp_codes);
    ASSERT_EQ(words.size(), 6U);
    EXPECT_EQ(words[1].text, "abnormal QRS");
    EXPECT_TRUE(words[4].is_rhythm);
    EXPECT_FALSE(words[0].is_rhythm);
    EXPECT_EQ(words[5].text, "NEW") << "a code without a description";
}

TEST(ScpStatements, ReportTheLineOfAnError) {
    const auto complaint = [](const std::string& text) -> std::string {
        try {
            ScpStatements statements(text);
        } catch (const DataError& error) {
            return error.what();
        }
        return "NO ERROR";
    };
    EXPECT_NE(complaint("").find("scp_statements.csv:1: "), std::string::npos);
    EXPECT_NE(complaint(",description\n").find("diagnostic"), std::string::npos);
    EXPECT_NE(complaint(k_statements + "SBRAD,slow\n").find("scp_statements.csv:8: "),
              std::string::npos);
}

TEST(PtbxlFacts, AreThoseOfTheTable) {
    const std::string table =
        "ecg_id,patient_id,strat_fold,filename_hr,age,sex,height,weight,device,report,scp_codes,"
        "heart_axis,infarction_stadium1,validated_by_human,static_noise,extra_beats,pacemaker\n"
        "1,7,3,a_hr,56.0,1,,63.0,CS-12   E,\"sinus\nrhythmus\",\"{'NORM': 100.0, 'SR': 0.0}\",LAD,"
        "unknown,True,\" , I-V1,  \",1ES,\"ja, pacemaker\"\n";
    const auto row = read_ptbxl_table(table, 500, ScpStatements(k_statements)).at(0);
    EXPECT_EQ(row.facts.age, "56");
    EXPECT_EQ(row.facts.sex, "female");
    EXPECT_EQ(row.facts.height_cm, "");
    EXPECT_EQ(row.facts.weight_kg, "63");
    EXPECT_EQ(row.facts.device, "CS-12   E");
    EXPECT_EQ(row.facts.report, "sinus rhythmus");
    EXPECT_EQ(row.facts.scp_codes, "NORM:100;SR:0");
    EXPECT_EQ(row.facts.superclasses, "NORM");
    EXPECT_EQ(row.facts.heart_axis, "LAD");
    EXPECT_EQ(row.facts.infarction_stadium1, "unknown");
    EXPECT_EQ(row.facts.infarction_stadium2, "");
    EXPECT_EQ(row.facts.validated_by_human, "True");
    EXPECT_EQ(row.facts.static_noise, " , I-V1,  ");
    EXPECT_EQ(row.facts.extra_beats, "1ES");
    EXPECT_EQ(row.facts.pacemaker, "ja, pacemaker");
    EXPECT_EQ(std::vector<std::string>(row.info.classes.begin(), row.info.classes.end()),
              (std::vector<std::string>{"NORM", "SR"}));
    try {
        read_ptbxl_table("ecg_id,patient_id,strat_fold,filename_hr,scp_codes\n1,7,3,a_hr,NORM\n",
                         500);
        FAIL() << "codes of another form were accepted";
    } catch (const DataError& error) {
        EXPECT_EQ(std::string(error.what()).find("ptbxl_database.csv:2: scp_codes is \"NORM\""), 0U)
            << error.what();
    }
}

TEST(PtbxlFacts, ReportsAreOnlyThereIfAskedFor) {
    const ScratchFolder folder;
    write_simulated_ptbxl(folder.path() / "tree", 5, 2);
    SourceSettings settings;
    settings.path = folder.path() / "tree";
    EXPECT_EQ(open_ptbxl_source(settings)->about(1).facts.report, "");
    settings.reports = true;
    EXPECT_EQ(open_ptbxl_source(settings)->about(1).facts.report, "simulated, of no person");
}

/// The classes are part of what a page shows, so they are part of the source's fingerprint.
TEST(PtbxlFacts, FingerprintDependsOnTheStatements) {
    const ScratchFolder folder;
    write_simulated_ptbxl(folder.path() / "tree", 5, 2);
    SourceSettings settings;
    settings.path = folder.path() / "tree";
    const std::string before = open_ptbxl_source(settings)->fingerprint();
    write_file(folder.path() / "tree" / "scp_statements.csv", k_statements);
    EXPECT_NE(open_ptbxl_source(settings)->fingerprint(), before);
}

} // namespace
} // namespace ecgpress
