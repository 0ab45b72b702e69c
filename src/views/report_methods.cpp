#include "views/report_methods.hpp"

#include <algorithm>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "views/html.hpp"

namespace ecgpress {

namespace {

std::uint64_t all_splits(const std::array<std::uint64_t, k_split_count>& counts) {
    return counts[0] + counts[1] + counts[2];
}

/// "3x4 (120), 6x2 (30)", the most frequent first.
std::string shares_of(const CountsBySplit& counts) {
    std::vector<std::pair<std::string, std::uint64_t>> kinds;
    for (const auto& [name, splits] : counts)
        kinds.emplace_back(name.empty() ? "unknown" : name, all_splits(splits));
    std::stable_sort(kinds.begin(), kinds.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    std::vector<std::string> texts;
    texts.reserve(kinds.size());
    for (const auto& [name, count] : kinds) texts.push_back(concat(name, " (", count, ")"));
    return join(texts, ", ");
}

/// "mean 60.1, median 62, 18 to 89 years"
std::string spread_of(const Distribution& values, int decimals, const char* unit) {
    return concat("mean ", fixed(values.mean(), decimals), ", median ",
                  fixed(values.quantile(0.5), decimals), ", ", fixed(values.least(), decimals),
                  " to ", fixed(values.most(), decimals), " ", unit);
}

std::string recordings_text(const ReleaseFacts& facts, const ReportTables& tables,
                            const ReportPages& pages) {
    std::string text =
        concat("The pages show ", counted(tables.pages_of_record.size(), "recording"), " of ",
               counted(tables.patients.size(), "patient"), " from the source ", facts.source_kind,
               " (", spread_of(tables.pages_a_record(), 1, "pages per recording"), "). ");
    if (!tables.by_sex.empty()) text += concat("Pages by sex: ", shares_of(tables.by_sex), ". ");
    if (tables.age_years.count() > 0)
        text += concat("Age is known for ", counted(tables.age_years.count(), "page"), " (",
                       spread_of(tables.age_years, 1, "years"), "). ");
    if (pages.heart_rate_bpm.count() > 0)
        text +=
            concat("The heart rate was measured on ", counted(pages.heart_rate_bpm.count(), "page"),
                   " (", spread_of(pages.heart_rate_bpm, 0, "beats/min"), "). ");
    if (!tables.by_class.empty())
        text += concat("Pages by diagnostic class, of which a page can have several: ",
                       shares_of(tables.by_class), ". ");
    return text + "Splits are by patient.";
}

std::string pages_text(const ReleaseFacts& facts, const ReportTables& tables) {
    std::array<std::uint64_t, k_split_count> splits{};
    for (std::size_t i = 0; i < k_split_count; ++i)
        if (const auto found = tables.by_split.find(name_of(static_cast<Split>(i)));
            found != tables.by_split.end())
            splits[i] = all_splits(found->second);
    std::string text =
        concat("The dataset contains ", counted(tables.pages, "page image"), " (", splits[0],
               " for training, ", splits[1], " for validation, ", splits[2],
               " for testing), rendered with ecgpress ", facts.version,
               ". Layouts: ", shares_of(tables.by_layout), ". Looks: ", shares_of(tables.by_look),
               ". Artifacts: ", shares_of(tables.by_preset), ".");
    if (facts.has_digest)
        text += concat(" The SHA-256 Merkle root of all files is ", facts.files_root, ".");
    return text;
}

std::string labels_text(const ReleaseFacts& facts, const ReportTables& tables) {
    std::vector<std::string> items;
    for (const auto& [name, counts] : facts.items)
        if (name != "pages" && all_splits(counts) > 0)
            items.push_back(concat(name, " (", all_splits(counts), ")"));
    std::string text =
        concat("Labels are computed from the geometry of the drawing, not from "
               "pixels. They cover ",
               counted(tables.boxes, "trace"), ". Items by dataset: ", join(items, ", "), ".");
    if (tables.crops > 0)
        text += concat(" ", tables.crops_with_overlap, " of ", counted(tables.crops, "crop"),
                       " contain ink of another lead (overlap ratio: mean ",
                       fixed(tables.overlap_ratio.mean(), 3), ").");
    const Distribution& positions = tables.oracle_db.front();
    if (positions.count() > 0)
        text += concat(" Signals read back from the stored sample positions of ",
                       counted(positions.count(), "page"), " have a signal-to-noise ratio of ",
                       spread_of(positions, 1, "dB"), ".");
    return text;
}

} // namespace

ReportSection methods_section(const ReleaseFacts& facts, const ReportTables& tables,
                              const ReportPages& pages) {
    std::string text;
    for (const std::string& paragraph :
         {pages_text(facts, tables), recordings_text(facts, tables, pages),
          labels_text(facts, tables)})
        text += concat("<p>", escaped_html(paragraph), "</p>");
    return {"methods", "Text for a data paper",
            concat("<div class=\"panel methods\"><div id=\"methods-text\">", text, "</div></div>")};
}

} // namespace ecgpress
