#include "pipeline/press/page_header.hpp"

#include <algorithm>

#include "pipeline/plan/planned_header.hpp"
#include "signal/measures.hpp"

namespace ecgpress {

namespace {

/// ECG machines measure 10 s, even if the page shows less.
constexpr double k_measured_s = 10;

} // namespace

TextColumns page_header(const Config& config, const PagePlan& plan, const AboutRecord& about,
                        const Record& record) {
    return planned_header(config, plan, [&] {
        const PageStyle& style = plan.design.style;
        const double duration_s = std::max(k_measured_s, style.duration_s);
        return content_of_record(
            about, measured(record, sample_window(style.start_s, duration_s, record.rate_hz)),
            style.header_language);
    });
}

} // namespace ecgpress
