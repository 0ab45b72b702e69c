#include "pipeline/compare/planned_pages.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "core/version.hpp"
#include "page/frame.hpp"
#include "page/page_size.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/plan/plan.hpp"
#include "pipeline/plan/plan_json.hpp"
#include "pipeline/plan/planned_header.hpp"
#include "pipeline/rules/json_difference.hpp"
#include "pipeline/rules/plan_text_rules.hpp"
#include "pipeline/rules/report.hpp"
#include "signal/record.hpp"

namespace ecgpress {

namespace {

/// One record for each split, with every class that `count_by` may draw: folds 1, 9 and 10 are
/// train, val and test.
std::vector<RecordInfo> any_catalogue(const Config& config) {
    std::vector<std::string> classes;
    for (const PageGroup& group : config.pages)
        for (const ClassShare& share : group.count_by) classes.push_back(share.name);
    std::vector<RecordInfo> catalogue;
    for (const int fold : {1, 9, 10}) {
        RecordInfo record;
        record.name = record.patient = std::to_string(fold);
        record.fold = fold;
        record.classes = classes;
        catalogue.push_back(record);
    }
    return catalogue;
}

/// Takes over what only the source of the run decides, if the stored plan has a possible value.
void take_over(const Json& stored, PagePlan& plan) {
    if (plan.back && stored.contains("back") && stored["back"].is_unsigned())
        plan.back = stored["back"].get<std::size_t>();
    const Json style = stored.value("style", Json());
    if (!plan.overlap || !style.is_object() || !style.contains("row_height_mm") ||
        !style["row_height_mm"].is_number())
        return;
    const auto row_height_mm = style["row_height_mm"].get<double>();
    const auto& range = plan.overlap->row_height_mm;
    if (row_height_mm >= range.low && row_height_mm <= range.high)
        plan.design.style.row_height_mm = row_height_mm;
}

/// The lines of a column of a stored header. A plan does not state their roles.
std::vector<TextLine> lines_of(const Json& column) {
    std::vector<TextLine> lines;
    if (!column.is_array()) return lines;
    for (const Json& line : column)
        lines.emplace_back(line.is_string() ? line.get<std::string>() : "", TextRole::statement);
    return lines;
}

/// The header as far as the configuration and the row give it. Measurements and statements of a
/// record are in the columns after the first. They are taken over, because a release without its
/// source does not give them.
TextColumns header_of(const Config& config, const PagePlan& plan, const PageRow& page,
                      const Json& stored) {
    HeaderContent known;
    known.age = page.age;
    known.sex = page.sex;
    auto header = planned_header(config, plan, [&] { return known; });
    const Json columns = stored.value("header", Json());
    if (header_states_record(config, plan) && columns.is_array())
        for (std::size_t i = 1; i < std::min(header.size(), columns.size()); ++i)
            header[i] = lines_of(columns[i]);
    return header;
}

/// Compares the rows of a page's leads with the frame that its design gives.
class FrameCheck {
  public:
    FrameCheck(const PagePlan& plan, const PageRows& rows)
        : plan_(plan), frame_(plan.design), rows_(rows) {}

    Problems run() {
        check_size();
        const auto panels = static_cast<std::size_t>(plan_.design.rows * plan_.design.columns);
        if (rows_.leads.size() != panels + plan_.design.rhythm.size()) return problems_;
        for (std::size_t i = 0; i < rows_.leads.size(); ++i) {
            const auto columns = static_cast<std::size_t>(plan_.design.columns);
            const bool is_strip = i >= panels;
            check_lead(rows_.leads[i],
                       static_cast<int>(is_strip ? panels / columns + i - panels : i / columns),
                       static_cast<int>(is_strip ? 0 : i % columns), is_strip);
        }
        return problems_;
    }

  private:
    void expect(const std::string& what, double found, double expected) {
        if (!is_close(found, expected, 1e-9 * (1 + std::abs(expected))))
            problems_.push_back(
                concat(what, " is ", shortest(found), ", its plan gives ", shortest(expected)));
    }

    void check_size() {
        const ManifestRow& page = rows_.page;
        if (page.preset != "clean") return; // an artifact may change it
        const RectMm paper = page_size(plan_.design);
        expect("width_px", page.width_px, std::round(paper.x1_mm * page.px_per_mm));
        if (!plan_.overlap) // otherwise its row height is not known
            expect("height_px", page.height_px, std::round(paper.y1_mm * page.px_per_mm));
    }

