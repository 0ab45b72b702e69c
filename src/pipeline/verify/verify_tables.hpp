// Checks a release's tables against each other, logs.json and the lists of its detection dataset.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "core/digest.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/release/table_rows.hpp"
#include "pipeline/checks/problem_list.hpp"
#include "pipeline/verify/listed_files.hpp"

namespace ecgpress {

/// Gets all pages in the order of the tables, on rank 0.
class TablesCheck {
  public:
    /// All must outlive it.
    /// @param lost  gets the leads that are not completely on their paper
    TablesCheck(const ReleaseTables& tables, ProblemList& problems, ProblemList& lost)
        : tables_(tables), problems_(problems), lost_(lost) {}

    /// Checks that pages are in order, that all have the number of leads in manifest.csv, and that
    /// no patient is in two splits.
    void add(const ReleasePage& page);
    std::uint64_t pages() const { return found_.pages; }
    /// After the last page: compares the counts with logs.json.
    void compare_counts();
    /// After the last page: checks that train.txt, val.txt and test.txt list the detection pages of
    /// their split in page order.
    void compare_lists(ListedFiles& files);

  private:
    void add_split(const ManifestRow& page);
    void add_lead(const LeadsRow& lead);
    void compare(const char* what, std::uint64_t found, std::uint64_t listed);

    const ReleaseTables& tables_;
    ProblemList &problems_, &lost_;
    ItemCounts found_;
    std::uint64_t last_page_ = 0;
    std::unordered_map<std::string, Split> split_of_patient_;
    std::array<Sha256, k_split_count> lists_; ///< digests of the lists as they should be
};

} // namespace ecgpress
