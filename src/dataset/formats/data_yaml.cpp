#include "dataset/formats/data_yaml.hpp"

#include "core/strings.hpp"

namespace ecgpress {

namespace {

bool is_in(const SplitFlags& flags, Split split) {
    return flags[static_cast<std::size_t>(split)];
}

} // namespace

Split split_with_pages(Split split, const SplitFlags& has_pages) {
    for (const Split other : {split, Split::train, Split::test})
        if (is_in(has_pages, other)) return other;
    return split;
}

std::string split_lines(const SplitFlags& has_pages, const std::string& before,
                        const std::string& after) {
    const auto line = [&](Split split, Split pages_of) {
        return concat(name_of(split), ": ", before, name_of(pages_of), after, "\n");
    };
    const Split val = split_with_pages(Split::val, has_pages);
    std::string text = line(Split::train, Split::train);
    if (val != Split::val)
        text += concat("# No page is in val. Trainers require one and validate on the pages of ",
                       name_of(val), ".\n");
    text += line(Split::val, val);
    if (is_in(has_pages, Split::test)) text += line(Split::test, Split::test);
    return text;
}

} // namespace ecgpress
