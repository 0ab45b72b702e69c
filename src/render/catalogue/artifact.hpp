// Definition of an artifact: its name, its parameters with their ranges, and the function that
// applies it.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "core/lead.hpp"
#include "core/random.hpp"

namespace ecgpress {

struct Record;
struct Scene;

/// The two ends of a range. The first may be the larger one.
struct Span {
    double low = 0, high = 0;
};

/// The value of a parameter as a function of strength: mild from 0 to 1/3, moderate to 2/3, severe
/// to 1, linear from low to high within each third. (A value at 1/3 or 2/3 is the low end of the
/// next range.)
struct Graded {
    Span mild, moderate, severe;
    double at(double strength) const;
};

/// A parameter of an artifact.
struct ArtifactParameter {
    const char* name;
    const char* meaning; ///< description, with its unit
    Graded graded;
};

/// The values of an artifact's parameters for one page.
struct Dials {
    double strength = 0;
    std::vector<double> values; ///< in the order of Artifact::parameters

    /// Returns a parameter that is a number of items, rounded to an integer.
    int count(std::size_t parameter) const {
        return static_cast<int>(std::lround(values[parameter]));
    }
};

/// mm of paper per mV, in the order of Lead.
using GainOfLead = std::array<double, k_lead_count>;

/// A simulated defect of print, paper, scanner, camera or software.
struct Artifact {
    const char* name;
    const char* meaning;
    std::vector<ArtifactParameter> parameters;
    /// Writes the artifact into the scene. Random numbers come only from `random`, the artifact's
    /// own stream. Null if the artifact is in the recording.
    void (*apply)(Scene& scene, const Dials& dials, Rng& random);
    bool needs_script = false; ///< uses the scene's script typeface
    bool needs_back = false;   ///< shows the print on the back of the page
    /// Index of a parameter with the most pixels per mm that the image has. The page is drawn with
    /// no more. -1: none.
    int px_per_mm = -1;
    /// Changes the recording before it is printed, so that the signals of the release are those on
    /// the page. Null if it stays.
    void (*disturb)(Record& record, const Dials& dials, Rng& random) = nullptr;
    /// Changes the recording after the machine's filters, as its print head or stylus does. The
    /// signals of the release are those on the page. Null if it does not.
    void (*record)(Record& record, const GainOfLead& gain_mm_per_mv, const Dials& dials,
                   Rng& random) = nullptr;

    /// Returns all parameters at a strength.
    Dials at(double strength) const;
};

} // namespace ecgpress
