#include "signal/patients.hpp"

#include <algorithm>
#include <initializer_list>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "core/tables/csv.hpp"
#include "signal/text_file.hpp"

namespace ecgpress {

namespace {

constexpr FileKind k_table{"table of patients", std::size_t{1} << 30};
constexpr std::string_view k_name_rule = "name:";
constexpr std::size_t k_missing = static_cast<std::size_t>(-1);

std::optional<std::regex> regex_of(const std::string& rule) {
    if (rule.compare(0, k_name_rule.size(), k_name_rule) != 0) return std::nullopt;
    try {
        return std::regex(rule.substr(k_name_rule.size()));
    } catch (const std::regex_error&) {
        return std::nullopt;
    }
}

/// The names that a table may have for row "00000017": also "17".
std::string without_zeros(const std::string& name) {
    const bool is_number =
        std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; });
    const std::size_t first = name.find_first_not_of('0');
    return !is_number ? name : first == std::string::npos ? "0" : name.substr(first);
}

/// "a/b" of "./a//b.hea".
std::string record_name(const std::string& written) {
    const bool is_header =
        written.size() > 4 && written.compare(written.size() - 4, 4, ".hea") == 0;
    const std::string name = is_header ? written.substr(0, written.size() - 4) : written;
    return fs::path(name).lexically_normal().generic_string();
}

[[noreturn]] void refuse_columns(const std::string& table,
                                 const std::vector<std::string>& columns) {
    const std::string separator = separator_problem(columns);
    throw DataError(concat(table, ":1: the columns are ", printable(join(columns, ", ")),
                           ". Expected record and patient, separated by commas. ",
                           separator.empty() ? "Write them in the first line."
                                             : concat("But ", separator, ": write commas.")));
}

} // namespace

bool is_patient_rule(const std::string& text) {
    return text == "folder" || text == "comment" || text == "file" || regex_of(text);
}

void refuse_without_patient(const std::vector<std::string>& records, const std::string& setting,
                            const std::string& why) {
    constexpr std::size_t k_named = 3;
    if (records.empty()) return;
    std::vector<std::string> named;
    for (std::size_t i = 0; i < std::min(records.size(), k_named); ++i)
        named.push_back(on_one_line(records[i]));
    throw ConfigError(concat(setting, ": ", counted(records.size(), "record"),
                             " without a patient, because ", why, ": ", join(named, ", "),
                             records.size() > k_named ? ", ..." : "",
                             ". Without patients, one person can be in two splits. State all of "
                             "them, exclude the records, or remove the key."));
}

void RefusedAges::check(std::string_view written, std::size_t line) {
    const std::string text = trimmed(written);
    if (text.empty() || lower_case(text) == "nan" || !fact_age(text).empty()) return;
    if (count_++ == 0) {
        first_ = text;
        first_line_ = line;
    }
}

void RefusedAges::tell(const std::string& table) const {
    if (count_ > 0)
        warn_once(
            "ages in " + table,
            concat(on_one_line(table), ": ", counted(count_, "age"), count_ == 1 ? " is" : " are",
                   " not used, because an age is a number of years from 0 to 150: \"",
                   printable(first_), "\" in line ", first_line_, count_ == 1 ? "." : ", ..."));
}

PatientList::PatientList(const SourceSettings& settings) {
    SourceSettings without_keys;
    without_keys.kind = settings.kind;
    if (knows_patients(without_keys)) return; // the keys have no effect
    names_are_rows_ = settings.kind == "npy" || (settings.kind == "hdf5" && settings.ids.empty());
    const std::string& rule = settings.patient_from;
    if (!settings.patients.empty()) {
        setting_ = concat("source.patients: ", settings.patients.filename().string());
        read_table(settings.patients);
        return;
    }
    setting_ = "source.patient_from: " + rule;
    by_folder_ = rule == "folder";
    by_name_ = regex_of(rule);
    if (!rule.empty() && !is_patient_rule(rule))
        throw ConfigError(concat(setting_,
                                 " is not valid. Expected folder, comment, file or name:REGEX, "
                                 "where REGEX is a regular expression (ECMAScript)."));
    if (rule == "comment" && settings.kind != "wfdb")
        throw ConfigError(concat(setting_, " is only for WFDB records. A ", settings.kind,
                                 " source has no comments. Set source.patients."));
    if (rule == "file" && settings.kind != "dicom" && settings.kind != "aecg")
        throw ConfigError(concat(setting_, " is only for files that name a patient, of the kinds "
                                           "dicom and aecg. Set source.patients."));
}

