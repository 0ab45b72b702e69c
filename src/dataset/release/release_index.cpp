#include "dataset/release/release_index.hpp"

#include <map>
#include <optional>
#include <utility>

#include "codec/zstd.hpp"
#include "core/file.hpp"
#include "dataset/release/csv_cells.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/streamed_text.hpp"
#include "dataset/release/table_rows.hpp"

namespace ecgpress {

namespace {

/// Adds a page to the counts of its split.
ItemCounts counts_of(const std::vector<LeadRow>& leads, const PageSelection& selection) {
    ItemCounts counts;
    counts.pages = 1;
    counts.digitization = selection.digitization ? 1 : 0;
    counts.detection = selection.detection ? 1 : 0;
    for (std::size_t i = 0; i < leads.size(); ++i) {
        const OverlapSet overlap = overlap_set(selection, leads[i], i);
        counts.segmentation += in_segmentation(selection, leads[i], i) ? 1 : 0;
        counts.with_overlap += overlap == OverlapSet::with_overlap ? 1 : 0;
        counts.without_overlap += overlap == OverlapSet::without_overlap ? 1 : 0;
    }
    return counts;
}

/// Datasets that a page is in.
DatasetSet datasets_of(const ItemCounts& counts) {
    DatasetSet datasets;
    if (counts.digitization > 0) datasets.add(Dataset::digitization);
    if (counts.detection > 0) datasets.add(Dataset::detection);
    if (counts.segmentation > 0) datasets.add(Dataset::segmentation);
    if (counts.with_overlap + counts.without_overlap > 0) datasets.add(Dataset::overlap);
    return datasets;
}

} // namespace

struct ReleaseIndex::State {
    State(const fs::path& release, const ReleaseSettings& settings)
        : folder(release), labels(settings.labels), manifest(release, "manifest.csv"),
          leads(release, "leads.csv") {
        manifest.append(csv_head(cells_of(manifest_columns())));
        leads.append(csv_head(cells_of(leads_columns())));
        if (settings.truth.words)
            words.emplace(release, k_words_file).append(csv_head(cells_of(words_columns())));
        if (settings.truth.beats)
            beats.emplace(release, k_beats_file).append(csv_head(cells_of(beats_columns())));
    }

    fs::path folder;
    LabelSettings labels;
    StreamedText manifest, leads;
    std::optional<StreamedText> words, beats;
    std::map<std::string, StreamedText> tables; ///< By path; created with the first line.
    ReleaseTally tally;
};

ReleaseIndex::ReleaseIndex(const fs::path& folder, const ReleaseSettings& settings) {
    make_folder(folder);
    state_ = std::make_unique<State>(folder, settings);
}

ReleaseIndex::~ReleaseIndex() = default;

void ReleaseIndex::add(const IndexedPage& page, const ReleaseWriter& writer) {
    State& state = *state_;
    const ItemCounts counts = counts_of(page.leads, page.selection);
    state.tally.add(page.row, counts);
    state.manifest.append(csv_line(manifest_columns(),
                                   manifest_row(page.row, page.leads.size(), datasets_of(counts))));
    for (std::size_t i = 0; i < page.leads.size(); ++i)
        state.leads.append(
            csv_line(leads_columns(), leads_row(page.row, page.leads[i], page.selection, i)));
    if (state.words && page.words != nullptr)
        for (const WordRow& word : *page.words)
            state.words->append(csv_line(words_columns(), words_row(page.row, word)));
    if (state.beats && page.beats != nullptr)
        for (const BeatRow& beat : *page.beats)
            state.beats->append(csv_line(beats_columns(), beats_row(page.row, beat)));
    for (const TableLine& line : writer.table_lines(page)) {
        auto table = state.tables.find(line.table);
        if (table == state.tables.end()) {
            make_folder_below(state.folder, line.table.substr(0, line.table.rfind('/') + 1));
            table = state.tables.try_emplace(line.table, state.folder, line.table).first;
        }
        table->second.append(table_text(page, line, state.labels));
    }
}

std::vector<WrittenFile> ReleaseIndex::finish() {
    State& state = *state_;
    std::vector<WrittenFile> files{state.manifest.finish(), state.leads.finish()};
    files.push_back({"manifest.csv.zst", compress_file(state.folder / "manifest.csv",
                                                       state.folder / "manifest.csv.zst")});
    for (auto* table : {&state.words, &state.beats})
        if (*table) files.push_back((*table)->finish());
    for (auto& [path, table] : state.tables) files.push_back(table.finish());
    return files;
}

const ReleaseTally& ReleaseIndex::tally() const {
    return state_->tally;
}

} // namespace ecgpress
