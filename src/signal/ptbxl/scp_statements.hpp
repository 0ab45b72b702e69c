// PTB-XL's scp_statements.csv: the meanings of the codes in its table.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "signal/record_facts.hpp"

namespace ecgpress {

constexpr const char* k_scp_statements_name = "scp_statements.csv";

/// A code with its likelihood in %, 0 if unknown: 'NORM': 100.0.
struct ScpCode {
    std::string code;
    double likelihood_percent = 0;
};

/// Parses the column scp_codes, in Python's form: {'NORM': 100.0, 'SR': 0.0}. Empty if there are
/// none.
/// @throws DataError with the reason if the text has another form
std::vector<ScpCode> parse_scp_codes(std::string_view text);

class ScpStatements {
  public:
    /// Knows no code.
    ScpStatements() = default;
    /// Reads the columns description, diagnostic, rhythm, diagnostic_class and diagnostic_subclass;
    /// the first column is the code. @throws DataError with file and line
    explicit ScpStatements(std::string_view csv_text);

    /// Sets scp_codes, and the superclasses and subclasses of the codes that are diagnostic,
    /// whatever their likelihood, as the example of PTB-XL's authors does.
    void set_codes(RecordFacts& facts, const std::vector<ScpCode>& codes) const;
    /// The codes of a record in words. @param scp_codes  as in RecordFacts
    std::vector<Statement> in_words(const std::string& scp_codes) const;

  private:
    struct Row {
        std::string description, superclass, subclass;
        bool is_rhythm = false;
    };
    std::map<std::string, Row> rows_;
};

} // namespace ecgpress
