#include "page/header_text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

// Limits of a sinus rhythm (Surawicz and Knilans, "Chou's Electrocardiography in Clinical
// Practice").
constexpr int k_bradycardia_bpm = 60, k_tachycardia_bpm = 100;
constexpr std::size_t k_most_findings =
    2; ///< so that no column has more lines than the measurements
constexpr std::size_t k_longest_statement = 40;

// Codes of PTB-XL. A sinus rhythm is named by its rate.
constexpr const char* k_sinus_codes[] = {"SR", "STACH", "SBRAD"};
constexpr const char* k_codes_without_p[] = {"AFIB", "AFLT", "SVTAC", "PSVT", "PACE"};
/// They state P waves that are conducted late: by definition after more than 200 ms.
constexpr const char* k_codes_of_long_pr[] = {"1AVB", "LPR"};
constexpr int k_long_pr_ms = 200;
constexpr const char* k_normal_code = "NORM";

template <std::size_t Count> const char* one_of(const char* const (&choices)[Count], Rng& random) {
    return choices[random.below(Count)];
}

template <std::size_t Count>
bool is_one_of(const char* const (&choices)[Count], const std::string& word) {
    return std::find(std::begin(choices), std::end(choices), word) != std::end(choices);
}

std::uint64_t within(std::uint64_t low, std::uint64_t high, Rng& random) {
    return low + random.below(high - low + 1);
}

int whole_within(int low, int high, Rng& random) {
    return low + static_cast<int>(random.below(static_cast<std::uint64_t>(high - low + 1)));
}

/// An obviously invented name.
std::string invented_name(Rng& random) {
    static constexpr const char* k_family[] = {"TEST",     "SAMPLE", "SPECIMEN", "EXAMPLE",
                                               "NOPERSON", "DUMMY",  "MUSTER",   "FICTION"};
    static constexpr const char* k_given[] = {"Alpha", "Bravo", "Delta", "Echo", "Kilo",
                                              "Lima",  "Oscar", "Romeo", "Tango"};
    return concat(one_of(k_family, random), ", ", one_of(k_given, random));
}

std::string invented_date(Rng& random) {
    static constexpr const char* k_months[] = {"JAN", "FEB", "MAR", "APR", "MAY", "JUN",
                                               "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"};
    const std::uint64_t day = within(1, 28, random);
    const char* month = one_of(k_months, random);
    const std::uint64_t year = within(1994, 2024, random), hour = random.below(24);
    return concat(zero_padded(day, 2), '-', month, '-', year, "  ", zero_padded(hour, 2), ':',
                  zero_padded(random.below(60), 2), ':', zero_padded(random.below(60), 2));
}

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

/// A statement that fits into its column: cut between two words, with dots.
std::string fitted(const std::string& text) {
    if (text.size() <= k_longest_statement) return text;
    std::string begin = text.substr(0, k_longest_statement - 3);
    begin.resize(std::min(begin.find_last_of(' '), begin.size()));
    return begin + "...";
}

/// "56 yr   Female", "90+ yr", "Male"; empty if both are unknown.
TextLine person(const HeaderContent& content) {
    TextLine line;
    if (!content.age.empty())
        line.add(content.age + (content.age == "90" ? "+ yr" : " yr"), TextRole::age);
    if (!content.sex.empty())
        line.add(concat(line.text.empty() ? "" : "   ", capitalised(content.sex)), TextRole::sex);
    return line;
}

std::vector<TextLine> patient(HeaderForm form, const HeaderContent& content, Rng& random) {
    const std::uint64_t number = random.below(100'000'000);
    const std::string name = invented_name(random), date = invented_date(random);
    TextLine first_line("ID:", TextRole::id, false);
    first_line.add(concat(" X", zero_padded(number, 8)), TextRole::id)
        .add("   " + name, TextRole::patient_name);
    std::vector<TextLine> lines{first_line, {date, TextRole::date}};
    if (form == HeaderForm::full) {
        if (TextLine who = person(content); !who.text.empty()) lines.push_back(std::move(who));
        const std::uint64_t room = within(1, 40, random);
        const char first = static_cast<char>('A' + random.below(26)),
                   second = static_cast<char>('A' + random.below(26));
        TextLine place("Room", TextRole::location, false);
        lines.push_back(place.add(concat(' ', room), TextRole::location)
                            .add("   Technician:", TextRole::staff, false)
                            .add(concat(' ', first, second), TextRole::staff));
    }
    return lines;
}

std::string text_of(const std::optional<int>& value) {
    return value ? concat(*value) : "--";
}

TextLine line_of(const char* name, const std::optional<int>& value, const char* unit) {
    return {concat(name, "  ", text_of(value), ' ', unit), TextRole::measurement};
}

