#include "pipeline/config/page_design.hpp"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>

#include "core/random.hpp"
#include "core/strings.hpp"
#include "page/design_problems.hpp"
#include "page/layouts.hpp"
#include "page/settle.hpp"
#include "pipeline/keys/drawn_style.hpp"
#include "pipeline/keys/style_fields.hpp"

namespace ecgpress {

namespace {

std::string ends_text(const StyleSettings& settings, PageStyle style) {
    std::vector<std::string> ends;
    for (const ConfigField& field : fields_of(style))
        if (settings.draws.count(field.key) > 0)
            ends.push_back(concat(field.key, ' ', json_text(value_tree(field))));
    return ends.empty() ? "" : concat(", drawn with ", join(ends, ", "));
}

} // namespace

PageDesign make_design(const PageGroup& group, const Layout& layout, const std::vector<Lead>& leads,
                       const PageStyle& style) {
    PageDesign design;
    design.layout = layout.name;
    design.rows = layout.rows;
    design.columns = layout.columns;
    design.leads = leads;
    design.rhythm = layout.rhythm;
    design.rhythm.insert(design.rhythm.end(), group.rhythm.begin(), group.rhythm.end());
    design.style = style;
    return settled(std::move(design));
}

void add_row_offsets(PageDesign& design, std::uint64_t seed, std::uint64_t page) {
    const PageStyle& style = design.style;
    if (!(style.row_offset_mm > 0)) return;
    Rng rows(seed, page, "row offsets");
    const std::size_t count = static_cast<std::size_t>(design.rows) + design.rhythm.size();
    for (std::size_t row = 0; row < count; ++row)
        design.row_offsets_mm.push_back(style.row_offset_mm * rows.normal());
}

std::vector<std::string>
impossible_designs(const PageGroup& group, const std::vector<Layout>& layouts, std::uint64_t most) {
    struct Kind {
        std::string line;
        std::uint64_t others = 0; ///< combinations of look and layout with the same problem
    };
    std::map<std::string, Kind> kinds;
    const std::uint64_t pairs = group.looks.size() * group.layouts.size();
    const std::uint64_t most_extremes =
        std::max<std::uint64_t>(4, most / std::max<std::uint64_t>(1, pairs));
    const auto add = [&](const std::string& problem, const Layout& layout, const LookShare& look,
                         const PageStyle& style) {
        // One value can be wrong for many looks and layouts: the text before the first number tells
        // which value it is.
        Kind& kind = kinds[problem.substr(0, problem.find_first_of("0123456789"))];
        if (!kind.line.empty())
            ++kind.others;
        else
            kind.line = concat("pages.", group.name, " cannot be printed as ", layout.name,
                               ends_text(look.style, style), ": ", problem);
    };
    for (const LookShare& look : group.looks) {
        std::vector<const Layout*> possible; // without those that have a problem in this look
        for (const LayoutShare& share : group.layouts)
            possible.push_back(find_layout(layouts, share.layout));
        for_extremes(look.style, most_extremes, [&](const PageStyle& style) {
            const auto has_problems = [&](const Layout* layout) {
                const auto problems =
                    design_problems(make_design(group, *layout, layout->choices.front(), style));
                for (const std::string& problem : problems) add(problem, *layout, look, style);
                return !problems.empty(); // the others differ only in their numbers
            };
            possible.erase(std::remove_if(possible.begin(), possible.end(), has_problems),
                           possible.end());
            return !possible.empty();
        });
    }
    std::vector<std::string> lines;
    for (const auto& [text, kind] : kinds)
        lines.push_back(kind.others == 0 ? kind.line
                                         : concat(kind.line, " The same applies to ",
                                                  counted(kind.others, "other combination"),
                                                  " of look and layout."));
    return lines;
}

} // namespace ecgpress
