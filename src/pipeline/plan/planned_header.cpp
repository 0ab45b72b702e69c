#include "pipeline/plan/planned_header.hpp"

#include "core/random.hpp"

namespace ecgpress {

bool header_states_record(const Config& config, const PagePlan& plan) {
    return plan.design.style.header == HeaderForm::full &&
           config.header.source == HeaderSource::record;
}

TextColumns planned_header(const Config& config, const PagePlan& plan,
                           const std::function<HeaderContent()>& of_record) {
    const HeaderForm form = plan.design.style.header;
    if (form == HeaderForm::none) return {};
    HeaderContent content; // a brief header states nothing about the record
    if (header_states_record(config, plan)) {
        content = of_record();
    } else if (form == HeaderForm::full) {
        Rng invented(config.seed, plan.sheet, "header.content");
        content = invented_content(invented, plan.design.style.header_language);
    }
    content.language = plan.design.style.header_language;
    Rng identity(config.seed, plan.sheet, "header");
    return header_text(form, content, identity);
}

} // namespace ecgpress
