#include "signal/dicom/dicom_source.hpp"

#include "core/error.hpp"
#include "signal/dicom/dicom_ecg.hpp"
#include "signal/files/recording_files.hpp"

namespace ecgpress {
namespace {

const std::vector<std::string> k_dicom_endings = {".dcm", ".dicom"};

bool is_dicom(const std::filesystem::path& path) {
    constexpr std::size_t k_mark_at = 128;
    if (has_ending(path, k_dicom_endings)) return true;
    if (path.filename() == "DICOMDIR") return false; // an index of other files
    try {
        const SourceFile file(path);
        return file.size() >= k_mark_at + 4 && file.read(k_mark_at, 4) == "DICM";
    } catch (const Error&) {
        return false;
    }
}

} // namespace

std::unique_ptr<RecordSource> open_dicom_source(const SourceSettings& settings) {
    return open_file_source(
        {"DICOM file", k_dicom_endings, is_dicom, look_into_dicom, read_dicom_ecg}, settings);
}

SourceCredit dicom_credit(const SourceSettings& /*settings*/) {
    SourceCredit credit;
    credit.attribution =
        "The recordings come from DICOM files that the creator of this release selected; ecgpress "
        "does not know their origin. The publisher of the release must have the right to publish "
        "it, and must state the source and licence of the recordings here.\n";
    return credit;
}

} // namespace ecgpress
