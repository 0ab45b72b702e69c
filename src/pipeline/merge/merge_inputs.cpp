#include "pipeline/merge/merge_inputs.hpp"

#include "core/version.hpp"
#include "signal/sources/list.hpp"

namespace ecgpress {

MergeInputs merge_inputs(const RunInputs& inputs) {
    const SourceCredit credit = credit_of(inputs.config.source);
    return {inputs.config,
            inputs.fingerprint,
            {k_version,
             inputs.texts.release,
             inputs.source->fingerprint(),
             inputs.typefaces.of(Face::sans).sha256(),
             credit.attribution,
             credit.licence,
             {}}};
}

} // namespace ecgpress
