// The rows of one page in both tables of a release.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "dataset/release/table_reader.hpp"

namespace ecgpress {

struct PageRows {
    ManifestRow page;
    std::vector<LeadsRow> leads;

    /// The leads as a release's writers take them.
    std::vector<LeadRow> lead_rows() const { return {leads.begin(), leads.end()}; }
    /// The datasets that contain the page and its leads, as the tables list them.
    PageSelection selection() const;
};

/// Reads manifest.csv and leads.csv together, page by page, in constant memory.
class PageRowsReader {
  public:
    /// @throws IoError, DataError as TableReader
    explicit PageRowsReader(const std::filesystem::path& release);

    /// Reads the next page of manifest.csv with its leads. @return false at the end
    bool next(PageRows& rows);
    /// After the last page: a lead of leads.csv whose page is not in manifest.csv at that place.
    const std::optional<LeadsRow>& stray() const { return lead_; }

  private:
    void read_lead();

    TableReader<ManifestRow> pages_;
    TableReader<LeadsRow> leads_;
    std::optional<LeadsRow> lead_; ///< the next lead, already read
};

} // namespace ecgpress
