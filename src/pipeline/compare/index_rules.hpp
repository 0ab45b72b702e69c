// Compares the files about a complete release with its tables: counts, metadata.jsonl, the
// compressed manifest, the dataset card and the machine-readable description.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "dataset/formats/list.hpp"
#include "dataset/release/item_counts.hpp"
#include "pipeline/compare/compared_release.hpp"

namespace ecgpress {

class IndexRules {
  public:
    explicit IndexRules(ComparedRelease& release);

    /// Call for each page in page order.
    void add(const PageRows& rows);
    /// Call after the last page.
    void finish();

    const ReleaseTally& tally() const { return tally_; }

  private:
    struct Table {
        std::unique_ptr<LineReader> lines; ///< null if it cannot be opened
        bool differs = false;              ///< only the first difference is reported
    };

    void compare_table(const PageRows& rows, const std::string& path, std::string expected);
    void compare_log();
    void compare_compressed();

    ComparedRelease& release_;
    std::unique_ptr<ReleaseWriter> writer_; ///< used for its paths only
    ReleaseTally tally_;
    std::map<std::string, Table> tables_;
};

} // namespace ecgpress
