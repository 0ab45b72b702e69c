#include <gtest/gtest.h>

#include "pipeline/config/load_config.hpp"
#include "pipeline/press/overlap_fit.hpp"
#include "pipeline/press/press.hpp"

namespace ecgpress {
namespace {

std::unique_ptr<RunInputs> inputs_for(const std::string& ratio) {
    return open_inputs(parse_config("source: {kind: simulated, records: 40}\n"
                                    "pages:\n"
                                    "  - name: crowded\n"
                                    "    layouts: [3x4, 12x1]\n"
                                    "    count: {train: 8}\n"
                                    "    datasets: [overlap]\n"
                                    "    overlap_ratio: " +
                                        ratio +
                                        "\n"
                                        "    style: {dpi: 100, row_height_mm: [3, 40]}\n",
                                    "test", {}));
}

TEST(OverlapFit, PagesHaveTheRequestedOverlap) {
    for (const char* ratio : {"0.1", "0.3", "[0.05, 0.5]"}) {
        const auto inputs = inputs_for(ratio);
        Press press(*inputs);
        double miss = 0;
        for (std::uint64_t index = 0; index < 8; ++index) {
            std::vector<Failure> failures;
            const auto printed = press.print(index, failures);
            ASSERT_TRUE(printed);
            const double row_height_mm = printed->plan.design.style.row_height_mm;
            EXPECT_GE(row_height_mm, 3);
            EXPECT_LE(row_height_mm, 40);
            EXPECT_EQ(printed->page.style.row_height_mm, row_height_mm);
            const double wanted = printed->plan.overlap->ratio;
            miss += std::abs(mean_overlap_ratio(printed->rendered, printed->labels) - wanted);
        }
        EXPECT_LT(miss / 8, 0.03) << ratio;
    }
}

TEST(OverlapFit, UnreachableRatiosAreApproximated) {
    const auto none = inputs_for("0"), most = inputs_for("10");
    std::vector<Failure> failures;
    // With rows 40 mm apart hardly anything overlaps; rows 3 mm apart do not make a ratio of 10.
    EXPECT_GT(Press(*none).print(0, failures)->page.style.row_height_mm, 10);
    EXPECT_LT(Press(*most).print(0, failures)->page.style.row_height_mm, 6);
}

} // namespace
} // namespace ecgpress
