#include "pipeline/reference/catalogue.hpp"

#include "core/program/word_list.hpp"
#include "dataset/formats/list.hpp"
#include "page/layouts.hpp"
#include "pipeline/config/looks.hpp"
#include "pipeline/config/presets.hpp"
#include "render/artifacts/list.hpp"
#include "signal/sources/list.hpp"

namespace ecgpress {

namespace {

using Rows = std::vector<std::vector<std::string>>;

template <class List> Rows summaries_of(const List& list) {
    Rows rows;
    for (const auto& row : list) rows.push_back({row.name, row.summary});
    return rows;
}

Rows artifact_rows() {
    Rows rows;
    for (const Artifact& artifact : artifacts()) rows.push_back({artifact.name, artifact.meaning});
    return rows;
}

struct Kind {
    const char* name;
    Rows (*rows)();
};

constexpr Kind k_kinds[] = {
    {"looks", [] { return summaries_of(standard_looks()); }},
    {"presets", [] { return summaries_of(standard_presets()); }},
    {"artifacts", artifact_rows},
    {"layouts", [] { return summaries_of(standard_layouts()); }},
    {"formats", [] { return summaries_of(release_formats()); }},
    {"sources", [] { return summaries_of(source_kinds()); }},
};

} // namespace

const std::vector<std::string>& catalogue_kinds() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const Kind& kind : k_kinds) all.emplace_back(kind.name);
        return all;
    }();
    return names;
}

std::string catalogue_text(const std::string& kind) {
    for (const Kind& known : k_kinds)
        if (kind == known.name) return word_list(known.rows());
    return "";
}

} // namespace ecgpress
