#include "signal/ptbxl/scp_statements.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "core/tables/csv.hpp"

namespace ecgpress {
namespace {

[[noreturn]] void refuse_codes() {
    throw DataError("Expected codes with likelihoods, for example {'NORM': 100.0, 'SR': 0.0}");
}

/// Reads the elements of a Python dictionary.
class CodeParser {
  public:
    explicit CodeParser(std::string_view text) : text_(text) {}

    std::vector<ScpCode> run() {
        std::vector<ScpCode> codes;
        expect('{');
        while (!take('}')) {
            if (!codes.empty()) expect(',');
            if (!codes.empty() && take('}')) break; // a comma after the last element
            ScpCode code;
            code.code = quoted();
            expect(':');
            code.likelihood_percent = number();
            codes.push_back(std::move(code));
        }
        skip_blanks();
        if (at_ != text_.size()) refuse_codes();
        return codes;
    }

  private:
    void skip_blanks() {
        while (at_ < text_.size() && text_[at_] == ' ') ++at_;
    }
    bool take(char letter) {
        skip_blanks();
        const bool found = at_ < text_.size() && text_[at_] == letter;
        if (found) ++at_;
        return found;
    }
    void expect(char letter) {
        if (!take(letter)) refuse_codes();
    }
    std::string quoted() {
        const char quote = take('"') ? '"' : '\'';
        if (quote == '\'') expect(quote);
        const std::size_t end = std::min(text_.find(quote, at_), text_.size());
        std::string code = trimmed(text_.substr(at_, end - at_)); // PTB-XL 1.0.1 has 'NDT '
        if (code.empty() || code.find_first_of(";:") != std::string::npos) refuse_codes();
        at_ = end;
        expect(quote);
        return fact_text(code);
    }
    double number() {
        const std::size_t end = std::min(text_.find_first_of(",}", at_), text_.size());
        double value = 0;
        if (!parse_number(text_.substr(at_, end - at_), value) || !(value >= 0 && value <= 100))
            refuse_codes();
        at_ = end;
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

[[noreturn]] void fail_at(std::size_t line, const std::string& problem) {
    throw DataError(concat(k_scp_statements_name, ":", line, ": ", problem));
}

std::size_t place_of(const CsvRow& header, const char* name) {
    const auto found = std::find(header.fields.begin(), header.fields.end(), name);
    if (found == header.fields.end())
        fail_at(header.line,
                concat("missing column \"", name,
                       "\". The file of PTB-XL 1.0.1 to 1.0.3 has it. Download it again."));
    return static_cast<std::size_t>(found - header.fields.begin());
}

bool is_set(const std::string& field) {
    double value = 0;
    return parse_number(field, value) && value == 1;
}

/// Adds a name to a list that is joined by ';', unless it has it.
void add_once(std::string& list, const std::string& name) {
    if (name.empty()) return;
    const auto names = split_text(list, ';');
    if (std::find(names.begin(), names.end(), name) != names.end()) return;
    list += (list.empty() ? "" : ";") + name;
}

} // namespace

std::vector<ScpCode> parse_scp_codes(std::string_view text) {
    if (trimmed(text).empty()) return {};
    return CodeParser(text).run();
}

ScpStatements::ScpStatements(std::string_view csv_text) {
    CsvReader reader(csv_text, k_scp_statements_name);
    const auto header = reader.next();
    if (!header) fail_at(1, "the file is empty. Download it again.");
    const std::size_t description = place_of(*header, "description"),
                      diagnostic = place_of(*header, "diagnostic"),
                      rhythm = place_of(*header, "rhythm"),
                      superclass = place_of(*header, "diagnostic_class"),
                      subclass = place_of(*header, "diagnostic_subclass");
    while (const auto row = reader.next()) {
        if (row->fields.size() != header->fields.size())
            fail_at(row->line,
                    concat("the row has ", row->fields.size(), " fields, but the header line has ",
                           header->fields.size(), " columns. Download the file again."));
        const auto name = [&](std::size_t place) {
            std::string text = trimmed(fact_text(row->fields[place]));
            std::replace(text.begin(), text.end(), ';', ',');
            return text;
        };
        Row& known = rows_[name(0)];
        known.description = name(description);
        known.is_rhythm = is_set(row->fields[rhythm]);
        if (!is_set(row->fields[diagnostic])) continue;
        known.superclass = name(superclass);
        known.subclass = name(subclass);
    }
}

void ScpStatements::set_codes(RecordFacts& facts, const std::vector<ScpCode>& codes) const {
    for (const ScpCode& code : codes) {
        facts.scp_codes += concat(facts.scp_codes.empty() ? "" : ";", code.code, ":",
                                  shortest(code.likelihood_percent));
        const auto row = rows_.find(code.code);
        if (row == rows_.end()) continue;
        add_once(facts.superclasses, row->second.superclass);
        add_once(facts.subclasses, row->second.subclass);
    }
}

std::vector<Statement> ScpStatements::in_words(const std::string& scp_codes) const {
    std::vector<Statement> statements;
    for (const std::string& item : split_text(scp_codes, ';')) {
        const std::string code = item.substr(0, item.find(':'));
        if (code.empty()) continue;
        const auto row = rows_.find(code);
        const bool is_told = row != rows_.end() && !row->second.description.empty();
        statements.push_back({code, is_told ? row->second.description : code,
                              row != rows_.end() && row->second.is_rhythm});
    }
    return statements;
}

} // namespace ecgpress
