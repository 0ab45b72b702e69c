// Checks the files of a page in a release of format `folder`: each exists, matches its tables,
// follows the label rules, and agrees with the others.
#pragma once

#include <string>
#include <vector>

#include "dataset/release/release_tables.hpp"
#include "dataset/release/table_rows.hpp"
#include "pipeline/compare/page_files.hpp"
#include "pipeline/rules/stated_release.hpp"
#include "pipeline/verify/listed_files.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

class PageRules {
  public:
    /// @param notes_pixels  note the digest of each page's pixels. All parameters must outlive it
    PageRules(const ReleaseTables& tables, const StatedRelease& stated, bool notes_pixels,
              ListedFiles& files, const VerifySettings& settings, RankFindings& findings)
        : tables_(tables), stated_(stated), notes_pixels_(notes_pixels), files_(files),
          settings_(settings), findings_(findings) {}

    void check(const ReleasePage& page, PageChecks which);
    /// "index split leaf" of each page image, if they are noted.
    const std::vector<std::string>& pixels() const { return pixels_; }

  private:
    void note_pixels(const ManifestRow& page, const Image& image);
    void consult_oracle(const ReadPage& page, const std::string& file);
    void problem(const std::string& file, const std::string& what) {
        findings_.problems.add(file, what);
    }

    const ReleaseTables& tables_;
    const StatedRelease& stated_;
    bool notes_pixels_;
    ListedFiles& files_;
    const VerifySettings& settings_;
    RankFindings& findings_;
    std::vector<std::string> pixels_;
};

} // namespace ecgpress
