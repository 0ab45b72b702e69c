// What an artifact is: its name, its parameters with their ranges, and the function that applies
// it.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "core/random.hpp"

namespace ecgpress {

struct Scene;

/// Two ends of a range.
struct Span {
    double low = 0, high = 0;
};

/// A parameter's value from mild to severe. A strength of 0 is mild's low end, 1/3 mild's high end
/// and moderate's low end, and so on to 1, severe's high end; between them it is linear.
struct Graded {
    Span mild, moderate, severe;
    double at(double strength) const;
};

/// One of an artifact's dials.
struct ArtifactParameter {
    const char* name;
    const char* meaning; ///< with its unit
    Graded graded;
};

/// What was decided for one page.
struct Dials {
    double strength = 0;
    std::vector<double> values; ///< of the artifact's parameters

    /// A value that says how many.
    int count(std::size_t parameter) const {
        return static_cast<int>(std::lround(values[parameter]));
    }
};

struct Artifact {
    const char* name;
    const char* meaning;
    std::vector<ArtifactParameter> parameters;
    /// Writes into the scene what it does; draws from a stream of its own.
    void (*apply)(Scene& scene, const Dials& dials, Rng& random);
    bool needs_script = false; ///< writes in the scene's script face
    bool needs_back = false;   ///< shows what is printed on the page's back

    /// The dials at a strength.
    Dials at(double strength) const;
};

} // namespace ecgpress
