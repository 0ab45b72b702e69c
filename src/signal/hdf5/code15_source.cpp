#include "signal/hdf5/code15_source.hpp"

#include <optional>
#include <unordered_map>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "core/tables/csv_table.hpp"
#include "signal/hdf5/hdf5_records.hpp"
#include "signal/patients.hpp"
#include "signal/tried_path.hpp"

namespace ecgpress {
namespace {

constexpr const char* k_code15_table = "exams.csv";
constexpr const char* k_tracings = "tracings";
constexpr const char* k_exam_ids = "exam_id";
constexpr double k_code15_rate_hz = 400;

/// A column of exams.csv that states an abnormality or its absence.
struct ExamFlag {
    const char *column, *scp_code, *text;
    bool is_rhythm;
};

constexpr ExamFlag k_exam_flags[] = {
    {"1dAVb", "1AVB", "first degree AV block", false},
    {"RBBB", "CRBBB", "right bundle branch block", false},
    {"LBBB", "CLBBB", "left bundle branch block", false},
    {"SB", "SBRAD", "sinus bradycardia", true},
    {"ST", "STACH", "sinus tachycardia", true},
    {"AF", "AFIB", "atrial fibrillation", true},
    {"normal_ecg", "NORM", "normal ECG", false},
};

std::vector<Statement> exam_statements(const std::string& dx) {
    std::vector<Statement> statements;
    for (const std::string& code : split_text(dx, ';'))
        for (const ExamFlag& flag : k_exam_flags)
            if (code == flag.column || (code == "NORM" && code == flag.scp_code))
                statements.push_back({flag.scp_code, flag.text, flag.is_rhythm});
    return statements;
}

/// No value if the cell is empty. @throws DataError
std::optional<bool> truth_of(const CsvTable& table, std::size_t column) {
    const std::string text = lower_case(trimmed(table.text(column)));
    if (text.empty() || text == "nan") return std::nullopt;
    if (text == "true" || text == "1" || text == "1.0") return true;
    if (text == "false" || text == "0" || text == "0.0") return false;
    table.refuse(column, "True or False");
}

/// Adds the rows of all files, as exam_id names them. The last row of each file has the name 0 and
/// no recording.
void add_exams(Hdf5Records& records, Sha256& digest) {
    for (std::uint32_t file = 0; file < records.files.names.size(); ++file) {
        const std::string& name = records.files.names[file];
        const Hdf5Dataset tracings = open_dataset(records.files, name, k_tracings),
                          ids = open_dataset(records.files, name, k_exam_ids);
        require_form(tracings, records.form);
        const std::uint64_t count = tracings.shape()[0];
        tracings.require_records(count);
        if (ids.shape().size() != 1 || ids.shape()[0] < count)
            ids.fail(concat("has the shape ", shape_text(ids.shape()), ", and ", k_tracings, " ",
                            shape_text(tracings.shape()),
                            ". Expected one name for each tracing. Download the file again"));
        digest.update(size_line(records.files.path_of(name), name));
        digest.update(ends_digest(records.files, name));
        constexpr std::uint64_t k_batch = 65536;
        for (std::uint64_t row = 0; row < count; row += k_batch)
            for (std::string& id : ids.texts(row, std::min(k_batch, count - row))) {
                digest.update(id + "\n");
                const std::uint64_t at = records.rows.empty() || records.rows.back().file != file
                                             ? 0
                                             : records.rows.back().row + 1;
                records.infos.push_back({std::move(id), "", 0});
                records.rows.push_back({file, at, {}, 0});
            }
    }
}

/// Reads patients and facts of the exams. @return lines without a recording in the files
std::uint64_t read_exams(Hdf5Records& records, Sha256& digest) {
    std::unordered_map<std::string_view, std::size_t> record_of_exam;
    record_of_exam.reserve(records.infos.size());
    for (std::size_t i = 0; i < records.infos.size(); ++i)
        record_of_exam.emplace(records.infos[i].name, i);
    const SourceFile file = records.files.root.open(records.files.path_of(k_code15_table));
    CsvTable table = table_of(file, k_code15_table);
    const std::size_t exam = table.column(k_exam_ids), patient = table.column("patient_id"),
                      age = table.column("age"), is_male = table.column("is_male");
    std::vector<std::pair<std::size_t, std::string>> flags;
    for (const ExamFlag& flag : k_exam_flags)
        if (table.has(flag.column))
            flags.emplace_back(table.column(flag.column),
                               flag.scp_code == std::string("NORM") ? "NORM" : flag.column);
    std::uint64_t absent = 0;
    RefusedAges ages;
    while (table.next()) {
        const auto found = record_of_exam.find(table.text(exam));
        if (found == record_of_exam.end()) {
            ++absent;
            continue;
        }
        RecordInfo& info = records.infos[found->second];
        const std::string person(table.text(patient));
        if (person.empty() || !is_plain_text(person)) table.refuse(patient, "a patient");
        if (!info.patient.empty()) table.refuse(exam, "an exam that was not listed before");
        info.patient = person;
        ages.check(table.text(age), table.line());
        const auto male = truth_of(table, is_male);
        records.rows[found->second].facts =
            small_facts(std::string(table.text(age)), !male   ? ""
                                                      : *male ? "M"
                                                              : "F");
        std::vector<std::string> codes;
        for (const auto& [column, code] : flags)
            if (truth_of(table, column).value_or(false)) codes.push_back(code);
        records.set_dx(found->second, join(codes, ";"));
        digest.update(concat(info.name, " ", person, " ", table.text(age), " ", table.text(is_male),
                             " ", join(codes, ";"), "\n"));
    }
    ages.tell(k_code15_table);
    return absent;
}

/// Removes the rows without a patient. @return how many, without those named 0
std::size_t remove_unlisted(Hdf5Records& records) {
    std::size_t kept = 0, unlisted = 0;
    for (std::size_t i = 0; i < records.infos.size(); ++i) {
        if (records.infos[i].patient.empty()) {
            unlisted += records.infos[i].name != "0" ? 1 : 0;
            continue;
        }
        if (kept != i) records.infos[kept] = std::move(records.infos[i]);
        records.rows[kept++] = records.rows[i];
    }
    records.infos.resize(kept);
    records.rows.resize(kept);
    return unlisted;
}

} // namespace

std::unique_ptr<RecordSource> open_code15_source(const SourceSettings& settings) {
    std::error_code ignored;
    if (!fs::is_regular_file(settings.path / k_code15_table, ignored))
        throw ConfigError(concat(tried_path(settings.path), " has no file ", k_code15_table,
                                 ". A code-15 source is the folder with ", k_code15_table,
                                 " and the files exams_part0.hdf5 to exams_part17.hdf5, unpacked. ",
                                 path_advice(settings.path)));
    Hdf5Records records(find_recordings(settings, "HDF5 file",
                                        [](const fs::path& path) {
                                            return has_ending(path, {".hdf5", ".h5"});
                                        }),
                        k_tracings);
    records.statements = exam_statements;
    records.form = {{0, 1, 2},
                    *parse_lead_order(""),
                    parse_unit(settings.unit).value_or(UnitScale{}),
                    k_code15_rate_hz};
    Sha256 digest;
    digest.update("code-15\n");
    add_exams(records, digest);
    const std::uint64_t absent = read_exams(records, digest);
    const std::size_t unlisted = remove_unlisted(records);
    if (records.infos.empty())
        throw DataError(concat(k_code15_table, " lists none of the ", unlisted,
                               " tracings in the files. Download it again, and files of the same "
                               "version."));
    if (unlisted > 0)
        warn_once("unlisted tracings",
                  concat(counted(unlisted, "tracing"), " not used, because ", k_code15_table,
                         " does not list it, so that its patient is unknown."));
    if (absent > 0)
        log_debug(concat(counted(absent, "exam"), " of ", k_code15_table,
                         " not in the files of the source."));
    records.fingerprint = digest.finish();
    return source_of(std::move(records), settings);
}

SourceCredit code15_credit(const SourceSettings& /*settings*/) {
    return {
        "The recordings come from CODE-15%: A. H. Ribeiro, G. M. M. Paixao, E. M. Lima, M. Horta "
        "Ribeiro, M. M. Pinto Filho, P. R. Gomes, D. M. Oliveira, W. Meira Jr, T. B. Schon, "
        "A. L. P. Ribeiro, *CODE-15%: a large scale annotated dataset of 12-lead ECGs*, Zenodo "
        "(2021), https://doi.org/10.5281/zenodo.4916206, licensed under Creative Commons "
        "Attribution 4.0.\n",
        "cc-by-4.0"};
}

} // namespace ecgpress