std::vector<TextLine> measurements(const Measures& m) {
    std::optional<int> qtc_ms;
    if (m.qt_ms && m.rate_bpm) qtc_ms = qtc_bazett_ms(*m.qt_ms, *m.rate_bpm);
    return {
        line_of("Vent. rate", m.rate_bpm, "BPM"),
        line_of("PR interval", m.pr_ms, "ms"),
        line_of("QRS duration", m.qrs_ms, "ms"),
        {concat("QT/QTcB  ", text_of(m.qt_ms), '/', text_of(qtc_ms), " ms"), TextRole::measurement},
        {concat("P-R-T axes  ", text_of(m.p_axis_degrees), "  ", text_of(m.qrs_axis_degrees), "  ",
                text_of(m.t_axis_degrees)),
         TextRole::measurement}};
}

/// The rhythm of a sinus node at a rate.
std::string sinus_rhythm(const std::optional<int>& rate_bpm) {
    if (rate_bpm && *rate_bpm < k_bradycardia_bpm) return "Sinus bradycardia";
    if (rate_bpm && *rate_bpm > k_tachycardia_bpm) return "Sinus tachycardia";
    return rate_bpm ? "Normal sinus rhythm" : "Sinus rhythm";
}

/// A statement about the rate alone.
std::string rate_statement(const std::optional<int>& rate_bpm) {
    if (!rate_bpm) return "Rate not measured";
    if (*rate_bpm < k_bradycardia_bpm) return "Bradycardia";
    return *rate_bpm > k_tachycardia_bpm ? "Tachycardia" : "Normal heart rate";
}

} // namespace

HeaderContent content_of_record(const AboutRecord& about, Measures measures) {
    HeaderContent content{about.facts.age, about.facts.sex, measures, {}};
    std::vector<std::string> rhythms, findings;
    bool is_sinus = false, is_normal = false, has_long_pr = false;
    for (const Statement& statement : about.statements) {
        is_sinus |= is_one_of(k_sinus_codes, statement.code);
        is_normal |= statement.code == k_normal_code;
        has_long_pr |= is_one_of(k_codes_of_long_pr, statement.code) &&
                       measures.pr_ms.value_or(0) >= k_long_pr_ms;
        if (is_one_of(k_codes_without_p, statement.code))
            content.measures.pr_ms = content.measures.p_axis_degrees = std::nullopt;
        if (is_one_of(k_sinus_codes, statement.code) || statement.code == k_normal_code) continue;
        (statement.is_rhythm ? rhythms : findings).push_back(capitalised(statement.text));
    }
    // Without a code the rhythm may be atrial fibrillation, unless another code states the PR
    // interval that is measured.
    if (rhythms.empty() && !is_sinus && measures.is_irregular && !has_long_pr)
        content.measures.pr_ms = content.measures.p_axis_degrees = std::nullopt;
    if (is_sinus) rhythms.insert(rhythms.begin(), sinus_rhythm(measures.rate_bpm));
    if (rhythms.empty()) rhythms.push_back(rate_statement(measures.rate_bpm));
    if (is_normal) {
        const std::string& rhythm = rhythms.front();
        const bool is_usual = rhythms.size() == 1 && findings.empty() &&
                              (rhythm == "Normal sinus rhythm" || rhythm == "Normal heart rate");
        findings.insert(findings.begin(), is_usual ? "Normal ECG" : "Otherwise normal ECG");
    }
    content.statements.push_back(fitted(join(rhythms, ", ")));
    findings.resize(std::min(findings.size(), k_most_findings));
    for (const std::string& finding : findings) content.statements.push_back(fitted(finding));
    content.statements.push_back("Invented identity - no patient");
    return content;
}

HeaderContent invented_content(Rng& random) {
    static constexpr const char* k_sexes[] = {"male", "female"};
    // None of them contradicts a measurement.
    static constexpr const char* k_findings[] = {"Nonspecific T wave abnormality", "Borderline ECG",
                                                 "Otherwise normal ECG"};
    HeaderContent content;
    content.age = concat(whole_within(18, 89, random));
    content.sex = one_of(k_sexes, random);
    Measures& m = content.measures;
    m.rate_bpm = whole_within(48, 118, random);
    m.pr_ms = whole_within(120, 200, random);
    m.qrs_ms = whole_within(74, 110, random);
    const int qtc_ms = whole_within(370, 440, random);
    m.qt_ms = static_cast<int>(std::lround(qtc_ms * std::sqrt(60.0 / *m.rate_bpm)));
    m.p_axis_degrees = whole_within(20, 75, random);
    m.qrs_axis_degrees = whole_within(5, 85, random);
    m.t_axis_degrees = whole_within(10, 80, random);
    content.statements = {sinus_rhythm(m.rate_bpm), one_of(k_findings, random),
                          "Invented report - no patient"};
    return content;
}

TextColumns header_text(HeaderForm form, const HeaderContent& content, Rng& identity) {
    switch (form) {
    case HeaderForm::none:
        return {};
    case HeaderForm::brief:
        return {patient(form, content, identity)};
    case HeaderForm::full:
        break;
    }
    std::vector<TextLine> statements;
    for (const std::string& text : content.statements)
        statements.emplace_back(text, TextRole::statement);
    statements.emplace_back("Unconfirmed", TextRole::statement);
    return {patient(form, content, identity), measurements(content.measures), statements};
}

} // namespace ecgpress
