// The rows of one page in the tables of a release.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>
#include <vector>

#include "dataset/release/table_reader.hpp"
#include "pipeline/rules/report.hpp"

namespace ecgpress {

struct PageRows {
    ManifestRow page;
    std::vector<LeadsRow> leads;
    std::vector<WordsRow> words;
    std::vector<BeatsRow> beats;

    /// The leads as a release's writers take them.
    std::vector<LeadRow> lead_rows() const { return {leads.begin(), leads.end()}; }
    /// The datasets that contain the page and its leads, as the tables list them.
    PageSelection selection() const;
};

/// A table with rows of the pages of manifest.csv, in their order.
template <class Row> class RowsOfPages {
  public:
    /// @throws IoError, DataError as TableReader
    explicit RowsOfPages(const std::filesystem::path& release) : table_(release) { read(); }

    /// Replaces `rows` by those of the next page of manifest.csv.
    void take(std::uint64_t page, std::vector<Row>& rows) {
        rows.clear();
        for (; next_ && next_->page == page; read()) rows.push_back(*next_);
    }
    /// After the last page: a row whose page is not in manifest.csv at that place.
    const std::optional<Row>& stray() const { return next_; }

  private:
    void read() {
        Row row;
        next_ = table_.next(row) ? std::optional<Row>(std::move(row)) : std::nullopt;
    }

    TableReader<Row> table_;
    std::optional<Row> next_; ///< already read
};

/// Reads the tables together, page by page, in constant memory.
class PageRowsReader {
  public:
    /// @param truth  the tables that the release has besides manifest.csv and leads.csv
    /// @throws IoError, DataError as TableReader
    PageRowsReader(const std::filesystem::path& release, const TruthSettings& truth);

    /// Reads the next page of manifest.csv with the rows of the other tables. @return false at the
    /// end
    bool next(PageRows& rows);
    /// After the last page: reports rows whose page is not in manifest.csv at that place.
    void report_strays(const Report& report) const;

  private:
    TableReader<ManifestRow> pages_;
    RowsOfPages<LeadsRow> leads_;
    std::optional<RowsOfPages<WordsRow>> words_;
    std::optional<RowsOfPages<BeatsRow>> beats_;
};

} // namespace ecgpress
