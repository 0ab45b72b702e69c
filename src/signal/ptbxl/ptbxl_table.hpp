// The rows of PTB-XL's ptbxl_database.csv, as far as a page needs them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "signal/record.hpp"

namespace ecgpress {

constexpr const char* k_ptbxl_table_name = "ptbxl_database.csv";

struct PtbxlRow {
    std::size_t line = 0; ///< in the table, from 1
    std::string ecg_id;   ///< "1"
    std::string
        header; ///< of the WFDB record, relative to the root: "records500/00000/00001_hr.hea"
    RecordInfo info;
};

/// Reads the columns ecg_id, patient_id, strat_fold and filename_hr (500 Hz) or filename_lr (100
/// Hz), wherever they stand; and, if they are there, age and sex, where nothing that PTB-XL does
/// not know is an error.
/// @throws DataError with file and line: a column or a field is missing, a number or a fold is
/// none, a file name leaves the root, an ecg_id or a record's name comes twice, there is no row
std::vector<PtbxlRow> read_ptbxl_table(std::string_view csv_text, int rate_hz);

} // namespace ecgpress
