#include "render/catalogue/artifact.hpp"

#include <algorithm>

namespace ecgpress {

double Graded::at(double strength) const {
    const double position = std::clamp(strength, 0.0, 1.0) * 3;
    const Span& span = position < 1 ? mild : position < 2 ? moderate : severe;
    const double part = position - (position < 1 ? 0 : position < 2 ? 1 : 2);
    return span.low + part * (span.high - span.low);
}

Dials Artifact::at(double strength) const {
    Dials dials;
    dials.strength = strength;
    for (const ArtifactParameter& parameter : parameters)
        dials.values.push_back(parameter.graded.at(strength));
    return dials;
}

} // namespace ecgpress
