#include "signal/aecg/aecg_source.hpp"

#include "signal/aecg/aecg_ecg.hpp"
#include "signal/files/recording_files.hpp"

namespace ecgpress {
namespace {

const std::vector<std::string> k_aecg_endings = {".xml", ".aecg", ".hl7", ".scp"};

bool is_aecg(const std::filesystem::path& path) {
    return has_ending(path, k_aecg_endings);
}

} // namespace

std::unique_ptr<RecordSource> open_aecg_source(const SourceSettings& settings) {
    return open_file_source({"aECG file", k_aecg_endings, is_aecg, look_into_aecg, read_aecg},
                            settings);
}

SourceCredit aecg_credit(const SourceSettings& /*settings*/) {
    SourceCredit credit;
    credit.attribution =
        "The recordings come from files of HL7 aECG that the creator of this release selected; "
        "ecgpress does not know their origin. The publisher of the release must have the right to "
        "publish it, and must state the source and licence of the recordings here.\n";
    return credit;
}

} // namespace ecgpress
