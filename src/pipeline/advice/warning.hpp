// A warning about a configuration.
#pragma once

#include <string>

namespace ecgpress {

struct Warning {
    std::string what, why, advice; ///< sentences without full stop

    /// "WHAT. WHY. ADVICE."
    std::string text() const;
};

} // namespace ecgpress
