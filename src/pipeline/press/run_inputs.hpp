// Inputs of a run: configuration, source, typefaces and plan.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/image.hpp"
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
    std::shared_ptr<RecordSource> source;
    Typefaces typefaces;                                     ///< only those that some page may need
    std::shared_ptr<const std::vector<Image>> desk_pictures; ///< of artifacts.textures, or null
    std::shared_ptr<const Plan> plan;                        ///< it refers to the configuration
    std::string
        fingerprint; ///< SHA-256 of shard configuration, source, typefaces and software version

    /// Other settings for the releases, and the texts that state them.
    void set_release(ReleaseSettings release);
};

/// SHA-256 of each typeface in the order of Face, "" for those that no page needs.
std::vector<std::string> digests_of(const Typefaces& typefaces);

/// Where each typeface is from: "program", the path of a file, or "" for those that no page needs.
/// Not part of the fingerprint: the same font from another place prints the same pages.
std::vector<std::string> places_of(const Typefaces& typefaces);

/// The fingerprint of a run. @param shard_config  ConfigTexts::shard
/// @param typefaces_sha256  digests_of() its typefaces
std::string fingerprint_of(const std::string& shard_config, const std::string& source_fingerprint,
                           const std::string& version,
                           const std::vector<std::string>& typefaces_sha256);

/// Reads some records and checks their amplitudes. @throws ConfigError as
/// require_plausible_amplitudes
void require_plausible_source(const RunInputs& inputs);

/// Writes the listing of the source, if it was made now and has a place. It only saves time: if
/// this is not possible, a warning says so.
void keep_listing(RunInputs& inputs);

/// Opens source and typefaces and creates the plan. Writes nothing.
/// @throws ConfigError, DataError, IoError
std::unique_ptr<RunInputs> open_inputs(Config config);

/// The same inputs with another seed: other pages of the same records. Source, typefaces and
/// pictures are shared. @throws ConfigError if the seed is too large
std::unique_ptr<RunInputs> inputs_of_seed(const RunInputs& inputs, std::uint64_t seed);

/// The same inputs for another thread: with typefaces of its own, because FreeType's faces belong
/// to one thread. Source, plan and pictures are shared.
/// @pre `inputs` outlives them, and several threads may read its source
std::unique_ptr<RunInputs> inputs_for_thread(const RunInputs& inputs);

} // namespace ecgpress
