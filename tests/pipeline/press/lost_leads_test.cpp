// Leads that are not on their paper: counted, and replaced above source.most_lost.
#include <gtest/gtest.h>

#include "core/file.hpp"
#include "core/strings.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/press/press.hpp"
#include "signal/simulated/simulated.hpp"
#include "support/scratch_folder.hpp"

namespace ecgpress {
namespace {

/// An npy source of simulated records; lead V2 of the first `count` ones has an offset.
void write_records(const fs::path& path, std::size_t records, std::size_t count, double offset_mv) {
    std::string header =
        concat("{'descr': '<f8', 'fortran_order': False, 'shape': (", records, ", 1000, 12), }");
    header.resize((header.size() + 10 + 1 + 63) / 64 * 64 - 10 - 1, ' ');
    header += '\n';
    std::string bytes = std::string("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 255);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;
    for (std::size_t i = 0; i < records; ++i) {
        const Record record = simulate_record(1, i, 100);
        for (std::size_t sample = 0; sample < 1000; ++sample)
            for (const Lead lead : all_leads()) {
                double value = record.lead_mv(lead)[sample];
                if (lead == Lead::V2 && i < count) value += offset_mv;
                bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
            }
    }
    write_file(path, bytes);
}

class LostLeads : public testing::Test {
  protected:
    std::unique_ptr<RunInputs> inputs(double offset_mv, std::size_t with_offset,
                                      const std::string& more,
                                      const std::string& style = "") const {
        const fs::path path = folder_.path() / "records.npy";
        write_records(path, 12, with_offset, offset_mv);
        return open_inputs(parse_config(
            concat(
                "source: {kind: npy, path: ", path.string(), ", rate_hz: 100", more,
                "}\npages:\n  - name: pages\n    layouts: [3x4]\n    count: {train: 6}\n"
                "    datasets: [digitization, segmentation]\n    style: {dpi: 60, row_height_mm: "
                "15",
                style, "}\n"),
            "test", {}));
    }
    ScratchFolder folder_;
};

std::uint32_t lost_in(const Sample& sample, Lead lead) {
    for (const LeadSample& of : sample.leads)
        if (of.row.lead == lead) return of.row.lost_samples;
    return 0;
}

TEST_F(LostLeads, AreCountedInTheTables) {
    for (const double offset_mv : {-9.0, 9.0, 4.6}) {
        const auto all = inputs(offset_mv, 12, ", most_lost: 1");
        Press press(*all);
        std::vector<Failure> failures;
        const auto page = press.print(0, failures);
        ASSERT_TRUE(page);
        EXPECT_TRUE(failures.empty());
        const Sample sample = press.encode(*page);
        const Panel& panel = *std::find_if(page->page.panels.begin(), page->page.panels.end(),
                                           [](const Panel& p) { return p.lead == Lead::V2; });
        std::uint32_t outside = 0;
        for (const double value_mv : panel.signal_mv) {
            const double y_mm = panel.baseline_mm - 10 * value_mv;
            outside += y_mm < 0 || y_mm > page->page.height_mm ? 1 : 0;
        }
        EXPECT_EQ(lost_in(sample, Lead::V2), outside) << offset_mv;
        EXPECT_EQ(sample.row.lost_samples, outside);
        EXPECT_GT(outside, 0U) << offset_mv;
        EXPECT_EQ(lost_in(sample, Lead::V1), 0U);
    }
}

TEST_F(LostLeads, AreReplacedAboveTheLimit) {
    const auto some = inputs(-9, 5, "");
    Press press(*some);
    std::size_t replaced = 0;
    for (std::uint64_t index = 0; index < 6; ++index) {
        std::vector<Failure> failures;
        const auto page = press.print(index, failures);
        ASSERT_TRUE(page);
        EXPECT_EQ(press.encode(*page).row.lost_samples, 0U);
        for (const Failure& failure : failures) {
            ++replaced;
            EXPECT_NE(failure.reason.find("lead V2 is not on its paper (100.0 % of its samples"),
                      std::string::npos)
                << failure.reason;
            EXPECT_EQ(kind_of(failure), "record lead V2 is not on its paper");
        }
    }
    EXPECT_GT(replaced, 0U);
}

TEST_F(LostLeads, AreOnThePaperIfTheyAreCentred) {
    const auto centred = inputs(-9, 12, "", ", centre_leads: median");
    const auto plain = inputs(0, 12, "", ", centre_leads: median");
    Press press(*centred), other(*plain);
    for (std::uint64_t index = 0; index < 6; ++index) {
        std::vector<Failure> failures;
        const auto page = press.print(index, failures), same = other.print(index, failures);
        ASSERT_TRUE(page && same);
        EXPECT_TRUE(failures.empty());
        EXPECT_EQ(press.encode(*page).row.lost_samples, 0U);
        for (std::size_t i = 0; i < page->page.panels.size(); ++i)
            for (std::size_t k = 0; k < page->page.panels[i].signal_mv.size(); ++k)
                ASSERT_NEAR(page->page.panels[i].signal_mv[k], same->page.panels[i].signal_mv[k],
                            1e-9)
                    << "a centred lead does not depend on its offset";
    }
}

} // namespace
} // namespace ecgpress
