// The facts of records in PTB-XL's ptbxl_database.csv.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "signal/ptbxl/scp_statements.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

/// Parses an integer from 0; both "15709.0" and "15709" are valid.
std::optional<long long> ptbxl_integer(const std::string& text);

/// Where the columns of facts are. A table without one of them is valid.
class PtbxlFacts {
  public:
    explicit PtbxlFacts(const std::vector<std::string>& header);

    /// Texts are as in the table, except control characters. Unknown values of numbers and of sex
    /// are empty. @throws DataError without file and line if scp_codes has another form than
    /// PTB-XL's
    RecordFacts read(const std::vector<std::string>& fields, const ScpStatements& statements) const;

  private:
    using Place = std::optional<std::size_t>;
    Place age_, sex_, height_, weight_, scp_codes_;
    struct Text {
        std::size_t place;
        std::string RecordFacts::*member;
    };
    std::vector<Text> texts_;
};

} // namespace ecgpress
