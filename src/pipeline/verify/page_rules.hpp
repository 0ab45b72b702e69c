// Checks the files of a page in a release of format `folder`: each exists, matches its tables, and
// follows the label rules.
#pragma once

#include <string>
#include <vector>

#include "dataset/release/release_tables.hpp"
#include "dataset/release/table_rows.hpp"
#include "dataset/shard/truth_file.hpp"
#include "pipeline/verify/listed_files.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

class PageRules {
  public:
    /// @param notes_pixels  note the digest of each page's pixels. All parameters must outlive it
    PageRules(const ReleaseTables& tables, bool notes_pixels, ListedFiles& files,
              const VerifySettings& settings, RankFindings& findings)
        : tables_(tables), notes_pixels_(notes_pixels), files_(files), settings_(settings),
          findings_(findings) {}

    void check(const ReleasePage& page);
    /// "index split leaf" of each page image, if they are noted.
    const std::vector<std::string>& pixels() const { return pixels_; }

  private:
    /// Contents of a lead's files; empty for files that could not be read.
    struct LeadFiles {
        std::string signal_json;
        Bytes mask_png, mask_bmp; ///< only if they follow the rules
    };

    const std::string* check_image(const std::string& path, const ManifestRow& page);
    void check_masks(const ManifestRow& page);
    void note_pixels(const ManifestRow& page, const std::string& jpeg);
    LeadFiles check_lead(const LeadsRow& lead, const ManifestRow& page);
    void check_crop_files(const LeadsRow& lead, const ManifestRow& page, OverlapSet set,
                          LeadFiles& files);
    void check_truth_file(const ReleasePage& page, const std::vector<LeadFiles>& files);
    void check_lead_truth(const std::string& path, const PageTruth& page, std::size_t i,
                          const LeadFiles& files, Oracle& oracle);
    void problem(const std::string& file, const std::string& what) {
        findings_.problems.add(file, what);
    }

    const ReleaseTables& tables_;
    bool notes_pixels_;
    ListedFiles& files_;
    const VerifySettings& settings_;
    RankFindings& findings_;
    std::vector<std::string> pixels_;
};

} // namespace ecgpress
