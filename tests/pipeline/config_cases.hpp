// A small valid configuration, and its error messages after a change.
#pragma once

#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/config/load_config.hpp"

namespace ecgpress::config_cases {

/// Lines: 1 seed, 2 pages, 3 name, 4 layouts, 5 count, 6 datasets; a test appends from line 7 on.
inline const std::string k_small = "seed: 3\n"
                                   "pages:\n"
                                   "  - name: plain\n"
                                   "    layouts: [3x1, 3x4]\n"
                                   "    count: 20\n"
                                   "    datasets: [digitization, segmentation]\n";

inline Config parse(const std::string& yaml, const std::vector<std::string>& settings = {}) {
    return parse_config(yaml, "run.yaml", settings);
}

/// Error message of an invalid configuration; fails the test if it is accepted.
inline std::string complaint(const std::string& yaml,
                             const std::vector<std::string>& settings = {}) {
    try {
        parse(yaml, settings);
    } catch (const ConfigError& error) {
        return error.what();
    }
    ADD_FAILURE() << "accepted:\n" << yaml << join(settings, " ");
    return "";
}

inline void expect_complaint(const std::string& yaml, const std::vector<std::string>& parts,
                             const std::vector<std::string>& settings = {}) {
    const std::string text = complaint(yaml, settings);
    for (const std::string& part : parts)
        EXPECT_NE(text.find(part), std::string::npos) << "no \"" << part << "\" in: " << text;
}

/// A group's style with one more key, in line 8.
inline std::string with_style(const std::string& line) {
    return k_small + "    style:\n      " + line + "\n";
}

} // namespace ecgpress::config_cases
