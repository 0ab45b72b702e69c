// Stands in for the list of artifacts: a configuration only asks for their names and dials, and the
// forty files that draw them need not be built to be asked.
#include "render/artifacts/artifact.hpp"

namespace ecgpress {

double Graded::at(double strength) const {
    return mild.low + strength * (severe.high - mild.low);
}

Dials Artifact::at(double strength) const {
    Dials dials;
    dials.strength = strength;
    for (const ArtifactParameter& parameter : parameters)
        dials.values.push_back(parameter.graded.at(strength));
    return dials;
}

const std::vector<Artifact>& artifacts() {
    static const std::vector<Artifact> list{
        {"coffee", "", {{"rings", "", {{0, 1}, {1, 2}, {2, 3}}}}, nullptr},
        {"folds", "", {}, nullptr},
        {"fax", "", {}, nullptr}};
    return list;
}

const Artifact* find_artifact(const std::string& name) {
    for (const Artifact& artifact : artifacts())
        if (name == artifact.name) return &artifact;
    return nullptr;
}

} // namespace ecgpress
