#include <gtest/gtest.h>

#include "signal/wfdb/wfdb_facts.hpp"

namespace ecgpress {
namespace {

RecordFacts facts_of(const std::vector<std::string>& comments) {
    return wfdb_facts(comments_with_facts(comments));
}

TEST(WfdbFacts, AreThoseOfTheChallengesAndOfLudb) {
    const RecordFacts challenge =
        facts_of({"Age: 74", "Sex: Male", "Dx: 426783006, 164889003", "Rx: Unknown"});
    EXPECT_EQ(challenge.age, "74");
    EXPECT_EQ(challenge.sex, "male");
    EXPECT_EQ(challenge.dx, "426783006;164889003");
    EXPECT_EQ(main_classes_of(challenge), (std::vector<std::string>{"426783006", "164889003"}));
    const RecordFacts ludb = facts_of({"<age>: 51", "<sex>: F", "<diagnoses>:"});
    EXPECT_EQ(ludb.age, "51");
    EXPECT_EQ(ludb.sex, "female");
    EXPECT_EQ(ludb.dx, "");
    EXPECT_EQ(facts_of({"Labels: NORM, MI"}).dx, "NORM;MI");
}

TEST(WfdbFacts, SeveralInOneLineAreThoseOfIncart) {
    const std::vector<std::string> comments{"<age>: 65 <sex>: F <diagnoses> Angina", "patient 1",
                                            "PVCs, noise"};
    EXPECT_EQ(facts_of(comments).age, "65");
    EXPECT_EQ(facts_of(comments).sex, "female");
    EXPECT_EQ(patient_in(comments), "1");
    EXPECT_EQ(patient_in({"patient history unknown", "patient: 7"}), "7");
    EXPECT_EQ(patient_in({"patient with a pacemaker"}), "");
}

TEST(WfdbFacts, RhythmsAreStatedWithPtbxlsCodes) {
    const auto statements = wfdb_statements("426177001;164909002;AF;Normal");
    ASSERT_EQ(statements.size(), 4U);
    EXPECT_EQ(statements[0].code, "SBRAD");
    EXPECT_TRUE(statements[0].is_rhythm);
    EXPECT_EQ(statements[1].text, "Dx 164909002");
    EXPECT_EQ(statements[2].code, "AFIB");
    EXPECT_EQ(statements[3].code, "NORM");
    EXPECT_TRUE(wfdb_statements("").empty());
}

TEST(WfdbFacts, UnknownValuesAreEmpty) {
    for (const char* age : {"Age: NaN", "Age: -1", "Age: Unknown", "Age:", "Age: 700", "Aged: 5"})
        EXPECT_EQ(facts_of({age}).age, "") << age;
    EXPECT_EQ(facts_of({"Age: 93"}).age, "90");
    EXPECT_EQ(facts_of({"age: 6.5"}).age, "6");
    for (const char* sex : {"Sex: Unknown", "Sex: NaN", "Sex:", "sex"})
        EXPECT_EQ(facts_of({sex}).sex, "") << sex;
    EXPECT_EQ(facts_of({"Dx: , ,"}).dx, "");
    EXPECT_TRUE(comments_with_facts({"Aldomet, Inderal", "69 M 1085 1629 x1", ""}).empty());
}

} // namespace
} // namespace ecgpress
