#include "signal/record_source.hpp"

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"

namespace ecgpress {

LeadSettings lead_settings(const SourceSettings& settings) {
    return {settings.lead_names, parse_unit(settings.unit)};
}

bool knows_patients(const SourceSettings& settings) {
    return settings.kind == "ptb-xl" || settings.kind == "simulated" ||
           settings.kind == "code-15" || settings.kind == "sph" || !settings.patients.empty() ||
           !settings.patient_from.empty();
}

const SourceListing& RecordSource::listing() const {
    static const SourceListing none;
    return none;
}

std::filesystem::path listing_file(const SourceSettings& settings,
                                   const std::filesystem::path& run) {
    namespace fs = std::filesystem;
    constexpr const char* k_name = "listing.bin";
    if (settings.listings.empty()) return run.empty() ? fs::path() : run / k_name;
    std::error_code error;
    const fs::path whole = fs::canonical(settings.path, error);
    if (error) return {}; // opening the source fails as well
    const std::string digest = sha256_of(concat(settings.kind, "\n", whole.string()));
    return settings.listings / concat("listing-", digest.substr(0, 16), ".bin");
}

Record RecordSource::read_part(std::size_t position, const RecordPart& part) const {
    Record record = read(position);
    const PartWindow window = window_of(part, record.sample_count(), record.rate_hz);
    cut_to(record, window.read);
    record.inside = window.inside;
    return record;
}

RecordBeats RecordSource::beats(std::size_t /*position*/, const Record& /*record*/) const {
    return {};
}

void require_still_there(const SourceSettings& settings) {
    namespace fs = std::filesystem;
    std::error_code error;
    const fs::path& path = settings.path;
    if (path.empty() || (fs::exists(path, error) && !fs::is_empty(path, error))) return;
    throw IoError(concat("the recordings are no longer available. ", path.string(),
                         " is missing or empty. Check its disk, then run the same command again."));
}

} // namespace ecgpress
