// The list of source types. To add one, add a row to list.cpp.
#pragma once

#include <memory>
#include <vector>

#include "signal/record_source.hpp"

namespace ecgpress {

/// A source type.
struct SourceKind {
    const char* name;
    const char* summary;
    std::unique_ptr<RecordSource> (*open)(const SourceSettings& settings);
    SourceCredit (*credit)(const SourceSettings& settings);
};

/// All source types: ptb-xl, wfdb, npy, hdf5, code-15, sph, dicom, aecg, simulated.
const std::vector<SourceKind>& source_kinds();

/// @throws ConfigError (unknown type, missing folder, invalid rate), DataError (invalid catalogue)
std::unique_ptr<RecordSource> open_source(const SourceSettings& settings);

/// The credit of a source, without opening it. @throws ConfigError for an unknown type
SourceCredit credit_of(const SourceSettings& settings);

} // namespace ecgpress
