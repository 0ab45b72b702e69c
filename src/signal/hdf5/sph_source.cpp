#include "signal/hdf5/sph_source.hpp"

#include <algorithm>
#include <iterator>
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

constexpr const char* k_sph_table = "metadata.csv";
constexpr double k_sph_rate_hz = 500;

/// A primary statement of the AHA, ACCF and HRS (2007) with a meaning that headers depend on.
struct AhaCode {
    const char *code, *scp_code, *text;
    bool is_rhythm;
};

constexpr AhaCode k_aha_codes[] = {
    {"1", "NORM", "normal ECG", false},          {"20", "SR", "sinus rhythm", true},
    {"21", "STACH", "sinus tachycardia", true},  {"22", "SBRAD", "sinus bradycardia", true},
    {"50", "AFIB", "atrial fibrillation", true}, {"51", "AFLT", "atrial flutter", true},
};

std::vector<Statement> aha_statements(const std::string& dx) {
    std::vector<Statement> statements;
    for (const std::string& code : split_text(dx, ';')) {
        if (code.empty()) continue;
        const std::string primary = code.substr(0, code.find('+')); // without modifiers
        const auto* const known =
            std::find_if(std::begin(k_aha_codes), std::end(k_aha_codes),
                         [&](const AhaCode& row) { return primary == row.code; });
        if (known == std::end(k_aha_codes))
            statements.push_back({code, "AHA " + code});
        else
            statements.push_back({known->scp_code, known->text, known->is_rhythm});
    }
    return statements;
}

/// "22;60+310" of " 22; 60+310".
std::string clean_codes(std::string_view text) {
    std::vector<std::string> codes;
    for (const std::string& code : split_text(text, ';'))
        if (std::string clean = trimmed(fact_text(code)); !clean.empty())
            codes.push_back(std::move(clean));
    return join(codes, ";");
}

/// Adds the records of the table that have a file. @return rows without one
std::vector<std::string> read_records(Hdf5Records& records, Sha256& digest) {
    std::unordered_map<std::string, std::uint32_t> file_of;
    for (std::uint32_t i = 0; i < records.files.names.size(); ++i)
        file_of.emplace(fs::path(records.files.names[i]).stem().string(), i);
    const SourceFile file = records.files.root.open(records.files.path_of(k_sph_table));
    CsvTable table = table_of(file, k_sph_table);
    const std::size_t id = table.column("ECG_ID"), patient = table.column("Patient_ID"),
                      codes = table.column("AHA_Code"), age = table.column("Age"),
                      sex = table.column("Sex");
    std::vector<std::string> missing;
    RefusedAges ages;
    while (table.next()) {
        const std::string name(table.text(id)), person(table.text(patient));
        if (name.empty() || !is_plain_text(name)) table.refuse(id, "a record");
        if (person.empty() || !is_plain_text(person)) table.refuse(patient, "a patient");
        const auto found = file_of.find(name);
        if (found == file_of.end()) {
            missing.push_back(name);
            continue;
        }
        const std::string &path = records.files.names[found->second],
                          dx = clean_codes(table.text(codes));
        ages.check(table.text(age), table.line());
        records.infos.push_back({name, person, 0});
        records.rows.push_back(
            {found->second, 0,
             small_facts(std::string(table.text(age)), std::string(table.text(sex))), 0});
        records.set_dx(records.rows.size() - 1, dx);
        digest.update(size_line(records.files.path_of(path), path));
        digest.update(
            concat(name, " ", person, " ", table.text(age), " ", table.text(sex), " ", dx, "\n"));
    }
    ages.tell(k_sph_table);
    return missing;
}

} // namespace

std::unique_ptr<RecordSource> open_sph_source(const SourceSettings& settings) {
    std::error_code ignored;
    if (!fs::is_regular_file(settings.path / k_sph_table, ignored))
        throw ConfigError(concat(tried_path(settings.path), " has no file ", k_sph_table,
                                 ". An sph source is the folder with ", k_sph_table,
                                 " and the unpacked records (A00001.h5 ...), there or in a folder "
                                 "below. ",
                                 path_advice(settings.path)));
    Hdf5Records records(
        find_recordings(settings, "HDF5 file",
                        [](const fs::path& path) { return has_ending(path, {".h5"}); }),
        "ecg");
    records.statements = aha_statements;
    records.form = {{std::nullopt, 1, 0},
                    *parse_lead_order(""),
                    parse_unit(settings.unit).value_or(UnitScale{}),
                    k_sph_rate_hz};
    Sha256 digest;
    digest.update("sph\n");
    const std::vector<std::string> missing = read_records(records, digest);
    if (records.infos.empty())
        throw DataError(concat(k_sph_table, " lists none of the ",
                               counted(records.files.names.size(), "file"),
                               " in the source. The files are named by ECG_ID: A00001.h5."));
    if (!missing.empty())
        warn_once("listed records",
                  concat(k_sph_table, ": ", missing.size(), " of ",
                         counted(missing.size() + records.infos.size(), "listed record"),
                         missing.size() == 1 ? " has" : " have", " no .h5 file: ", missing.front(),
                         missing.size() > 1 ? ", ..." : "",
                         ". Pages are drawn from other records."));
    records.fingerprint = digest.finish();
    return source_of(std::move(records), settings);
}

SourceCredit sph_credit(const SourceSettings& /*settings*/) {
    SourceCredit credit;
    credit.attribution =
        "The recordings come from the database of Shandong Provincial Hospital: H. Liu, D. Chen, "
        "D. "
        "Chen, X. Zhang, H. Li, L. Bian, M. Shu, Y. Wang, *A large-scale multi-label 12-lead "
        "electrocardiogram database with standardized diagnostic statements*, Scientific Data 9, "
        "272 (2022), https://doi.org/10.1038/s41597-022-01403-5. The licence is stated where it is "
        "published: https://doi.org/10.6084/m9.figshare.c.5779802.\n";
    return credit;
}

} // namespace ecgpress
