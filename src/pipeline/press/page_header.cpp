#include "pipeline/press/page_header.hpp"

#include <algorithm>

#include "core/random.hpp"
#include "page/header_text.hpp"
#include "signal/measures.hpp"

namespace ecgpress {

namespace {

/// ECG machines measure 10 s, even if the page shows less.
constexpr double k_measured_s = 10;

HeaderContent content_of(const Config& config, const PagePlan& plan, const AboutRecord& about,
                         const Record& record) {
    const PageStyle& style = plan.design.style;
    if (style.header != HeaderForm::full) return {}; // the others state nothing about the record
    Rng invented(config.seed, plan.sheet, "header.content");
    if (config.header.source == HeaderSource::invented) return invented_content(invented);
    const double duration_s = std::max(k_measured_s, style.duration_s);
    return content_of_record(
        about, measured(record, sample_window(style.start_s, duration_s, record.rate_hz)));
}

} // namespace

std::vector<std::vector<std::string>> page_header(const Config& config, const PagePlan& plan,
                                                  const AboutRecord& about, const Record& record) {
    const HeaderForm form = plan.design.style.header;
    if (form == HeaderForm::none) return {};
    Rng identity(config.seed, plan.sheet, "header");
    return header_text(form, content_of(config, plan, about, record), identity);
}

} // namespace ecgpress
