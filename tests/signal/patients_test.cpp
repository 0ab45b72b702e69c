#include <gtest/gtest.h>

#include "core/file.hpp"
#include "signal/patients.hpp"
#include "support/messages.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

using testing_support::expect_part;
using Names = std::vector<std::string>;

std::vector<RecordInfo> catalogue_of(const Names& names) {
    std::vector<RecordInfo> catalogue;
    for (const std::string& name : names) catalogue.push_back({name, name});
    return catalogue;
}

SourceSettings by(const std::string& rule, const char* kind = "wfdb") {
    SourceSettings settings;
    settings.kind = kind;
    settings.patient_from = rule;
    return settings;
}

Names patients_of(const SourceSettings& settings, const Names& names) {
    auto catalogue = catalogue_of(names);
    PatientList(settings).name_patients(catalogue);
    Names patients;
    for (const RecordInfo& info : catalogue) patients.push_back(info.patient);
    return patients;
}

std::string complaint_of(const SourceSettings& settings, const Names& names = {"a"}) {
    return testing_support::message_of([&] { patients_of(settings, names); });
}

TEST(Patients, AreInNamesOfRecords) {
    EXPECT_EQ(patients_of(by("folder"), {"p1/a", "p1/b", "x/p2/a"}), (Names{"p1", "p1", "x/p2"}));
    EXPECT_EQ(patients_of(by("name:(p[0-9]+)/s"), {"f/p10/s1/1", "f/p10/s2/2", "f/p2/s3/3"}),
              (Names{"p10", "p10", "p2"}));
    EXPECT_EQ(patients_of(by("name:^[^_]+"), {"7_a", "7_b", "8_a"}), (Names{"7", "7", "8"}));
    expect_part(complaint_of(by("folder"), {"p1/a", "b", "c"}),
                "source.patient_from: folder: 2 records without a patient, because they are in no "
                "folder of the source: b, c.");
    expect_part(complaint_of(by("name:q(.*)"), {"a", "b", "c", "d"}), "4 records");
    expect_part(complaint_of(by("name:q(.*)"), {"a", "b", "c", "d"}), "a, b, c, ...");
}

TEST(Patients, RulesAreChecked) {
    for (const char* rule : {"folder", "comment", "name:a", "name:(a)(b)"})
        EXPECT_TRUE(is_patient_rule(rule)) << rule;
    for (const char* rule : {"", "folders", "name", "name:(", "name:[", "path"})
        EXPECT_FALSE(is_patient_rule(rule)) << rule;
    expect_part(complaint_of(by("name:(")), "regular expression");
    expect_part(complaint_of(by("comment", "npy")), "only for WFDB records");
    EXPECT_TRUE(PatientList(by("folder", "ptb-xl")).is_empty()) << "the source states patients";
    EXPECT_TRUE(PatientList(by("comment")).is_empty()) << "the source reads comments";
}

class PatientTable : public ::testing::Test {
  protected:
    SourceSettings with(const std::string& text) const {
        write_file(folder_.path() / "patients.csv", text);
        SourceSettings settings = by("", "npy");
        settings.patients = folder_.path() / "patients.csv";
        return settings;
    }

  private:
    ScratchFolder folder_;
};

TEST_F(PatientTable, StatesPatientsFoldsAgesAndSexes) {
    const PatientList list(
        with("\xef\xbb\xbfsex,Record,fold, patient,age\r\nF,00000000,9,x y,95\r\n"
             "male,2,,x y,\r\n,sub/r1.hea,10,z,33.5\r\nM,other,1,w,1\r\n"));
    auto catalogue = catalogue_of({"00000000", "00000002", "sub/r1"});
    list.name_patients(catalogue);
    EXPECT_EQ(catalogue[0].patient, "x y");
    EXPECT_EQ(catalogue[0].fold, 9);
    EXPECT_EQ(catalogue[1].patient, "x y");
    EXPECT_EQ(catalogue[1].fold, 0);
    EXPECT_EQ(catalogue[2].patient, "z");
    RecordFacts facts;
    facts.age = "20";
    list.add_facts("00000000", facts);
    EXPECT_EQ(facts.age + facts.sex, "90female");
    list.add_facts("00000002", facts);
    EXPECT_EQ(facts.age + facts.sex, "90male") << "the table has no age of the record";
}

TEST_F(PatientTable, NamesRecordsAsTheSourceDoes) {
    SourceSettings settings =
        with("record,patient\n./a,1\nb//c.hea,2\n./d/../e/f,3\n007,4\n7,5\n00000009,6\n9,7\n");
    settings.kind = "wfdb";
    EXPECT_EQ(patients_of(settings, {"a", "b/c", "e/f", "007", "7", "9"}),
              (Names{"1", "2", "3", "4", "5", "7"}));
    expect_part(complaint_of(settings, {"a", "0007"}), "1 record without a patient");
    settings.kind = "npy"; // whose records are named by numbers of rows
    EXPECT_EQ(patients_of(settings, {"00000007", "00000009"}), (Names{"5", "6"}));
}

TEST_F(PatientTable, CountsAgesThatItDoesNotUse) {
    testing::internal::CaptureStderr();
    const PatientList list(
        with("record,patient,age\na,1,300\nb,2,\nc,3,-1\nd,4,NaN\ne,5,old\nf,6,40\n"));
    expect_part(testing::internal::GetCapturedStderr(),
                "patients.csv: 3 ages are not used, because an age is a number of years from 0 to "
                "150: \"300\" in line 2, ...");
    RecordFacts facts;
    list.add_facts("a", facts);
    EXPECT_EQ(facts.age, "");
    list.add_facts("f", facts);
    EXPECT_EQ(facts.age, "40");
}

TEST_F(PatientTable, IsAPartOfTheFingerprint) {
    const auto fingerprint = [&](const std::string& text) {
        return PatientList(with(text)).combined_fingerprint("source");
    };
    EXPECT_EQ(fingerprint("record,patient\na,1\n"), fingerprint("record,patient\na,1\n"));
    EXPECT_NE(fingerprint("record,patient\na,1\n"), fingerprint("record,patient\na,2\n"));
    EXPECT_EQ(PatientList(by("folder")).combined_fingerprint("source"), "source");
}

TEST_F(PatientTable, SaysWhatIsWrong) {
    expect_part(complaint_of(with("record;patient\na;1\n")), "the separator is a semicolon");
    expect_part(complaint_of(with("record\tpatient\na\t1\n")), "the separator is a tab");
    expect_part(complaint_of(with("name,person\na,1\n")), "the columns are name, person");
    expect_part(complaint_of(with("")), "patients.csv:1: ");
    expect_part(complaint_of(with("record,patient\na,1\nb\n")), "patients.csv:3: the row has 1 ");
    expect_part(complaint_of(with("record,patient\na,1\na,2\n")), "patients.csv:3: the record a ");
    expect_part(complaint_of(with("record,patient\na, \n")),
                "patients.csv:2: the patient is empty");
    for (const char* fold : {"0", "11", "x", "1.5"})
        expect_part(complaint_of(with(std::string("record,patient,fold\na,1,") + fold + "\n")),
                    "Expected 1 to 10");
    expect_part(
        complaint_of(with("record,patient\na,1\n"), {"a", "b"}),
        "patients.csv: 1 record without a patient, because the table does not list them: b.");
    SourceSettings nowhere = by("", "npy");
    nowhere.patients = "nowhere.csv";
    expect_part(complaint_of(nowhere), "/nowhere.csv does not exist");
}

} // namespace
} // namespace ecgpress
