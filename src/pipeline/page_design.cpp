#include "pipeline/page_design.hpp"

#include <algorithm>
#include <cstdint>

#include "core/random.hpp"
#include "core/text.hpp"
#include "pipeline/config_fields.hpp"

namespace ecgpress {

namespace {

/// All corners of up to 12 ranges. Of more, so many seeded ones: what they miss shows as a page
/// that could not be made.
constexpr std::size_t k_most_ranges_crossed = 12;

std::uint64_t corner_count(const StyleSettings& style) {
    return std::uint64_t{1} << std::min(style.ranges.size(), k_most_ranges_crossed);
}

/// The style with every range at its low or its high end.
PageStyle corner(const StyleSettings& settings, std::uint64_t number) {
    PageStyle style = settings.base;
    const bool all = settings.ranges.size() <= k_most_ranges_crossed;
    Rng draw(0, number, "corner");
    for (const auto& [key, range] : settings.ranges) {
        const std::uint64_t high = all ? number & 1 : draw.below(2);
        style_number(style, key) = high != 0 ? range.high : range.low;
        number >>= 1;
    }
    return style;
}

std::string ends_text(const StyleSettings& settings, PageStyle style) {
    std::vector<std::string> ends;
    for (const auto& [key, range] : settings.ranges)
        if (range.low < range.high)
            ends.push_back(concat(key, ' ', shortest(style_number(style, key))));
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
    design.rhythm = group.rhythm;
    design.style = style;
    return design;
}

std::vector<std::string> impossible_designs(const PageGroup& group,
                                            const std::vector<Layout>& layouts) {
    std::vector<std::string> lines;
    for (const LayoutShare& share : group.layouts) {
        const Layout& layout = *find_layout(layouts, share.layout);
        for (std::uint64_t i = 0; i < corner_count(group.style); ++i) {
            const PageStyle style = corner(group.style, i);
            const auto problems =
                design_problems(make_design(group, layout, layout.choices.front(), style));
            for (const std::string& problem : problems)
                lines.push_back(concat("pages.", group.name, " cannot be printed as ", layout.name,
                                       ends_text(group.style, style), ": ", problem));
            if (!problems.empty()) break; // the other corners say the same with other figures
        }
    }
    return lines;
}

} // namespace ecgpress
