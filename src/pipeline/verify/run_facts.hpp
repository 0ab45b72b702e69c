// What the pages of a run say about its records, collected on each rank and then compared.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "pipeline/checks/problem_list.hpp"

namespace ecgpress {

class RunFacts {
  public:
    /// Adds a page, and a problem if an earlier page says something else about its record. Memory
    /// grows with the number of records. @param shard  that has the page
    void add(const PageRow& page, const std::string& shard, ProblemList& problems);
    /// Adds the facts of another rank in the same way.
    void add(const RunFacts& other, ProblemList& problems);
    /// Adds a problem for each patient whose records are in two splits.
    void check_patients(ProblemList& problems) const;

    /// For packed().
    template <class Self> static auto parts_of(Self& self) { return std::tie(self.records_); }

  private:
    struct Record {
        std::string name, patient, split, age, sex;
        double rate_hz = 0;
        std::string page; ///< the first page that shows it, for messages

        /// For packed().
        template <class Self> static auto parts_of(Self& self) {
            return std::tie(self.name, self.patient, self.split, self.age, self.sex, self.rate_hz,
                            self.page);
        }
    };

    void add(const Record& record, ProblemList& problems);

    std::vector<Record> records_;
    std::map<std::string, std::size_t> places_; ///< name of a record -> position in records_
};

} // namespace ecgpress
