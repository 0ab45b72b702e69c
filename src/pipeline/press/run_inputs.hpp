// What a run prints from: configuration, source, typefaces and plan.
#pragma once

#include <memory>
#include <string>

#include "pipeline/config/config.hpp"
#include "pipeline/plan/plan.hpp"
#include "render/draw/typeface.hpp"
#include "signal/record_source.hpp"

namespace ecgpress {

/// Everything a run prints from, opened and checked once a rank.
struct RunInputs {
    Config config;
    std::unique_ptr<RecordSource> source;
    Typefaces typefaces; ///< those that a page may need
    std::unique_ptr<Plan> plan;
    std::string
        fingerprint; ///< hash of effective configuration, source, typeface and software version
};

/// Opens source and typeface and makes the plan. @throws ConfigError, DataError, IoError before
/// anything is written
std::unique_ptr<RunInputs> open_inputs(Config config);

} // namespace ecgpress
