// The parts of a release, or its archives, that an earlier start wrote, checked by all ranks.
#pragma once

#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "core/program/progress.hpp"
#include "parallel/communicator.hpp"
#include "pipeline/merge/part_records.hpp"

namespace ecgpress {

/// Every rank makes one. Functions marked as collective are called by all ranks.
class RecordedParts {
  public:
    /// @param names  of all parts
    RecordedParts(PartRecords records, std::vector<std::string> names, Communicator communicator);

    /// Finds the parts that are not written, and those that differ from their records: their
    /// records are removed, with a warning. Collective.
    /// @param what  unit of the progress: "parts checked"
    /// @return numbers of these parts, on rank 0; nothing, on every rank, if a stop was requested
    std::optional<std::vector<std::size_t>> unwritten(Recheck how, const std::string& what,
                                                      Progress::Style style,
                                                      const fs::path& logs) const;
    /// Whether every part has a record, valid or not.
    bool have_records() const;
    /// Checks sizes and notes of all parts. Collective. @throws IoError on rank 0 if a part differs
    /// from its record, which is removed
    void require_all() const;

  private:
    struct FalsePart {
        std::size_t number = 0;
        std::string problem;

        /// For packed().
        template <class Self> static auto parts_of(Self& self) {
            return std::tie(self.number, self.problem);
        }
    };

    void check(std::size_t part, Recheck how, std::vector<FalsePart>& wrong) const;
    std::vector<FalsePart> reported(const std::vector<FalsePart>& mine) const;

    PartRecords records_;
    std::vector<std::string> names_;
    Communicator communicator_;
};

} // namespace ecgpress
