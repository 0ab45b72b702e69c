#include "signal/wfdb/wfdb_facts.hpp"

#include <algorithm>
#include <iterator>

#include "core/strings.hpp"

namespace ecgpress {
namespace {

/// A code in `dx` with a meaning that headers depend on.
struct KnownCode {
    const char *dx, *scp_code, *text;
    bool is_rhythm;
};

// dx_mapping_scored.csv of the PhysioNet/CinC challenge 2021; the names of CPSC 2018; PTB-XL's
// class.
constexpr KnownCode k_codes[] = {
    {"426783006", "SR", "sinus rhythm", true},
    {"427084000", "STACH", "sinus tachycardia", true},
    {"426177001", "SBRAD", "sinus bradycardia", true},
    {"164889003", "AFIB", "atrial fibrillation", true},
    {"164890007", "AFLT", "atrial flutter", true},
    {"AF", "AFIB", "atrial fibrillation", true},
    {"Normal", "NORM", "normal ECG", false},
    {"NORM", "NORM", "normal ECG", false},
};

struct Comment {
    std::string name, value; ///< "age", "74"
};

Comment named_value(const std::string& text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) return {};
    std::string name = lower_case(trimmed(text.substr(0, colon)));
    if (name.size() > 2 && name.front() == '<' && name.back() == '>')
        name = name.substr(1, name.size() - 2);
    return {name, trimmed(text.substr(colon + 1))};
}

/// "Age: 74", "<age>: 74", several of the latter in one line ("<age>: 65 <sex>: F"), or the
/// "patient 17" of the INCART database.
std::vector<Comment> parts_of(const std::string& comment) {
    constexpr std::string_view k_patient = "patient ";
    std::vector<Comment> parts;
    if (lower_case(comment).compare(0, k_patient.size(), k_patient) == 0 &&
        comment.find_first_of(" :", k_patient.size()) == std::string::npos)
        return {{"patient", trimmed(comment.substr(k_patient.size()))}};
    if (comment.empty() || comment.front() != '<') return {named_value(comment)};
    for (std::size_t at = 0; at < comment.size();) {
        const std::size_t next = std::min(comment.find(" <", at + 1), comment.size());
        parts.push_back(named_value(trimmed(comment.substr(at, next - at))));
        at = next;
    }
    return parts;
}

/// Codes that are separated by commas, joined by ';'.
std::string list_of(const std::string& text) {
    std::vector<std::string> codes;
    for (const std::string& code : split_text(text, ','))
        if (std::string clean = trimmed(fact_text(code)); !clean.empty()) {
            std::replace(clean.begin(), clean.end(), ';', ' ');
            codes.push_back(std::move(clean));
        }
    return join(codes, ";");
}

} // namespace

std::vector<std::string> comments_with_facts(const std::vector<std::string>& comments) {
    std::vector<std::string> kept;
    const auto is_fact = [](const Comment& part) {
        const auto& [name, value] = part;
        return !value.empty() &&
               (name == "age" || name == "sex" || name == "dx" || name == "labels");
    };
    for (const std::string& comment : comments) {
        const std::vector<Comment> parts = parts_of(comment);
        if (std::any_of(parts.begin(), parts.end(), is_fact)) kept.push_back(comment);
    }
    return kept;
}

std::string patient_in(const std::vector<std::string>& comments) {
    for (const std::string& comment : comments)
        for (auto [name, value] : parts_of(comment)) {
            std::replace(name.begin(), name.end(), '_', ' ');
            for (const char* known : {"patient", "patient id", "subject", "subject id"})
                if (name == known && !value.empty()) return fact_text(value);
        }
    return {};
}

RecordFacts wfdb_facts(const std::vector<std::string>& comments) {
    RecordFacts facts;
    for (const std::string& comment : comments)
        for (const auto& [name, value] : parts_of(comment)) {
            if (name == "age") facts.age = fact_age(value);
            if (name == "sex") facts.sex = fact_sex(value);
            if (name == "dx" || name == "labels") facts.dx = list_of(value);
        }
    return facts;
}

std::vector<Statement> wfdb_statements(const std::string& dx) {
    std::vector<Statement> statements;
    for (const std::string& code : split_text(dx, ';')) {
        if (code.empty()) continue;
        const auto known = std::find_if(std::begin(k_codes), std::end(k_codes),
                                        [&](const KnownCode& row) { return code == row.dx; });
        if (known == std::end(k_codes))
            statements.push_back({code, "Dx " + code});
        else
            statements.push_back({known->scp_code, known->text, known->is_rhythm});
    }
    return statements;
}

} // namespace ecgpress
