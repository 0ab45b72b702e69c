// The trace truth of a page, read and checked as verify does.
#include "dataset/shard/truth_file.hpp"
#include "harness.hpp"
#include "pipeline/checks/oracle.hpp"
#include "pipeline/checks/truth_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    fuzz::read_or_refuse([&] {
        const PageTruth page = read_truth_npz(Bytes(data, data + size));
        Oracle oracle;
        for (const LeadTruth& lead : page.leads) {
            const std::vector<double> signal_mv(lead.trace.sample_x_px.size(), 0.5);
            const OracleLead read{signal_mv,
                                  page.rate_hz,
                                  lead.baseline_y_px,
                                  lead.px_per_mv,
                                  lead.trace,
                                  lead.crop_px,
                                  {},
                                  {},
                                  page.warp};
            check_truth(read);
            oracle.add(read);
        }
        oracle.scores();
    });
    return 0;
}
