#include "dataset/release/release_index.hpp"

#include <cmath>
#include <map>
#include <string_view>
#include <utility>

#include "codec/crc32.hpp"
#include "codec/zstd.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/text_file.hpp"
#include "dataset/shard/stored_images.hpp"

namespace ecgpress {

namespace {

std::string head_of(const std::vector<TableColumn>& columns) {
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const TableColumn& column : columns) names.emplace_back(column.name);
    return join(names, ",") + "\n";
}

/// One row of a table, quoted as RFC 4180 wants it.
class CsvLine {
  public:
    CsvLine& add(std::string_view text) {
        begin_field();
        const bool quoted = text.find_first_of(",\"\r\n") != std::string_view::npos;
        if (quoted) line_ += '"';
        for (const char letter : text) {
            if (letter == '"') line_ += '"';
            // Readers that go line by line must not stumble over a record's name, nor a terminal.
            const auto byte = static_cast<unsigned char>(letter);
            line_ += byte < 0x20 || byte == 0x7f ? ' ' : letter;
        }
        if (quoted) line_ += '"';
        return *this;
    }
    CsvLine& add(double value) { return add(std::string_view(shortest(value))); }
    CsvLine& count(std::uint64_t value) { return add(std::string_view(std::to_string(value))); }
    CsvLine& add(const RectPx& box) {
        const RectPx shown = box.empty() ? RectPx{} : box;
        return add(shown.x0_px).add(shown.y0_px).add(shown.x1_px).add(shown.y1_px);
    }
    CsvLine& add(const PixelRect& rect) {
        const PixelRect shown = rect.empty() ? PixelRect{} : rect;
        for (const int value : {shown.x, shown.y, shown.width, shown.height})
            add(std::string_view(std::to_string(value)));
        return *this;
    }
    std::string finish() { return std::move(line_) + "\n"; }

  private:
    void begin_field() {
        if (!std::exchange(first_, false)) line_ += ',';
    }

    std::string line_;
    bool first_ = true;
};

/// Whether a lead's crop is really written: a lead without ink on the page has none.
bool in_segmentation(const PageSelection& selection, const LeadRow& lead, std::size_t i) {
    return selection.segmentation[i] && !lead.crop_px.empty();
}

OverlapSet overlap_set(const PageSelection& selection, const LeadRow& lead, std::size_t i) {
    return lead.crop_px.empty() ? OverlapSet::none : selection.overlap[i];
}

/// What a page adds to the counts of its split.
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

std::string datasets_of(const ItemCounts& counts) {
    std::vector<std::string> names;
    if (counts.digitization > 0) names.push_back(name_of(Dataset::digitization));
    if (counts.detection > 0) names.push_back(name_of(Dataset::detection));
    if (counts.segmentation > 0) names.push_back(name_of(Dataset::segmentation));
    if (counts.with_overlap + counts.without_overlap > 0)
        names.push_back(name_of(Dataset::overlap));
    return join(names, ";");
}

std::string manifest_row(const PageRow& page, std::size_t lead_count, const ItemCounts& counts) {
    CsvLine line;
    line.count(page.index).add(page_name(page)).add(page.record).add(page.patient);
    line.add(name_of(page.split)).add(page.group).add(page.layout);
    for (const int value : {page.rows, page.columns, page.width_px, page.height_px})
        line.add(std::to_string(value));
    for (const double value :
         {page.dpi, page.px_per_mm, page.paper_speed_mm_per_s, page.gain_mm_per_mv, page.rate_hz})
        line.add(value);
    line.count(lead_count).count(page.gap_samples).add(datasets_of(counts)).count(page.seed);
    for (const double value : page.oracle.db)
        line.add(std::isnan(value) ? std::string() : fixed(value, 2));
    line.add(page.preset).add(page.look).count(page.sheet).add(page.age).add(page.sex);
    for (const PageImage& image : k_page_images) line.add(crc32_text(page.*image.crc32));
    return line.finish();
}

std::string datasets_of(const LeadRow& lead, const PageSelection& selection, std::size_t i) {
    std::vector<std::string> names;
    const OverlapSet overlap = overlap_set(selection, lead, i);
    if (selection.digitization) names.push_back(name_of(Dataset::digitization));
    if (in_segmentation(selection, lead, i)) names.push_back(crop_set_name(OverlapSet::none));
    if (overlap != OverlapSet::none) names.push_back(crop_set_name(overlap));
    return join(names, ";");
}

std::string lead_row(const PageRow& page, const LeadRow& lead, const std::string& datasets) {
    CsvLine line;
    line.count(page.index).add(lead_name(page, lead)).add(name_of(lead.lead));
    line.add(std::to_string(lead.number)).add(lead.rhythm ? "1" : "0");
    line.add(lead.inverted ? "1" : "0").add(name_of(page.split));
    line.add(page.record).add(lead.start_s).count(lead.first_sample).count(lead.sample_count);
    for (const double value : {lead.first_x_px, lead.baseline_y_px, lead.px_per_s, lead.px_per_mv,
                               lead.line_width_px, lead.mask_line_width_px})
        line.add(value);
    line.add(std::to_string(lead.mask_columns_per_px));
    line.add(lead.box_px).add(lead.visible_box_px).add(lead.name_box_px).add(lead.crop_px);
    line.add(lead.visible_fraction);
    line.count(lead.target_ink_px).count(lead.other_ink_px).add(lead.overlap_ratio());
    line.add(datasets);
    for (const LeadImage& image : k_lead_images) line.add(crc32_text(lead.*image.crc32));
    return line.finish();
}

} // namespace

