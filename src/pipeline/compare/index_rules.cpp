#include "pipeline/compare/index_rules.hpp"

#include "codec/json.hpp"
#include "codec/zstd.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/release_log.hpp"
#include "dataset/release/release_paths.hpp"
#include "pipeline/rules/json_difference.hpp"

namespace ecgpress {

namespace {

ItemCounts counts_of(const PageRows& rows) {
    const PageSelection selection = rows.selection();
    ItemCounts counts;
    counts.pages = 1;
    counts.digitization = selection.digitization ? 1 : 0;
    counts.detection = selection.detection ? 1 : 0;
    for (std::size_t i = 0; i < rows.leads.size(); ++i) {
        counts.segmentation += selection.segmentation[i] ? 1 : 0;
        counts.with_overlap += selection.overlap[i] == OverlapSet::with_overlap ? 1 : 0;
        counts.without_overlap += selection.overlap[i] == OverlapSet::without_overlap ? 1 : 0;
    }
    return counts;
}

} // namespace

IndexRules::IndexRules(ComparedRelease& release)
    : release_(release), writer_(find_release_format(release.stated.format)
                                     .open(release.folder(), release.stated.settings)) {
    for (const char* path : k_every_release) release_.require(path);
    for (const std::string& path : truth_tables(release.stated.settings.truth))
        release_.require(path);
}

void IndexRules::add(const PageRows& rows) {
    tally_.add(rows.page, counts_of(rows));
    const PageRow stored = release_.stored_row(rows);
    const std::vector<LeadRow> leads = rows.lead_rows();
    const PageSelection selection = rows.selection();
    const IndexedPage page{stored, leads, selection, 0, {}};
    for (const TableLine& line : writer_->table_lines(page))
        compare_table(rows, line.table, table_text(page, line, release_.stated.settings.labels));
}

void IndexRules::compare_table(const PageRows& rows, const std::string& path,
                               std::string expected) {
    const auto [at, is_new] = tables_.try_emplace(path);
    Table& table = at->second;
    if (is_new) {
        release_.require(path);
        table.lines = release_.lines(path);
    }
    if (!table.lines || table.differs) return;
    const auto next = table.lines->next();
    const bool read = next.has_value();
    const std::string line(next.value_or(""));
    expected.pop_back(); // the line feed
    if (read && line == expected) return;
    const Json found = Json::parse_or_null(line);
    if (read && with_csv_texts(found) == with_csv_texts(Json::parse(expected))) return;
    table.differs = true;
    release_.report(path,
                    concat("line ", table.lines->number(), " differs from the tables' page ",
                           rows.page.name, ": ",
                           !found.is_object() ? "it is not a JSON object"
                                              : json_difference(found, Json::parse(expected))));
}

void IndexRules::finish() {
    for (auto& [path, table] : tables_)
        if (table.lines && !table.differs && table.lines->next())
            release_.report(path, "has more lines than the tables have pages or crops for it");
    compare_log();
    compare_compressed();
}

void IndexRules::compare_log() {
    const auto text = release_.read("logs.json");
    if (!text) return;
    const std::string expected = logs_json(release_.stated.format, release_.stated.summary, tally_);
    if (*text == expected) return;
    release_.report("logs.json",
                    concat("differs from the tables: ",
                           json_difference(Json::parse_or_null(*text), Json::parse(expected))));
}

void IndexRules::compare_compressed() {
    constexpr const char *k_packed = "manifest.csv.zst", *k_plain = "manifest.csv";
    if (release_.place(k_packed).empty() || release_.place(k_plain).empty()) return;
    const std::string problem =
        compare_compressed_file(InputFile::below(release_.folder(), k_packed),
                                InputFile::below(release_.folder(), k_plain));
    if (!problem.empty()) release_.report("manifest.csv.zst", problem);
}

} // namespace ecgpress
