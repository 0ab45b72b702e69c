#include "pipeline/rules/plan_text_rules.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "pipeline/rules/report.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

namespace {

class PlanCheck {
  public:
    PlanCheck(const Json& plan, const PageRows& rows) : plan_(plan), rows_(rows) {}

    Problems run() {
        const ManifestRow& page = rows_.page;
        expect("index", page.index);
        expect("group", page.group);
        expect("sheet", page.sheet);
        expect("split", name_of(page.split));
        expect("layout", page.layout);
        expect("rows", page.rows);
        expect("columns", page.columns);
        expect("look", page.look);
        expect("preset", page.preset);
        check_leads();
        check_class();
        check_style();
        return problems_;
    }

  private:
    void expect(const char* key, const Json& expected) {
        const Json found = plan_.value(key, Json());
        if (found != expected)
            problems_.push_back(
                concat("its plan has ", key, " ", found.dump(), ", the tables ", expected.dump()));
    }

    void check_leads() {
        Json panels = Json::array(), strips = Json::array();
        for (const LeadsRow& lead : rows_.leads)
            (lead.rhythm ? strips : panels).push_back(name_of(lead.lead));
        expect("leads", panels);
        expect("rhythm", strips);
    }

    /// The class that `count_by` has drawn is one of the record's.
    void check_class() {
        if (!plan_.contains("class")) return;
        const std::vector<std::string> classes = classes_of(rows_.page);
        const std::string drawn = plan_.value("class", "");
        if (std::find(classes.begin(), classes.end(), drawn) == classes.end())
            problems_.push_back(concat("its plan has class ", drawn,
                                       ", which the record in the tables does not have"));
    }

    void check_style() {
        const Json style = plan_.value("style", Json::object());
        const ManifestRow& page = rows_.page;
        expect_number(style, "dpi", page.dpi);
        expect_number(style, "paper_speed_mm_per_s", page.paper_speed_mm_per_s);
        expect_number(style, "gain_mm_per_mv", page.gain_mm_per_mv);
        if (rows_.leads.empty()) return;
        const LeadsRow& first = rows_.leads.front();
        expect_number(style, "start_s", first.start_s);
        expect_number(style, "trace_width_mm", first.line_width_px / page.px_per_mm);
        const Json mask = plan_.value("mask", Json::object());
        expect_number(mask, "columns_per_px", first.mask_columns_per_px);
    }

    void expect_number(const Json& block, const char* key, double expected) {
        const Json found = block.is_object() && block.contains(key) ? Json(block[key]) : Json();
        if (!found.is_number() ||
            !is_close(found.get<double>(), expected, 1e-9 * (1 + std::abs(expected))))
            problems_.push_back(concat("its plan has ", key, " ", found.dump(), ", the tables ",
                                       shortest(expected)));
    }

    const Json& plan_;
    const PageRows& rows_;
    Problems problems_;
};

} // namespace

Problems check_plan(const Json& plan, const PageRows& rows) {
    if (!plan.is_object()) return {"its plan is not a JSON object"};
    return PlanCheck(plan, rows).run();
}

} // namespace ecgpress
