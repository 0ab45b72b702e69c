#include "page/layouts.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "page/layout.hpp"

namespace ecgpress {

namespace {

Layout one_choice(const char* name, int rows, int columns, std::vector<Lead> leads,
                  std::vector<Lead> rhythm, const char* summary) {
    return {name, rows, columns, {std::move(leads)}, std::move(rhythm), summary};
}

std::vector<Layout> make_table() {
    using L = Lead;
    const std::vector<Lead> by_four{L::I,   L::aVR, L::V1, L::V4, //
                                    L::II,  L::aVL, L::V2, L::V5, //
                                    L::III, L::aVF, L::V3, L::V6};
    const std::vector<Lead> by_two{L::I,   L::V1, L::II,  L::V2, L::III, L::V3, //
                                   L::aVR, L::V4, L::aVL, L::V5, L::aVF, L::V6};
    return {
        {"3x1",
         3,
         1,
         {{L::I, L::II, L::III},
          {L::aVR, L::aVL, L::aVF},
          {L::V1, L::V2, L::V3},
          {L::V4, L::V5, L::V6}},
         {},
         "three channels at full length; each page shows one of the four groups of three leads"},
        one_choice("3x4", 3, 4, by_four, {},
                   "the common 12-lead page: four columns of a quarter of the time each"),
        one_choice("3x4+1R", 3, 4, by_four, {L::II}, "3x4 with one rhythm strip: II"),
        one_choice("3x4+2R", 3, 4, by_four, {L::II, L::V1}, "3x4 with strips of II and V1"),
        one_choice("3x4+3R", 3, 4, by_four, {L::V1, L::II, L::V5},
                   "3x4 with strips of V1, II and V5"),
        one_choice("3x5", 3, 5,
                   {L::I, L::aVR, L::V1, L::V4, L::V1,  //
                    L::II, L::aVL, L::V2, L::V5, L::II, //
                    L::III, L::aVF, L::V3, L::V6, L::V5},
                   {}, "the strip of a three-channel recorder: 3x4, then V1, II and V5 again"),
        one_choice("6x2", 6, 2, by_two, {},
                   "limb leads left, chest leads right, half of the time each"),
        one_choice("6x2+1R", 6, 2, by_two, {L::II}, "6x2 with one rhythm strip: II"),
        one_choice("4x3", 4, 3,
                   {L::I, L::aVL, L::V3,  //
                    L::II, L::aVF, L::V4, //
                    L::III, L::V1, L::V5, //
                    L::aVR, L::V2, L::V6},
                   {}, "three columns of four leads, a third of the time each"),
        one_choice("4x2+4R", 4, 2, {L::I, L::aVL, L::II, L::aVF, L::III, L::V1, L::aVR, L::V2},
                   {L::V3, L::V4, L::V5, L::V6},
                   "eight leads of half the time in two columns, V3 to V6 at full length below"),
        {"6x1",
         6,
         1,
         {{L::I, L::II, L::III, L::aVR, L::aVL, L::aVF},
          {L::V1, L::V2, L::V3, L::V4, L::V5, L::V6}},
         {},
         "six channels at full length; each page shows the limb or the chest leads"},
        one_choice(
            "12x1", 12, 1,
            {L::I, L::II, L::III, L::aVR, L::aVL, L::aVF, L::V1, L::V2, L::V3, L::V4, L::V5, L::V6},
            {}, "every lead at full length"),
    };
}

} // namespace

const std::vector<Layout>& standard_layouts() {
    static const std::vector<Layout> table = make_table();
    return table;
}

const Layout* find_layout(const std::vector<Layout>& layouts, const std::string& name) {
    const auto found = std::find_if(layouts.begin(), layouts.end(),
                                    [&](const Layout& layout) { return layout.name == name; });
    return found == layouts.end() ? nullptr : &*found;
}

Layout make_layout(const std::string& name, const std::vector<std::vector<Lead>>& rows) {
    if (rows.empty() || rows.front().empty())
        throw ConfigError(
            concat("layout ", name,
                   " has no leads. Define rows of lead names, for example [[I, V1], [II, V2]]."));
    Layout layout;
    layout.name = name;
    layout.rows = static_cast<int>(rows.size());
    layout.columns = static_cast<int>(rows.front().size());
    layout.summary = "defined by the configuration";
    layout.choices.emplace_back();
    for (std::size_t row = 0; row < rows.size(); ++row) {
        if (rows[row].size() != rows.front().size())
            throw ConfigError(concat("layout ", name, ": row ", row + 1, " has ", rows[row].size(),
                                     " leads, but row 1 has ", rows.front().size(),
                                     ". All rows must have the same number of leads."));
        layout.choices[0].insert(layout.choices[0].end(), rows[row].begin(), rows[row].end());
    }
    return layout;
}

} // namespace ecgpress
