// A configuration with three groups, and catalogues for its plan.
#pragma once

#include <string>
#include <vector>

#include "core/strings.hpp"
#include "pipeline/config/config.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/plan/plan.hpp"

namespace ecgpress::plan_cases {

inline const std::string k_mixed = "seed: 5\n"
                                   "pages:\n"
                                   "  - name: one\n"
                                   "    layouts: {3x1: 2, 3x4: 3, 12x1: 1}\n"
                                   "    count: 700\n"
                                   "    datasets: [detection]\n"
                                   "    style: {row_height_mm: [10, 20]}\n"
                                   "  - name: two\n"
                                   "    layouts: [6x2]\n"
                                   "    rhythm: II\n"
                                   "    count: {train: 100, val: 3, test: 150}\n"
                                   "    datasets: [overlap]\n"
                                   "  - name: three\n"
                                   "    layouts: [3x1]\n"
                                   "    count: 1\n"
                                   "    datasets: [overlap]\n";

inline Config plan_config(const std::vector<std::string>& settings = {}) {
    return parse_config(k_mixed, "run.yaml", settings);
}

/// Three records per patient; folds 1 to 10, or none.
inline std::vector<RecordInfo> catalogue_of(std::size_t count, bool folds = true) {
    std::vector<RecordInfo> catalogue;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t patient = i / 3;
        catalogue.push_back(
            {concat("r", i), concat("p", patient), folds ? static_cast<int>(1 + patient % 10) : 0});
    }
    return catalogue;
}

} // namespace ecgpress::plan_cases