void PatientList::read_table(const fs::path& path) {
    std::error_code ignored;
    if (!fs::is_regular_file(path, ignored))
        throw ConfigError(concat("source.patients: the file ",
                                 on_one_line(fs::absolute(path).string()),
                                 " does not exist. Expected a CSV file with the columns record and "
                                 "patient. Correct the path."));
    const std::string text = read_text(path, k_table), name = path.filename().string();
    CsvReader reader(text, name);
    const auto header = reader.next();
    const std::vector<std::string> columns = header ? header->fields : std::vector<std::string>();
    const auto place_of = [&](std::initializer_list<const char*> names) {
        for (const char* wanted : names)
            for (std::size_t i = 0; i < columns.size(); ++i)
                if (lower_case(trimmed(columns[i])) == wanted) return i;
        return k_missing;
    };
    // The other names are those of MIMIC-IV-ECG's record_list.csv and of common tables.
    const std::size_t record = place_of({"record", "path"}),
                      patient = place_of({"patient", "patient_id", "subject_id"}),
                      fold = place_of({"fold"}), age = place_of({"age"}),
                      sex = place_of({"sex", "gender"});
    if (record == k_missing || patient == k_missing) refuse_columns(name, columns);
    std::unordered_map<std::string, int> fold_of; // of each patient
    RefusedAges ages;
    while (const auto row = reader.next()) {
        const auto fail = [&](const std::string& problem) {
            throw DataError(concat(name, ":", row->line, ": ", problem, ". Correct the row."));
        };
        if (row->fields.size() != columns.size())
            fail(concat("the row has ", row->fields.size(), " fields, the first line ",
                        columns.size()));
        const auto value = [&](std::size_t column) {
            return column == k_missing ? std::string() : trimmed(row->fields[column]);
        };
        ages.check(value(age), row->line);
        Row read{value(patient), 0, fact_age(value(age)), fact_sex(value(sex))};
        if (read.patient.empty() || !is_plain_text(read.patient))
            fail("the patient is empty or not plain text");
        long long number = 0;
        if (!value(fold).empty() &&
            (!parse_number(value(fold), number) || number < 1 || number > 10))
            fail(concat("the fold is \"", printable(value(fold)), "\". Expected 1 to 10"));
        read.fold = static_cast<int>(number);
        if (read.fold != 0) {
            const auto [first, is_new] = fold_of.emplace(read.patient, read.fold);
            if (!is_new && first->second != read.fold)
                fail(concat("the patient ", printable(read.patient), " has fold ", read.fold,
                            ", but fold ", first->second, " in an earlier row"));
        }
        if (!rows_.emplace(record_name(value(record)), std::move(read)).second)
            fail(concat("the record ", printable(value(record)), " occurs twice"));
    }
    ages.tell(name);
    table_digest_ = sha256_of(text);
}

const PatientList::Row* PatientList::find(const std::string& record) const {
    auto found = rows_.find(record);
    if (found == rows_.end() && names_are_rows_) found = rows_.find(without_zeros(record));
    return found == rows_.end() ? nullptr : &found->second;
}

std::string PatientList::patient_of(const std::string& record) const {
    if (by_folder_) return fs::path(record).parent_path().generic_string();
    std::smatch match;
    if (!std::regex_search(record, match, *by_name_)) return {};
    return match.size() > 1 ? match[1].str() : match[0].str();
}

void PatientList::name_patients(std::vector<RecordInfo>& catalogue) const {
    std::vector<std::string> without;
    for (RecordInfo& info : catalogue) {
        if (table_digest_.empty()) {
            info.patient = patient_of(info.name);
        } else if (const Row* row = find(info.name)) {
            info.patient = row->patient;
            info.fold = row->fold;
        } else {
            info.patient.clear();
        }
        if (info.patient.empty()) without.push_back(info.name);
    }
    refuse_without_patient(without, setting_,
                           by_folder_ ? "they are in no folder of the source"
                           : by_name_ ? "the expression does not match their names"
                                      : "the table does not list them");
}

void PatientList::add_facts(const std::string& record, RecordFacts& facts) const {
    const Row* row = find(record);
    if (row == nullptr) return;
    if (!row->age.empty()) facts.age = row->age;
    if (!row->sex.empty()) facts.sex = row->sex;
}

std::string PatientList::combined_fingerprint(const std::string& of_source) const {
    return table_digest_.empty() ? of_source
                                 : sha256_of(concat(of_source, "\npatients ", table_digest_));
}

} // namespace ecgpress
