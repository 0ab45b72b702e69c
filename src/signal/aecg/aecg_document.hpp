// An aECG document: what a recording needs of its XML.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/lead.hpp"
#include "signal/record_source.hpp"
#include "signal/source_file.hpp"

namespace ecgpress {

/// The samples of one lead.
struct AecgLead {
    std::string code; ///< "MDC_ECG_LEAD_I"
    std::optional<Lead> lead;
    std::vector<double> mv;
};

/// A set of sequences with the same times.
struct AecgSet {
    double rate_hz = 0, start_s = 0; ///< from any fixed time
    std::vector<AecgLead> leads;

    std::size_t lead_count() const;
};

struct AecgDocument {
    std::string subject, sex, birth, recorded; ///< times: YYYYMMDD...
    std::vector<AecgSet> sets;                 ///< of rhythm series
    std::vector<std::string> other_series;     ///< codes of series that are not used
};

/// @param with_samples  false: only the subject and the times
/// @throws DataError, IoError
AecgDocument read_aecg_document(const SourceFile& file, const std::string& name, bool with_samples,
                                const LeadSettings& leads);

} // namespace ecgpress