    void check_lead(const LeadsRow& lead, int row, int column, bool is_strip) {
        const PageStyle& style = plan_.design.style;
        const double px_per_mm = rows_.page.px_per_mm, rate_hz = rows_.page.rate_hz;
        const double start_s = is_strip ? style.start_s : frame_.column_start_s(column),
                     duration_s = is_strip ? style.duration_s : frame_.column_s();
        const auto name = [&](const char* what) { return concat(lead.name, ": ", what); };
        expect(name("px_per_mv"), lead.px_per_mv, frame_.gain_mm_per_mv(lead.lead) * px_per_mm);
        expect(name("line_width_px"), lead.line_width_px, style.trace_width_mm * px_per_mm);
        expect(name("start_s"), lead.start_s, start_s);
        if (!plan_.overlap)
            expect(name("baseline_y_px"), lead.baseline_y_px,
                   frame_.baseline_mm(row) * px_per_mm - 0.5);
        if (!(rate_hz > 0 && rate_hz <= 1e6)) return;
        const SampleWindow window = sample_window(start_s, duration_s, rate_hz);
        expect(name("first_sample"), lead.first_sample, static_cast<double>(window.first));
        expect(name("sample_count"), lead.sample_count, static_cast<double>(window.count));
        const double late_s = static_cast<double>(window.first) / rate_hz - start_s;
        expect(name("first_x_px"), lead.first_x_px,
               (frame_.column_x0_mm(column) + late_s * style.paper_speed_mm_per_s) * px_per_mm -
                   0.5);
    }

    const PagePlan& plan_;
    Frame frame_;
    const PageRows& rows_;
    Problems problems_;
};

} // namespace

PlannedPages::PlannedPages(const std::string& config)
    : config_(std::make_unique<Config>(config_without_paths(config))),
      plan_(std::make_unique<Plan>(*config_, any_catalogue(*config_))) {}

PlannedPages::~PlannedPages() = default;
PlannedPages::PlannedPages(PlannedPages&&) noexcept = default;
PlannedPages& PlannedPages::operator=(PlannedPages&&) noexcept = default;

Problems PlannedPages::compare(const PageRow& page, const std::string& stored_json) const {
    if (page.index >= plan_->page_count())
        return {concat("plan: the run has only ", counted(plan_->page_count(), "page"))};
    PagePlan plan = plan_->page(page.index);
    const Json stored = Json::parse_or_null(stored_json);
    Problems problems;
    if (!stored.is_object()) return {"plan: is not a JSON object"};
    take_over(stored, plan);
    plan.design.header = header_of(*config_, plan, page, stored);
    const std::string expected = plan_json(plan, *config_);
    if (stored_json != expected)
        problems.push_back(concat("plan: differs from what the configuration gives: ",
                                  json_difference(stored, Json::parse(expected))));
    const RectMm paper = page_size(plan.design);
    constexpr double k_rounding_mm = 1e-9;
    if (!is_close(page.page_width_mm, paper.x1_mm, k_rounding_mm) ||
        !is_close(page.page_height_mm, paper.y1_mm, k_rounding_mm))
        problems.push_back(concat("its paper is ", shortest(page.page_width_mm), " x ",
                                  shortest(page.page_height_mm), " mm, that of its plan ",
                                  shortest(paper.x1_mm), " x ", shortest(paper.y1_mm), " mm"));
    return problems;
}

Problems PlannedPages::compare(const PageRows& rows) const {
    if (rows.page.index >= plan_->page_count())
        return {concat("the run has only ", counted(plan_->page_count(), "page"))};
    const PagePlan plan = plan_->page(rows.page.index);
    Problems problems = check_plan(Json::parse(plan_json(plan, *config_)), rows);
    for (std::string& problem : FrameCheck(plan, rows).run())
        problems.push_back(std::move(problem));
    return problems;
}

std::optional<PlannedPages> planned_pages(const std::string& config, const std::string& version) {
    if (version != k_version) return std::nullopt;
    try {
        return PlannedPages(config);
    } catch (const ConfigError&) {
        return std::nullopt;
    }
}

} // namespace ecgpress