void ItemCounts::add(const ItemCounts& other) {
    pages += other.pages;
    digitization += other.digitization;
    detection += other.detection;
    segmentation += other.segmentation;
    with_overlap += other.with_overlap;
    without_overlap += other.without_overlap;
}

ItemCounts ReleaseTally::total() const {
    ItemCounts total;
    for (const ItemCounts& split : splits) total.add(split);
    return total;
}

const std::vector<TableColumn>& manifest_columns() {
    static const std::vector<TableColumn> columns{
        {"index", ColumnType::whole},
        {"name", ColumnType::text},
        {"record", ColumnType::text},
        {"patient", ColumnType::text},
        {"split", ColumnType::text},
        {"group", ColumnType::text},
        {"layout", ColumnType::text},
        {"rows", ColumnType::whole},
        {"columns", ColumnType::whole},
        {"width_px", ColumnType::whole},
        {"height_px", ColumnType::whole},
        {"dpi", ColumnType::real},
        {"px_per_mm", ColumnType::real},
        {"paper_speed_mm_per_s", ColumnType::real},
        {"gain_mm_per_mv", ColumnType::real},
        {"rate_hz", ColumnType::real},
        {"leads", ColumnType::whole},
        {"gap_samples", ColumnType::whole},
        {"datasets", ColumnType::text},
        {"seed", ColumnType::whole},
        {"oracle_samples_db", ColumnType::real},
        {"oracle_columns_db", ColumnType::real},
        {"oracle_mask_png_db", ColumnType::real},
        {"oracle_mask_bmp_db", ColumnType::real},
        {"preset", ColumnType::text},
        {"look", ColumnType::text},
        {"sheet", ColumnType::whole},
        {"age", ColumnType::real},
        {"sex", ColumnType::text},
        {"image_crc32", ColumnType::text},
        {"mask_overlap_crc32", ColumnType::text},
    };
    return columns;
}

