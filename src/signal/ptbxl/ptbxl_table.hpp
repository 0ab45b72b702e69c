// The rows of PTB-XL's ptbxl_database.csv, with the columns that a page needs.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "signal/ptbxl/scp_statements.hpp"
#include "signal/record.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

constexpr const char* k_ptbxl_table_name = "ptbxl_database.csv";

struct PtbxlRow {
    std::size_t line = 0; ///< in the table, from 1
    std::string ecg_id;   ///< "1"
    std::string
        header; ///< of the WFDB record, relative to the root: "records500/00000/00001_hr.hea"
    RecordInfo info;
    RecordFacts facts;
};

/// Reads the columns ecg_id, patient_id, strat_fold and filename_hr (500 Hz) or filename_lr (100
/// Hz) in any order, and those of facts if present (PtbxlFacts).
/// @param statements  the classes of codes; none: the rows have no classes
/// @throws DataError with file and line: missing column or field, invalid number or fold, file name
/// outside the root, duplicate ecg_id or record name, invalid scp_codes, no row
std::vector<PtbxlRow> read_ptbxl_table(std::string_view csv_text, int rate_hz,
                                       const ScpStatements& statements = {});

} // namespace ecgpress
