#include "page/header_text.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "page/header_terms.hpp"

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

std::string one_of(const std::vector<std::string>& choices, Rng& random) {
    return choices[random.below(choices.size())];
}

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
std::string invented_name(const HeaderTerms& terms, Rng& random) {
    return concat(one_of(split_text(terms.family, ' '), random), ", ",
                  one_of(split_text(terms.given, ' '), random));
}

std::string invented_date(HeaderLanguage language, Rng& random) {
    const int day = whole_within(1, 28, random), month = whole_within(1, 12, random),
              year = whole_within(1994, 2024, random);
    const std::uint64_t hour = random.below(24);
    return concat(date_text(language, day, month, year), "  ", zero_padded(hour, 2), ':',
                  zero_padded(random.below(60), 2), ':', zero_padded(random.below(60), 2));
}

std::string capitalised(std::string text) {
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z')
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    return text;
}

/// Number of characters of a UTF-8 text.
std::size_t length_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80;
    }));
}

/// A statement that fits into its column: cut between two words, with dots.
std::string fitted(const std::string& text) {
    if (length_of(text) <= k_longest_statement) return text;
    std::string begin = text.substr(0, k_longest_statement - 3);
    begin.resize(std::min(begin.find_last_of(' '), begin.size()));
    return begin + "...";
}

/// The words of "male" and "female"; other words as they are.
std::string sex_text(const std::string& sex, const HeaderTerms& terms) {
    return sex == "male" ? terms.male : sex == "female" ? terms.female : capitalised(sex);
}

/// "56 yr   Female", "90+ yr", "Male"; empty if both are unknown.
TextLine person(const HeaderContent& content) {
    TextLine line;
    const HeaderTerms& terms = terms_of(content.language);
    if (!content.age.empty())
        line.add(concat(content.age, content.age == "90" ? "+ " : " ", terms.years), TextRole::age);
    if (!content.sex.empty())
        line.add(concat(line.text.empty() ? "" : "   ", sex_text(content.sex, terms)),
                 TextRole::sex);
    return line;
}

