#include "views/release_pages.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/release/table_reader.hpp"
#include "dataset/shard/truth_file.hpp"

namespace ecgpress {

namespace {

Bytes bytes_of(OpenableFiles& files, const std::string& path) {
    const std::string text = files.text(path);
    return {text.begin(), text.end()};
}

/// A page, and the datasets that each of its leads is in.
struct ReleasePart {
    Sample sample;
    std::vector<std::string> lead_datasets;
};

/// Returns the chosen pages by index, with only their rows filled in.
std::map<std::uint64_t, ReleasePart> chosen_rows(const fs::path& release, const PageChoice& choice,
                                                 std::uint64_t& total) {
    ManifestRow row;
    for (TableReader<ManifestRow> table(release, {"datasets"}); table.next(row);)
        total += row.datasets.bits() == 0 ? 0 : 1;
    const std::vector<std::uint64_t> places = evenly(total, choice.count);
    std::map<std::uint64_t, ReleasePart> parts;
    std::uint64_t place = 0;
    for (TableReader<ManifestRow> table(release); table.next(row);) {
        if (row.datasets.bits() == 0) continue; // in no dataset, because of caps
        const auto& wanted = choice.indices.empty() ? places : choice.indices;
        const std::uint64_t key = choice.indices.empty() ? place++ : row.index;
        if (std::find(wanted.begin(), wanted.end(), key) == wanted.end()) continue;
        parts[row.index].sample.row = row;
    }
    for (const std::uint64_t index : choice.indices)
        if (parts.count(index) == 0)
            throw ConfigError(concat("page ", index, " does not exist in ",
                                     (release / "manifest.csv").string(),
                                     ". Use another --index."));
    return parts;
}

/// Adds the other pages of the chosen sheets.
void add_whole_sheets(const fs::path& release, std::map<std::uint64_t, ReleasePart>& parts) {
    std::set<std::uint64_t> sheets;
    for (const auto& [index, part] : parts) sheets.insert(part.sample.row.sheet);
    ManifestRow row;
    for (TableReader<ManifestRow> table(release); table.next(row);)
        if (row.datasets.bits() != 0 && sheets.count(row.sheet) > 0)
            parts[row.index].sample.row = row;
}

void add_leads(const fs::path& release, std::map<std::uint64_t, ReleasePart>& parts) {
    LeadsRow row;
    for (TableReader<LeadsRow> table(release); table.next(row);) {
        const auto part = parts.find(row.page);
        if (part == parts.end()) continue;
        LeadSample lead;
        lead.row = row;
        part->second.sample.leads.push_back(std::move(lead));
        part->second.lead_datasets.push_back(row.datasets);
    }
}

/// Adds the rows of a table that not every release has.
template <class Row, class Part>
void add_rows(const fs::path& release, std::map<std::uint64_t, ReleasePart>& parts,
              std::vector<Part> Sample::*rows) {
    Row row;
    for (TableReader<Row> table(release); table.next(row);)
        if (const auto part = parts.find(row.page); part != parts.end())
            (part->second.sample.*rows).push_back(row);
}

/// Reads the files of a lead.
void read_lead(OpenableFiles& files, const ReleasePaths& paths, const PageRow& page,
               const std::string& datasets, LeadSample& lead) {
    const std::string name = lead_name(page, lead.row);
    for (const std::string& dataset : split_text(datasets, ';')) {
        if (dataset == name_of(Dataset::digitization))
            lead.signal_json =
                files.text(paths.digitization_signal(page.index, page_name(page), name));
        for (const OverlapSet set :
             {OverlapSet::none, OverlapSet::with_overlap, OverlapSet::without_overlap}) {
            if (dataset != crop_set_name(set)) continue;
            for (const LeadItemType& item : k_lead_items) {
                if (item.asked_for != nullptr) continue;
                const std::string path = paths.crop_file(item, set, page.index, name);
                if (item.image != nullptr)
                    lead.*item.image = bytes_of(files, path);
                else
                    lead.*item.text = files.text(path);
            }
        }
    }
}

void read_truth(OpenableFiles& files, const std::string& file, Sample& sample) {
    const Bytes bytes = bytes_of(files, file);
    PageTruth truth = read_truth_npz(bytes);
    sample.warp = truth.warp;
    sample.pulses_px = std::move(truth.pulses_px);
    if (truth.leads.size() != sample.leads.size())
        throw DataError(concat(file, " contains ", truth.leads.size(), " leads, leads.csv ",
                               sample.leads.size(), "."));
    for (std::size_t i = 0; i < truth.leads.size(); ++i)
        sample.leads[i].truth = std::move(truth.leads[i].trace);
}

void read_files(OpenableFiles& files, const ReleaseTables& tables, ReleasePart& part) {
    Sample& sample = part.sample;
    const ReleasePaths& paths = tables.paths();
    const std::string name = page_name(sample.row);
    const std::uint64_t index = sample.row.index;
    if (sample.row.datasets.has(Dataset::detection)) {
        sample.image_jpeg = bytes_of(files, paths.detection_image(index, name));
        sample.yolo = files.text(paths.detection_label(index, name));
    } else if (sample.row.datasets.has(Dataset::digitization))
        sample.image_jpeg = bytes_of(files, paths.digitization_image(index, name));
    for (const PageItemType& item : k_page_items)
        if (is_stored_mask(item, tables.masks(sample.row.group)))
            sample.*item.image = bytes_of(files, paths.page_mask(item, index, name));
    for (std::size_t i = 0; i < sample.leads.size(); ++i)
        read_lead(files, paths, sample.row, part.lead_datasets[i], sample.leads[i]);
    if (tables.has_trace_truth()) read_truth(files, paths.trace_truth(index, name), sample);
}

} // namespace

std::uint64_t for_each_release_page(const fs::path& release, const PageChoice& choice,
                                    const std::function<void(const Sample&)>& visit) {
    const ReleaseTables tables(OpenableFiles(release).text("logs.json"));
    OpenableFiles files(release);
    std::uint64_t total = 0;
    auto parts = chosen_rows(release, choice, total);
    if (choice.whole_sheets) add_whole_sheets(release, parts);
    add_leads(release, parts);
    if (tables.truth().words) add_rows<WordsRow>(release, parts, &Sample::words);
    if (tables.truth().beats) add_rows<BeatsRow>(release, parts, &Sample::beats);
    for (auto& [index, part] : parts) {
        read_files(files, tables, part);
        visit(part.sample);
        part = {}; // frees the page's memory
    }
    return total;
}

} // namespace ecgpress
