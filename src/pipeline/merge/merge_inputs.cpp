#include "pipeline/merge/merge_inputs.hpp"

#include <utility>

#include "core/version.hpp"
#include "pipeline/config/config_text.hpp"
#include "signal/sources/list.hpp"

namespace ecgpress {

namespace {

ReleaseSummary summary_of(const Config& config, std::string config_text,
                          std::string source_fingerprint, std::string typeface_sha256) {
    const SourceCredit credit = credit_of(config.source);
    return {k_version,
            std::move(config_text),
            std::move(source_fingerprint),
            std::move(typeface_sha256),
            credit.attribution,
            credit.licence,
            {}};
}

} // namespace

MergeInputs merge_inputs(const RunInputs& inputs) {
    return {inputs.config, inputs.fingerprint,
            summary_of(inputs.config, inputs.texts.release, inputs.source->fingerprint(),
                       inputs.typefaces.of(Face::sans).file().sha256())};
}

MergeInputs merge_inputs(const RunIdentity& run, const ReleaseSettings& release) {
    MergeInputs inputs{run.config, run.fingerprint, {}};
    inputs.config.release = release;
    inputs.summary = summary_of(inputs.config, release_config(inputs.config),
                                run.source_fingerprint, run.typeface_sha256);
    return inputs;
}

} // namespace ecgpress
