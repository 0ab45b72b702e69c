// The list of kinds of sources. A new kind adds one row to list.cpp.
#pragma once

#include <memory>
#include <vector>

#include "signal/record_source.hpp"

namespace ecgpress {

/// A row of the list of sources.
struct SourceKind {
    const char* name;
    const char* summary;
    std::unique_ptr<RecordSource> (*open)(const SourceSettings& settings);
};

/// All kinds: ptb-xl, wfdb, npy, simulated.
const std::vector<SourceKind>& source_kinds();

/// @throws ConfigError (unknown kind, no such folder, wrong rate), DataError (a catalogue that
/// cannot be used)
std::unique_ptr<RecordSource> open_source(const SourceSettings& settings);

} // namespace ecgpress
