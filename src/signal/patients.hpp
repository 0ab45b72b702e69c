// Which records are of the same person, for sources that do not state it.
#pragma once

#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "signal/record.hpp"
#include "signal/record_source.hpp"

namespace ecgpress {

/// Patients from a table (source.patients), or from the names of records (source.patient_from:
/// folder, name:REGEX). It is empty for other settings: the source names the patients.
class PatientList {
  public:
    /// The table is CSV with the columns record (or path) and patient (or patient_id, subject_id),
    /// and optionally fold (1 to 10, as PTB-XL's strat_fold), age and sex (or gender). @throws
    /// ConfigError (missing file, invalid expression), DataError with file and line
    explicit PatientList(const SourceSettings& settings);

    bool is_empty() const { return !by_folder_ && !by_name_ && table_digest_.empty(); }
    /// Sets patients and folds. @throws ConfigError that counts and names records without a patient
    void name_patients(std::vector<RecordInfo>& catalogue) const;
    /// Sets age and sex, if the table has them.
    void add_facts(const std::string& record, RecordFacts& facts) const;
    /// The fingerprint of the source and of the table.
    std::string combined_fingerprint(const std::string& of_source) const;

  private:
    struct Row {
        std::string patient;
        int fold = 0;
        std::string age, sex;
    };

    void read_table(const std::filesystem::path& path);
    const Row* find(const std::string& record) const;
    std::string patient_of(const std::string& record) const;

    std::string setting_; ///< for messages
    bool by_folder_ = false;
    bool names_are_rows_ = false; ///< records are named "00000017" by their row
    std::optional<std::regex> by_name_;
    std::string table_digest_; ///< empty without a table
    std::unordered_map<std::string, Row> rows_;
};

/// Counts the ages of a table that are not used.
class RefusedAges {
  public:
    /// An empty cell and NaN state no age.
    void check(std::string_view written, std::size_t line);
    /// Logs how many there were, and the first. @param table  its file name
    void tell(const std::string& table) const;

  private:
    std::size_t count_ = 0, first_line_ = 0;
    std::string first_;
};

/// Is this a value of source.patient_from?
bool is_patient_rule(const std::string& text);

/// @throws ConfigError that counts the records and names the first three, if there are any
void refuse_without_patient(const std::vector<std::string>& records, const std::string& setting,
                            const std::string& why);

} // namespace ecgpress