const std::vector<TableColumn>& lead_columns() {
    static const std::vector<TableColumn> columns{
        {"page", ColumnType::whole},
        {"name", ColumnType::text},
        {"lead", ColumnType::text},
        {"number", ColumnType::whole},
        {"rhythm", ColumnType::whole},
        {"inverted", ColumnType::whole},
        {"split", ColumnType::text},
        {"record", ColumnType::text},
        {"start_s", ColumnType::real},
        {"first_sample", ColumnType::whole},
        {"sample_count", ColumnType::whole},
        {"first_x_px", ColumnType::real},
        {"baseline_y_px", ColumnType::real},
        {"px_per_s", ColumnType::real},
        {"px_per_mv", ColumnType::real},
        {"line_width_px", ColumnType::real},
        {"mask_line_width_px", ColumnType::real},
        {"mask_columns_per_px", ColumnType::whole},
        {"box_x0_px", ColumnType::real},
        {"box_y0_px", ColumnType::real},
        {"box_x1_px", ColumnType::real},
        {"box_y1_px", ColumnType::real},
        {"visible_x0_px", ColumnType::real},
        {"visible_y0_px", ColumnType::real},
        {"visible_x1_px", ColumnType::real},
        {"visible_y1_px", ColumnType::real},
        {"name_x0_px", ColumnType::real},
        {"name_y0_px", ColumnType::real},
        {"name_x1_px", ColumnType::real},
        {"name_y1_px", ColumnType::real},
        {"crop_x_px", ColumnType::whole},
        {"crop_y_px", ColumnType::whole},
        {"crop_width_px", ColumnType::whole},
        {"crop_height_px", ColumnType::whole},
        {"visible_fraction", ColumnType::real},
        {"target_ink_px", ColumnType::whole},
        {"other_ink_px", ColumnType::whole},
        {"overlap_ratio", ColumnType::real},
        {"datasets", ColumnType::text},
        {"crop_crc32", ColumnType::text},
        {"mask_png_crc32", ColumnType::text},
        {"mask_bmp_crc32", ColumnType::text},
        {"mask_visible_crc32", ColumnType::text},
    };
    return columns;
}

struct ReleaseIndex::State {
    explicit State(const fs::path& release)
        : folder(release), manifest(release, "manifest.csv"), leads(release, "leads.csv") {
        manifest.append(head_of(manifest_columns()));
        leads.append(head_of(lead_columns()));
    }

    fs::path folder;
    TextFile manifest, leads;
    std::map<std::string, TextFile> metadata; ///< by folder, made with its first page image
    ReleaseTally tally;
};

ReleaseIndex::ReleaseIndex(const fs::path& folder) {
    make_folder(folder);
    state_ = std::make_unique<State>(folder);
}

ReleaseIndex::~ReleaseIndex() = default;

void ReleaseIndex::add(const IndexedPage& page, const std::string& image) {
    State& state = *state_;
    const ItemCounts counts = counts_of(page.leads, page.selection);
    state.tally.splits[static_cast<std::size_t>(page.row.split)].add(counts);
    state.manifest.append(manifest_row(page.row, page.leads.size(), counts));
    for (std::size_t i = 0; i < page.leads.size(); ++i)
        state.leads.append(
            lead_row(page.row, page.leads[i], datasets_of(page.leads[i], page.selection, i)));
    if (image.empty()) return;
    const std::string folder = metadata_folder(image, page.row.split);
    auto metadata = state.metadata.find(folder);
    if (metadata == state.metadata.end()) {
        make_folder_below(state.folder, folder);
        metadata =
            state.metadata.try_emplace(folder, state.folder, folder + "metadata.jsonl").first;
    }
    metadata->second.append(metadata_line(page.row, page.leads, image.substr(folder.size())));
}

std::vector<WrittenFile> ReleaseIndex::finish() {
    State& state = *state_;
    std::vector<WrittenFile> files{state.manifest.finish(), state.leads.finish()};
    files.push_back({"manifest.csv.zst", compress_file(state.folder / "manifest.csv",
                                                       state.folder / "manifest.csv.zst")});
    for (auto& [folder, metadata] : state.metadata) files.push_back(metadata.finish());
    return files;
}

const ReleaseTally& ReleaseIndex::tally() const {
    return state_->tally;
}

} // namespace ecgpress
