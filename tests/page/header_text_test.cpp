#include <algorithm>
#include <gtest/gtest.h>
#include <tuple>

#include "core/strings.hpp"
#include "page/header_text.hpp"

namespace ecgpress {
namespace {

using Columns = std::vector<std::vector<std::string>>;

/// The text of a full header.
Columns full(const HeaderContent& content, std::uint64_t sheet = 0) {
    Rng identity(1, sheet, "header");
    Columns columns;
    for (const auto& lines : header_text(HeaderForm::full, content, identity)) {
        columns.emplace_back();
        for (const TextLine& line : lines) columns.back().push_back(line.text);
    }
    return columns;
}

Measures rate_of(int bpm) {
    Measures measures;
    measures.rate_bpm = bpm;
    measures.pr_ms = 160;
    measures.qrs_ms = 90;
    measures.qt_ms = 400;
    measures.p_axis_degrees = measures.qrs_axis_degrees = measures.t_axis_degrees = 40;
    return measures;
}

AboutRecord about(std::vector<Statement> statements, std::string age = "85",
                  std::string sex = "female") {
    AboutRecord about;
    about.facts.age = std::move(age);
    about.facts.sex = std::move(sex);
    about.statements = std::move(statements);
    return about;
}

const Statement k_normal{"NORM", "normal ECG", false}, k_sinus{"SR", "sinus rhythm", true},
    k_fast{"STACH", "sinus tachycardia", true}, k_slow{"SBRAD", "sinus bradycardia", true},
    k_fibrillation{"AFIB", "atrial fibrillation", true},
    k_infarction{"IMI", "inferior myocardial infarction", false};

TEST(HeaderText, AgeAndSexAreThoseOfTheRecord) {
    EXPECT_EQ(full(content_of_record(about({}), {}))[0][2], "85 yr   Female");
    EXPECT_EQ(full(content_of_record(about({}, "90", "male"), {}))[0][2], "90+ yr   Male");
    EXPECT_EQ(full(content_of_record(about({}, "", "male"), {}))[0][2], "Male");
    const Columns unknown = full(content_of_record(about({}, "", ""), {}));
    EXPECT_EQ(unknown[0].size(), 3U) << "nothing is printed of what is not known";
    EXPECT_EQ(unknown[0][2].find("Room "), 0U);
}

TEST(HeaderText, NumbersAreTheMeasuresAndQtcIsBazetts) {
    Measures measures = rate_of(75);
    measures.qt_ms = 360;
    measures.p_axis_degrees = std::nullopt;
    measures.t_axis_degrees = -12;
    EXPECT_EQ(full(content_of_record(about({k_sinus}), measures))[1],
              (std::vector<std::string>{"Vent. rate  75 BPM", "PR interval  160 ms",
                                        "QRS duration  90 ms", "QT/QTcB  360/402 ms",
                                        "P-R-T axes  --  40  -12"}));
    EXPECT_EQ(
        full(content_of_record(about({}), {}))[1],
        (std::vector<std::string>{"Vent. rate  -- BPM", "PR interval  -- ms", "QRS duration  -- ms",
                                  "QT/QTcB  --/-- ms", "P-R-T axes  --  --  --"}));
}

TEST(HeaderText, TheStatementFollowsFromRateAndCodes) {
    const auto first = [](const std::vector<Statement>& statements, int bpm) {
        return full(content_of_record(about(statements), rate_of(bpm)))[2][0];
    };
    for (const Statement& sinus : {k_sinus, k_fast, k_slow}) {
        EXPECT_EQ(first({sinus}, 59), "Sinus bradycardia");
        EXPECT_EQ(first({sinus}, 60), "Normal sinus rhythm");
        EXPECT_EQ(first({sinus}, 100), "Normal sinus rhythm");
        EXPECT_EQ(first({sinus}, 101), "Sinus tachycardia");
    }
    EXPECT_EQ(first({k_infarction, k_fibrillation}, 130), "Atrial fibrillation");
    EXPECT_EQ(first({}, 52), "Bradycardia") << "no code says that it is a sinus rhythm";
    EXPECT_EQ(first({k_normal}, 72), "Normal heart rate");
    EXPECT_EQ(first({k_infarction}, 103), "Tachycardia");
}

TEST(HeaderText, FindingsAreTheCodesInWords) {
    const auto statements = [](const std::vector<Statement>& given, int bpm) {
        return full(content_of_record(about(given), rate_of(bpm)))[2];
    };
    using Lines = std::vector<std::string>;
    const std::string invented = "Invented identity - no patient", last = "Unconfirmed";
    EXPECT_EQ(statements({k_normal, k_sinus}, 70),
              (Lines{"Normal sinus rhythm", "Normal ECG", invented, last}));
    EXPECT_EQ(statements({k_normal, k_fast}, 110),
              (Lines{"Sinus tachycardia", "Otherwise normal ECG", invented, last}));
    EXPECT_EQ(statements({k_infarction, k_sinus}, 70),
              (Lines{"Normal sinus rhythm", "Inferior myocardial infarction", invented, last}));
    const Statement long_one{"LVOLT", "low QRS voltages in the frontal and horizontal leads",
                             false};
    for (const std::string& line : statements({long_one, k_infarction, k_normal, k_sinus}, 70))
        EXPECT_LE(line.size(), 40U) << line;
    EXPECT_LE(statements({long_one, k_infarction, k_normal, k_sinus}, 70).size(), 5U);
}

TEST(HeaderText, NoPrIntervalWithoutPWaves) {
    const Columns columns = full(content_of_record(about({k_fibrillation}), rate_of(90)));
    EXPECT_EQ(columns[1][1], "PR interval  -- ms");
    EXPECT_EQ(columns[1][4], "P-R-T axes  --  40  40");
}

TEST(HeaderText, NoPrIntervalInAnIrregularRhythmUnlessACodeNamesIt) {
    Measures irregular = rate_of(90);
    irregular.is_irregular = true;
    Measures late = irregular;
    late.pr_ms = 240;
    const Statement block{"1AVB", "first degree AV block", false},
        prolonged{"LPR", "prolonged PR interval", false};
    for (const auto& [statements, measures, pr] :
         {std::tuple<std::vector<Statement>, Measures, std::string>{{}, irregular, "--"},
          {{k_infarction}, irregular, "--"},
          {{k_infarction}, late, "--"},
          {{block}, irregular, "--"}, // 160 ms are no first degree block
          {{block}, late, "240"},
          {{k_infarction, prolonged}, late, "240"},
          {{block, k_fibrillation}, late, "--"},
          {{k_sinus}, irregular, "160"},
          {{{"SARRH", "sinus arrhythmia", true}}, irregular, "160"},
          {{}, rate_of(90), "160"}}) {
        const Columns columns = full(content_of_record(about(statements), measures));
        EXPECT_EQ(columns[1][1], concat("PR interval  ", pr, " ms"));
        EXPECT_EQ(columns[1][4].find("--") != std::string::npos, pr == "--");
    }
}

/// For many sheets: an invented header does not contradict itself, and names are obviously
/// invented.
TEST(HeaderText, InventedContentIsConsistent) {
    for (std::uint64_t sheet = 0; sheet < 300; ++sheet) {
        Rng random(4, sheet, "header.content"), again(4, sheet, "header.content");
        const HeaderContent content = invented_content(random);
        const Columns columns = full(content, sheet);
        EXPECT_EQ(columns, full(invented_content(again), sheet));
        ASSERT_EQ(columns.size(), 3U);
        EXPECT_EQ(columns[0][0].find("ID: X"), 0U);
        EXPECT_NE(columns[2][2].find("no patient"), std::string::npos);
        const int bpm = *content.measures.rate_bpm;
        EXPECT_EQ(columns[2][0], bpm < 60    ? "Sinus bradycardia"
                                 : bpm > 100 ? "Sinus tachycardia"
                                             : "Normal sinus rhythm");
        const int qtc_ms = qtc_bazett_ms(*content.measures.qt_ms, bpm);
        EXPECT_TRUE(qtc_ms >= 369 && qtc_ms <= 441) << qtc_ms;
        EXPECT_EQ(columns[1][3], concat("QT/QTcB  ", *content.measures.qt_ms, "/", qtc_ms, " ms"));
        EXPECT_LT(*content.measures.qt_ms, 60'000 / bpm) << "T ends before the next beat";
    }
}

/// The identity has its own stream: it is the same whatever the content is.
TEST(HeaderText, TheIdentityDoesNotDependOnTheContent) {
    for (std::uint64_t sheet = 0; sheet < 20; ++sheet) {
        Rng random(4, sheet, "header.content");
        const Columns one = full(content_of_record(about({k_sinus}), rate_of(70)), sheet),
                      two = full(invented_content(random), sheet);
        EXPECT_EQ(one[0][0], two[0][0]);
        EXPECT_EQ(one[0][1], two[0][1]);
        EXPECT_EQ(one[0][3], two[0][3]);
    }
}

/// In every language: the same numbers, other words, no byte that is not UTF-8, names of their own.
TEST(HeaderText, LanguagesChangeWordsAndNotNumbers) {
    const auto digits_of = [](std::string text) {
        text.erase(std::remove_if(text.begin(), text.end(),
                                  [](char letter) { return letter < '0' || letter > '9'; }),
                   text.end());
        return text;
    };
    for (std::size_t at = 1; at < k_header_language_count; ++at)
        for (std::uint64_t sheet = 0; sheet < 30; ++sheet) {
            const auto language = static_cast<HeaderLanguage>(at);
            Rng one(4, sheet, "header.content"), two(4, sheet, "header.content");
            const Columns english = full(invented_content(one), sheet),
                          other = full(invented_content(two, language), sheet);
            ASSERT_EQ(english.size(), other.size());
            for (std::size_t column = 0; column < 3; ++column) {
                ASSERT_EQ(english[column].size(), other[column].size());
                for (std::size_t i = 0; i < english[column].size(); ++i) {
                    if (column == 0 && i == 1) continue; // months are numbers or words
                    EXPECT_EQ(digits_of(english[column][i]), digits_of(other[column][i]));
                    if (column == 1 && (i == 0 || i == 2)) {
                        EXPECT_NE(english[column][i], other[column][i]);
                    }
                    if (column == 2) {
                        EXPECT_NE(english[column][i], other[column][i]);
                    }
                }
            }
        }
}

TEST(HeaderText, IsGermanOnRequest) {
    const Statement unknown{"XYZ", "some words", false};
    HeaderContent content = content_of_record(about({k_sinus, k_infarction, unknown}, "90", "male"),
                                              rate_of(70), HeaderLanguage::de);
    const Columns columns = full(content);
    EXPECT_EQ(columns[0][2], "90+ J.   m\xC3\xA4nnlich");
    EXPECT_EQ(columns[0][3].find("Zimmer "), 0U);
    EXPECT_EQ(columns[1][0], "Frequenz  70 /min");
    EXPECT_EQ(columns[1][2], "QRS-Dauer  90 ms");
    using Lines = std::vector<std::string>;
    EXPECT_EQ(columns[2], (Lines{"Normaler Sinusrhythmus", "Inferiorer Myokardinfarkt",
                                 "Erfundene Angaben - kein Patient", "Unbest\xC3\xA4tigt"}));
    EXPECT_EQ(
        content_of_record(about({k_normal, k_sinus, unknown}), rate_of(70), HeaderLanguage::de)
            .statements[1],
        "Sonst normales EKG")
        << "what has no German words is a finding all the same";
}

TEST(HeaderText, HasTheFormOfTheStyle) {
    Rng random(1, 0, "header");
    EXPECT_EQ(header_text(HeaderForm::brief, {}, random).size(), 1U);
    EXPECT_TRUE(header_text(HeaderForm::none, {}, random).empty());
}

} // namespace
} // namespace ecgpress
