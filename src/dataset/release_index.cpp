#include "dataset/release_index.hpp"

#include <cmath>
#include <string_view>
#include <utility>

#include "core/file.hpp"
#include "core/text.hpp"
#include "dataset/text_file.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_manifest_head =
    "index,name,record,patient,split,group,layout,rows,columns,width_px,height_px,dpi,px_per_mm,"
    "paper_speed_mm_per_s,gain_mm_per_mv,rate_hz,leads,gap_samples,datasets,seed,oracle_samples_db,"
    "oracle_columns_db,oracle_mask_png_db,oracle_mask_bmp_db,preset,look,sheet\n";
constexpr const char* k_leads_head =
    "page,name,lead,number,rhythm,inverted,split,record,start_s,first_sample,sample_count,first_x_"
    "px,"
    "baseline_y_px,px_per_s,px_per_mv,line_width_px,mask_line_width_px,mask_columns_per_px,box_x0_"
    "px,box_y0_px,box_x1_px,box_y1_px,"
    "visible_x0_px,visible_y0_px,visible_x1_px,visible_y1_px,"
    "name_x0_px,name_y0_px,name_x1_px,name_y1_px,crop_x_px,crop_y_px,crop_width_px,crop_height_px,"
    "visible_fraction,target_ink_px,other_ink_px,overlap_ratio,datasets\n";

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
    return line.add(page.preset).add(page.look).count(page.sheet).finish();
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
    return line.add(datasets).finish();
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

struct ReleaseIndex::State {
    State(const fs::path& release, const ReleasePaths& release_paths)
        : folder(release), paths(release_paths), manifest(release, "manifest.csv"),
          leads(release, "leads.csv") {
        manifest.append(k_manifest_head);
        leads.append(k_leads_head);
    }

    /// The list of a split; all three are there as soon as there is a detection page.
    TextFile& list(Split split) {
        if (lists.empty()) make_folder_below(folder, "detection-dataset");
        for (const Split each : {Split::train, Split::val, Split::test})
            if (lists.size() < k_split_count)
                lists.push_back(std::make_unique<TextFile>(
                    folder, concat("detection-dataset/", name_of(each), ".txt")));
        return *lists[static_cast<std::size_t>(split)];
    }

    fs::path folder;
    ReleasePaths paths;
    TextFile manifest, leads;
    std::vector<std::unique_ptr<TextFile>> lists; ///< none, or one a split
    ReleaseTally tally;
};

ReleaseIndex::ReleaseIndex(const fs::path& folder, const ReleasePaths& paths) {
    make_folder(folder);
    state_ = std::make_unique<State>(folder, paths);
}

ReleaseIndex::~ReleaseIndex() = default;

void ReleaseIndex::add(const PageRow& page, const std::vector<LeadRow>& leads,
                       const PageSelection& selection) {
    State& state = *state_;
    const ItemCounts counts = counts_of(leads, selection);
    state.tally.splits[static_cast<std::size_t>(page.split)].add(counts);
    state.manifest.append(manifest_row(page, leads.size(), counts));
    for (std::size_t i = 0; i < leads.size(); ++i)
        state.leads.append(lead_row(page, leads[i], datasets_of(leads[i], selection, i)));
    if (!selection.detection) return;
    // Paths relative to the folder of data.yaml, as YOLO's readers take them.
    const std::string image = state.paths.detection_image(page.index, page_name(page));
    state.list(page.split).append("." + image.substr(image.find('/')) + "\n");
}

std::vector<WrittenFile> ReleaseIndex::finish() {
    std::vector<WrittenFile> files{state_->manifest.finish(), state_->leads.finish()};
    for (const auto& list : state_->lists) files.push_back(list->finish());
    return files;
}

const ReleaseTally& ReleaseIndex::tally() const {
    return state_->tally;
}

} // namespace ecgpress
