#include "signal/sources/list.hpp"

#include "core/error.hpp"
#include "core/program/nearest_name.hpp"
#include "core/strings.hpp"
#include "signal/aecg/aecg_source.hpp"
#include "signal/dicom/dicom_source.hpp"
#include "signal/hdf5/code15_source.hpp"
#include "signal/hdf5/hdf5_source.hpp"
#include "signal/hdf5/sph_source.hpp"
#include "signal/ptbxl/ptbxl_source.hpp"
#include "signal/simulated/simulated_source.hpp"
#include "signal/sources/npy_source.hpp"
#include "signal/sources/prepared_source.hpp"
#include "signal/wfdb/wfdb_source.hpp"

namespace ecgpress {

const std::vector<SourceKind>& source_kinds() {
    static const std::vector<SourceKind> kinds = {
        {"ptb-xl", "a PTB-XL root (ptbxl_database.csv, records500/, records100/)",
         open_ptbxl_source, ptbxl_credit},
        {"wfdb", "a folder of WFDB records, or a RECORDS list", open_wfdb_source, wfdb_credit},
        {"npy", "a NumPy array [records, samples, 12] of millivolts", open_npy_source, npy_credit},
        {"hdf5", "HDF5 files with a dataset of records", open_hdf5_source, hdf5_credit},
        {"code-15", "the folder of CODE-15% (exams.csv, exams_part*.hdf5)", open_code15_source,
         code15_credit},
        {"sph",
         "the folder of the database of Shandong Provincial Hospital (metadata.csv, A00001.h5 ...)",
         open_sph_source, sph_credit},
        {"dicom", "a folder of DICOM electrocardiograms", open_dicom_source, dicom_credit},
        {"aecg", "a folder of HL7 aECG files (XML)", open_aecg_source, aecg_credit},
        {"simulated", "seeded heartbeats from a published model", open_simulated_source,
         simulated_credit},
    };
    return kinds;
}

namespace {

const SourceKind& find_source_kind(const std::string& name) {
    std::vector<std::string> names;
    for (const SourceKind& kind : source_kinds()) {
        if (name == kind.name) return kind;
        names.emplace_back(kind.name);
    }
    const std::string nearest = nearest_name(name, names);
    throw ConfigError(concat(
        "source.kind is \"", name, "\". Supported are ", join(names, ", "), ". ",
        nearest.empty() ? "Choose one of them." : concat("Did you mean \"", nearest, "\"?")));
}

} // namespace

std::unique_ptr<RecordSource> open_source(const SourceSettings& settings) {
    return prepared(find_source_kind(settings.kind).open(settings), settings);
}

SourceCredit credit_of(const SourceSettings& settings) {
    SourceCredit credit = find_source_kind(settings.kind).credit(settings);
    if (!settings.attribution.empty() || !settings.url.empty())
        credit.attribution =
            settings.attribution.empty() ? std::string() : trimmed(settings.attribution) + "\n";
    if (!settings.url.empty())
        credit.attribution += concat("The recordings are available at <", settings.url, ">.\n");
    if (!settings.licence.empty()) credit.licence = lower_case(settings.licence);
    return credit;
}

} // namespace ecgpress