std::vector<TextLine> patient(HeaderForm form, const HeaderContent& content, Rng& random) {
    const std::uint64_t number = random.below(100'000'000);
    const HeaderTerms& terms = terms_of(content.language);
    const std::string name = invented_name(terms, random),
                      date = invented_date(content.language, random);
    TextLine first_line("ID:", TextRole::id, false);
    first_line.add(concat(" X", zero_padded(number, 8)), TextRole::id)
        .add("   " + name, TextRole::patient_name);
    std::vector<TextLine> lines{first_line, {date, TextRole::date}};
    if (form == HeaderForm::full) {
        if (TextLine who = person(content); !who.text.empty()) lines.push_back(std::move(who));
        const std::uint64_t room = within(1, 40, random);
        const char first = static_cast<char>('A' + random.below(26)),
                   second = static_cast<char>('A' + random.below(26));
        TextLine place(terms.room, TextRole::location, false);
        lines.push_back(place.add(concat(' ', room), TextRole::location)
                            .add(concat("   ", terms.technician, ':'), TextRole::staff, false)
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

std::vector<TextLine> measurements(const Measures& m, const HeaderTerms& terms) {
    std::optional<int> qtc_ms;
    if (m.qt_ms && m.rate_bpm) qtc_ms = qtc_bazett_ms(*m.qt_ms, *m.rate_bpm);
    return {
        line_of(terms.rate, m.rate_bpm, terms.per_minute),
        line_of(terms.pr, m.pr_ms, "ms"),
        line_of(terms.qrs, m.qrs_ms, "ms"),
        {concat("QT/QTcB  ", text_of(m.qt_ms), '/', text_of(qtc_ms), " ms"), TextRole::measurement},
        {concat(terms.axes, "  ", text_of(m.p_axis_degrees), "  ", text_of(m.qrs_axis_degrees),
                "  ", text_of(m.t_axis_degrees)),
         TextRole::measurement}};
}

/// The rhythm of a sinus node at a rate.
std::string sinus_rhythm(const std::optional<int>& rate_bpm, const HeaderTerms& terms) {
    if (rate_bpm && *rate_bpm < k_bradycardia_bpm) return terms.sinus_bradycardia;
    if (rate_bpm && *rate_bpm > k_tachycardia_bpm) return terms.sinus_tachycardia;
    return rate_bpm ? terms.normal_sinus_rhythm : terms.sinus_rhythm;
}

/// A statement about the rate alone.
std::string rate_statement(const std::optional<int>& rate_bpm, const HeaderTerms& terms) {
    if (!rate_bpm) return terms.rate_not_measured;
    if (*rate_bpm < k_bradycardia_bpm) return terms.bradycardia;
    return *rate_bpm > k_tachycardia_bpm ? terms.tachycardia : terms.normal_rate;
}

/// The words of a code; empty if it has none in the language.
std::string words_of_code(const Statement& statement, HeaderLanguage language) {
    return language == HeaderLanguage::en ? capitalised(statement.text)
                                          : statement_text(language, statement.code);
}

} // namespace

HeaderContent content_of_record(const AboutRecord& about, Measures measures,
                                HeaderLanguage language) {
    HeaderContent content{about.facts.age, about.facts.sex, measures, {}, language};
    const HeaderTerms& terms = terms_of(language);
    std::vector<std::string> rhythms, findings;
    bool is_sinus = false, is_normal = false, has_long_pr = false, is_told = true;
    for (const Statement& statement : about.statements) {
        is_sinus |= is_one_of(k_sinus_codes, statement.code);
        is_normal |= statement.code == k_normal_code;
        has_long_pr |= is_one_of(k_codes_of_long_pr, statement.code) &&
                       measures.pr_ms.value_or(0) >= k_long_pr_ms;
        if (is_one_of(k_codes_without_p, statement.code))
            content.measures.pr_ms = content.measures.p_axis_degrees = std::nullopt;
        if (is_one_of(k_sinus_codes, statement.code) || statement.code == k_normal_code) continue;
        const std::string words = words_of_code(statement, language);
        if (words.empty()) is_told = false;
        if (!words.empty()) (statement.is_rhythm ? rhythms : findings).push_back(words);
    }
    // Without a code the rhythm may be atrial fibrillation, unless another code states the PR
    // interval that is measured.
    if (rhythms.empty() && !is_sinus && measures.is_irregular && !has_long_pr)
        content.measures.pr_ms = content.measures.p_axis_degrees = std::nullopt;
    if (is_sinus) rhythms.insert(rhythms.begin(), sinus_rhythm(measures.rate_bpm, terms));
    if (rhythms.empty()) rhythms.push_back(rate_statement(measures.rate_bpm, terms));
    if (is_normal) {
        const std::string& rhythm = rhythms.front();
        const bool is_usual = rhythms.size() == 1 && findings.empty() && is_told &&
                              (rhythm == terms.normal_sinus_rhythm || rhythm == terms.normal_rate);
        findings.insert(findings.begin(), is_usual ? terms.normal_ecg : terms.otherwise_normal);
    }
    content.statements.push_back(fitted(join(rhythms, ", ")));
    findings.resize(std::min(findings.size(), k_most_findings));
    for (const std::string& finding : findings) content.statements.push_back(fitted(finding));
    content.statements.push_back(terms.invented_identity);
    return content;
}

HeaderContent invented_content(Rng& random, HeaderLanguage language) {
    const HeaderTerms& terms = terms_of(language);
    static constexpr const char* k_sexes[] = {"male", "female"};
    // None of them contradicts a measurement.
    const std::vector<std::string> findings{terms.t_abnormality, terms.borderline,
                                            terms.otherwise_normal};
    HeaderContent content;
    content.language = language;
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
    content.statements = {sinus_rhythm(m.rate_bpm, terms), one_of(findings, random),
                          terms.invented_report};
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
    const HeaderTerms& terms = terms_of(content.language);
    statements.emplace_back(terms.unconfirmed, TextRole::statement);
    return {patient(form, content, identity), measurements(content.measures, terms), statements};
}

} // namespace ecgpress
