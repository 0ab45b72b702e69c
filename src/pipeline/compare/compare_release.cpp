#include "pipeline/compare/compare_release.hpp"

#include <utility>

#include "codec/json.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/csv_cells.hpp"
#include "dataset/release/openable_files.hpp"
#include "pipeline/compare/card_rules.hpp"
#include "pipeline/compare/coco_files.hpp"
#include "pipeline/compare/folder_files.hpp"
#include "pipeline/compare/hdf5_files.hpp"
#include "pipeline/compare/index_rules.hpp"
#include "pipeline/compare/nnunet_files.hpp"
#include "pipeline/compare/plan_rules.hpp"
#include "pipeline/compare/planned_pages.hpp"
#include "pipeline/compare/text_files.hpp"
#include "pipeline/compare/webdataset_files.hpp"
#include "pipeline/compare/wfdb_files.hpp"
#include "pipeline/compare/yolo_files.hpp"
#include "pipeline/rules/page_frame_rules.hpp"
#include "pipeline/rules/row_rules.hpp"

namespace ecgpress {

namespace {

/// The comparison of each format's files. Other formats have none.
struct FormatRow {
    const char* format;
    FormatCheck (*make)(ComparedRelease& release);
};
constexpr FormatRow k_formats[] = {
    {"folder", folder_check},
    {"yolo-seg", yolo_check},
    {"yolo-pose", yolo_check},
    {"yolo-obb", yolo_check},
    {"coco", coco_check},
    {"nnunet", nnunet_check},
    {"coco-text", text_check},
    {"presidio", text_check},
    {"wfdb", wfdb_check},
    {"hdf5", hdf5_check},
    {"webdataset", webdataset_check},
};

FormatCheck check_of(ComparedRelease& release) {
    for (const FormatRow& row : k_formats)
        if (release.stated.format == row.format) return row.make(release);
    return {[](const PageRows&, bool) {}};
}

/// What the files of a format alone cannot show.
struct UnknownRow {
    const char* format; ///< nullptr: every format
    const char* what;
};
constexpr UnknownRow k_unknown[] = {
    {nullptr,
     "source_fingerprint and typeface_sha256 in logs.json, and settings that only decide how "
     "pages are drawn: no other file of a release repeats them"},
    {"yolo-seg",
     "whether outlines are those of the ink: the format has neither masks nor positions"},
    {"yolo-pose",
     "key points of traces and baselines on pages with artifacts, except that they are "
     "possible: the format does not have their warp"},
    {"yolo-obb",
     "oriented boxes on pages with artifacts, except that they are possible rectangles: "
     "the format does not have their warp"},
    {"coco",
     "masks, except that they are in their crops, and key points of traces and baselines on "
     "pages with artifacts: the format has neither crops nor warps"},
    {"nnunet", "pixels of images and label maps, except that traces are dark and in their crops: "
               "manifest.csv has the checksum of the JPEG image, which the format does not have"},
    {"wfdb",
     "signals of pages with artifacts, except by the checksums of their headers: boxes of such "
     "pages do not follow from the signals"},
};

/// Formats in which crops, masks, signals and positions confirm the columns of leads.csv.
bool has_items(const std::string& format) {
    return format == "folder" || format == "webdataset" || format == "hdf5";
}

std::vector<std::string> unknown_of(const StatedRelease& stated) {
    std::vector<std::string> unknown;
    for (const UnknownRow& row : k_unknown)
        if (row.format == nullptr || stated.format == row.format) unknown.emplace_back(row.what);
    if (!has_items(stated.format))
        unknown.emplace_back(
            "visible boxes, visible_fraction, ink counts and checksums of crops in "
            "leads.csv: the format does not have what they describe");
    if (stated.format == "folder" && !stated.settings.trace_truth)
        unknown.emplace_back(
            "signals that are in one dataset only: the release has no trace truth");
    return unknown;
}

/// What cannot be compared on one page keeps no other page from being compared.
void visit(const FormatCheck& check, const PageRows& rows, bool is_mine, const Report& report) {
    const auto problem = [&](const char* what) {
        if (is_mine) report(concat("page ", rows.page.index), concat("cannot be compared. ", what));
    };
    try {
        check.page(rows, is_mine);
    } catch (const DataError& error) {
        problem(error.what());
    } catch (const JsonError& error) {
        problem(error.what());
    }
}

/// The text of a table, written again from its rows: other line ends or spellings of numbers are
/// not what readers expect.
template <class Row> class TableText {
  public:
    explicit TableText(const std::vector<Column<Row>>& columns) : columns_(columns) {
        digest_.update(csv_head(cells_of(columns)));
    }
    void add(const Row& row) { digest_.update(csv_line(columns_, row)); }
    void compare(const fs::path& release, const char* table, const Report& report) {
        InputFile file = InputFile::below(release, table);
        if (digest_.finish() != sha256_of(file))
            report(table, "is not the text that its rows have in a release");
    }

  private:
    const std::vector<Column<Row>>& columns_;
    Sha256 digest_;
};

CompareResult compared(const fs::path& folder, const CompareShare& share, const Report& report) {
    CompareResult result;
    ComparedRelease release(folder, read_stated_release(OpenableFiles(folder).text("logs.json")),
                            report, share.is_first, share.read);
    result.not_checked = unknown_of(release.stated);
    for (std::string& what : share.choice.not_checked("the files"))
        result.not_checked.push_back(std::move(what));
    result.chosen = share.choice.chosen;
    const FormatCheck check = check_of(release);
    IndexRules index(release);
    PlanRules plan(release);
    RecordRules records;
    const auto planned =
        planned_pages(release.stated.summary.config, release.stated.summary.version);
    if (!planned)
        result.not_checked.emplace_back("whether pages are those that the configuration gives: "
                                        "another version of the program made the release");
    TableText<ManifestRow> pages_text(manifest_columns());
    TableText<LeadsRow> leads_text(leads_columns());
    TableText<WordsRow> words_text(words_columns());
    TableText<BeatsRow> beats_text(beats_columns());
    const TruthSettings& truth = release.stated.settings.truth;
    PageRowsReader reader(folder, truth);
    std::uint64_t place = 0;
    for (PageRows rows; reader.next(rows); ++place) {
        const bool is_mine = share.choice.has(place) && share.is_mine(rows.page.index);
        if (share.is_first) {
            check_rows(rows, release.stated, report);
            records.add(rows.page, report);
            check_difficulty(rows, report);
            pages_text.add(rows.page);
            for (const LeadsRow& lead : rows.leads) leads_text.add(lead);
            for (const WordsRow& word : rows.words) words_text.add(word);
            for (const BeatsRow& beat : rows.beats) beats_text.add(beat);
            plan.add(rows);
            index.add(rows);
        }
        if (is_mine && planned)
            for (const std::string& problem : planned->compare(rows))
                report(k_pages_table, concat("page ", rows.page.index, ": ", problem));
        visit(check, rows, is_mine, report);
        share.forget();
        result.compared += is_mine ? 1 : 0;
    }
    if (share.is_first) {
        reader.report_strays(report);
        check.finish();
        plan.finish();
        index.finish();
        pages_text.compare(folder, k_pages_table, report);
        leads_text.compare(folder, k_leads_table, report);
        if (truth.words) words_text.compare(folder, k_words_table, report);
        if (truth.beats) beats_text.compare(folder, k_beats_table, report);
        check_cards(release, index.tally());
        release.compare_list();
        share.forget();
    }
    return result;
}

} // namespace

std::uint64_t count_pages(const fs::path& release) {
    TableReader<ManifestRow> table(release, {"index"});
    std::uint64_t pages = 0;
    for (ManifestRow row; table.next(row);) ++pages;
    return pages;
}

CompareResult compare_release(const fs::path& folder, const CompareShare& share,
                              const Report& report) {
    try {
        return compared(folder, share, report);
    } catch (const JsonError& error) { // a value of the configuration has another type
        throw DataError(concat("logs.json is not the log of a release: ", error.what()));
    } catch (const ConfigError& error) { // a format that does not exist
        throw DataError(concat("logs.json is not the log of a release: ", error.what()));
    }
}

} // namespace ecgpress
