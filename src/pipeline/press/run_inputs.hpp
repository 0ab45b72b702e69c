// Inputs of a run: configuration, source, typefaces and plan.
#pragma once

#include <memory>
#include <string>

#include "pipeline/config/config.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/plan/plan.hpp"
#include "render/draw/typeface.hpp"
#include "signal/record_source.hpp"

namespace ecgpress {

/// Inputs of a run. Each rank opens and checks them once.
struct RunInputs {
    Config config;
    ConfigTexts texts; ///< the configuration as text
    std::unique_ptr<RecordSource> source;
    Typefaces typefaces; ///< only those that some page may need
    std::unique_ptr<Plan> plan;
    std::string
        fingerprint; ///< SHA-256 of shard configuration, source, typefaces and software version

    /// Other settings for the releases, and the texts that state them.
    void set_release(ReleaseSettings release);
};

/// Opens source and typefaces and creates the plan. Writes nothing.
/// @throws ConfigError, DataError, IoError
std::unique_ptr<RunInputs> open_inputs(Config config);

} // namespace ecgpress
