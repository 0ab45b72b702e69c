// The rows and columns of a release's tables: manifest.csv, leads.csv, words.csv and beats.csv.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dataset/release/release_writer.hpp"
#include "dataset/shard/columns.hpp"

namespace ecgpress {

/// A row of manifest.csv. `datasets` are those that contain the page, after all caps.
struct ManifestRow : PageRow {
    std::string name; ///< "12_3by4"
    std::uint64_t leads = 0;
};

/// A row of leads.csv.
struct LeadsRow : LeadRow {
    std::uint64_t page = 0;
    std::string name; ///< "12_3by4_lead_8"
    Split split = Split::train;
    std::string record;
    double ratio = 0;     ///< overlap_ratio()
    std::string datasets; ///< Datasets that contain it, after all caps, joined by ';'.

    bool is_in(const char* dataset) const;
    OverlapSet overlap() const;
};

/// A row of words.csv.
struct WordsRow : WordRow {
    std::uint64_t page = 0;
    Split split = Split::train;
};

/// A row of beats.csv.
struct BeatsRow : BeatRow {
    std::uint64_t page = 0;
    Split split = Split::train;
    std::string record;
    FiducialTimes times_s{}; ///< of samples
};

/// A row of manifest.csv, and the rows of the other tables with its page index.
struct ReleasePage {
    ManifestRow row;
    std::vector<LeadsRow> leads;
    std::vector<WordsRow> words;
    std::vector<BeatsRow> beats;
    std::uint64_t place = 0; ///< of the row in manifest.csv, from 0
};

/// Returns a page's row of manifest.csv.
ManifestRow manifest_row(const PageRow& page, std::size_t leads, DatasetSet datasets);
/// Returns a lead's row of leads.csv.
LeadsRow leads_row(const PageRow& page, const LeadRow& lead, const PageSelection& selection,
                   std::size_t i);

WordsRow words_row(const PageRow& page, const WordRow& word);
BeatsRow beats_row(const PageRow& page, const BeatRow& beat);

/// True if a lead's crop is in segmentation/. A lead without ink on the page has no crop.
bool in_segmentation(const PageSelection& selection, const LeadRow& lead, std::size_t i);
/// The half of the overlap dataset that contains a lead's crop.
OverlapSet overlap_set(const PageSelection& selection, const LeadRow& lead, std::size_t i);

/// Columns in file order. A rectangle and the oracle's values take several fields.
const std::vector<Column<ManifestRow>>& manifest_columns();
const std::vector<Column<LeadsRow>>& leads_columns();
const std::vector<Column<WordsRow>>& words_columns();
const std::vector<Column<BeatsRow>>& beats_columns();

template <> inline const std::vector<Column<ManifestRow>>& columns_of() {
    return manifest_columns();
}
template <> inline const std::vector<Column<LeadsRow>>& columns_of() {
    return leads_columns();
}
template <> inline const std::vector<Column<WordsRow>>& columns_of() {
    return words_columns();
}
template <> inline const std::vector<Column<BeatsRow>>& columns_of() {
    return beats_columns();
}

} // namespace ecgpress
