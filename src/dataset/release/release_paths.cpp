#include "dataset/release/release_paths.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>

#include "core/numbers.hpp"
#include "core/strings.hpp"

namespace ecgpress {

std::string page_folder(std::uint64_t page, std::uint64_t pages_per_folder) {
    return pages_per_folder == 0 ? "" : zero_padded(page / pages_per_folder, 6) + "/";
}

std::string ReleasePaths::folder_of(std::uint64_t page) const {
    return page_folder(page, pages_per_folder_);
}

std::string ReleasePaths::detection_image(std::uint64_t page, const std::string& page_name) const {
    return "detection-dataset/images/" + folder_of(page) + page_name + ".jpg";
}

std::string ReleasePaths::detection_label(std::uint64_t page, const std::string& page_name) const {
    return "detection-dataset/labels/" + folder_of(page) + page_name + ".txt";
}

std::string ReleasePaths::digitization_image(std::uint64_t page,
                                             const std::string& page_name) const {
    return "digitization-dataset/" + folder_of(page) + page_name + "/" + page_name + ".jpg";
}

std::string ReleasePaths::digitization_signal(std::uint64_t page, const std::string& page_name,
                                              const std::string& lead_name) const {
    return "digitization-dataset/" + folder_of(page) + page_name + "/" + lead_name + ".json";
}

std::string ReleasePaths::trace_truth(std::uint64_t page, const std::string& page_name) const {
    return "trace-truth/" + folder_of(page) + page_name + ".npz";
}

std::string ReleasePaths::page_mask(const PageItemType& mask, std::uint64_t page,
                                    const std::string& page_name) const {
    return concat(mask.folder, "/", folder_of(page), page_name, ".png");
}

std::string ReleasePaths::crop_file(const LeadItemType& item, OverlapSet set, std::uint64_t page,
                                    const std::string& lead_name) const {
    const std::string root = set == OverlapSet::none
                                 ? "segmentation/"
                                 : concat("overlap-dataset/", crop_set_name(set), "/");
    return root + item.folder + "/" + folder_of(page) + lead_name + item.suffix;
}

std::string split_table(const std::string& dataset, Split split) {
    return concat("splits/", dataset, "/", name_of(split), "/metadata.jsonl");
}

namespace {

/// Parses "12_3by4_lead_8" to 12 and 8. Only a suffix may follow.
struct NameNumbers {
    std::optional<std::uint64_t> page;
    std::optional<std::size_t> lead;
};

NameNumbers numbers_in(const std::string& path) {
    std::string_view rest = std::string_view(path).substr(path.rfind('/') + 1);
    const auto take_word = [&](std::string_view word) {
        const bool is_next = rest.substr(0, word.size()) == word;
        if (is_next) rest.remove_prefix(word.size());
        return is_next;
    };
    const auto take_number = [&](std::uint64_t& number) {
        const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), number);
        rest.remove_prefix(static_cast<std::size_t>(read.ptr - rest.data()));
        return read.ec == std::errc();
    };
    std::uint64_t page = 0, rows = 0, columns = 0, lead = 0;
    if (!take_number(page) || !take_word("_") || !take_number(rows) || !take_word("by") ||
        !take_number(columns))
        return {};
    NameNumbers numbers{page, {}};
    if (take_word("_lead_") && take_number(lead)) numbers.lead = lead;
    return take_word(".") ? numbers : NameNumbers{};
}

/// Type of a file of a page or a lead.
const char* kind_of(const std::string& path) {
    const auto has = [&](const std::string& piece) {
        return path.find(piece) != std::string::npos;
    };
    for (const LeadItemType& item : k_lead_items)
        if (has(concat("/", item.folder, "/"))) return item.kind;
    for (const PageItemType& item : k_page_items)
        if (item.folder[0] != '\0' && has(concat(item.folder, "/"))) return item.kind;
    if (has("trace-truth/")) return k_truth_kind;
    if (has(".jpg")) return type_of(PageItem::image).kind;
    if (has(".json")) return type_of(LeadItem::signal).kind;
    return has(".txt") ? type_of(PageItem::label).kind : "file";
}

std::string lead_text(std::size_t number) {
    return number < k_lead_count ? concat(" of lead ", name_of(all_leads()[number]))
                                 : concat(" of rhythm strip ", number);
}

std::vector<std::string> all_index_files() {
    std::vector<std::string> files(std::begin(k_every_release), std::end(k_every_release));
    for (const char* path :
         {k_words_file, k_beats_file, "metadata.jsonl", "detection-dataset/data.yaml",
          "detection-dataset/train.txt", "detection-dataset/val.txt", "detection-dataset/test.txt"})
        files.emplace_back(path);
    for (const std::string& dataset : dataset_names())
        for (const Split split : {Split::train, Split::val, Split::test})
            files.push_back(split_table(dataset, split));
    return files;
}

} // namespace

std::vector<std::string> truth_tables(const TruthSettings& truth) {
    std::vector<std::string> tables;
    if (truth.words) tables.emplace_back(k_words_file);
    if (truth.beats) tables.emplace_back(k_beats_file);
    return tables;
}

ReleaseItem item_at(const std::string& path) {
    const NameNumbers numbers = numbers_in(path);
    ReleaseItem item{numbers.page, {}};
    const auto& index = index_files();
    if (!item.page && std::find(index.begin(), index.end(), path) != index.end())
        item.kind = "index file";
    if (!item.page) return item;
    item.kind = kind_of(path);
    if (numbers.lead) item.kind += lead_text(*numbers.lead);
    return item;
}

std::optional<std::uint64_t> page_at(const std::string& path) {
    return numbers_in(path).page;
}

std::string introduction(const std::string& path) {
    const ReleaseItem item = item_at(path);
    if (item.kind.empty()) return {};
    return (item.page ? concat("page ", *item.page, ", ") : "") + item.kind + ": ";
}

const std::vector<std::string>& index_files() {
    static const std::vector<std::string> files = all_index_files();
    return files;
}

const char* crop_set_name(OverlapSet set) {
    switch (set) {
    case OverlapSet::with_overlap:
        return "with-overlap";
    case OverlapSet::without_overlap:
        return "without-overlap";
    case OverlapSet::none:
        break;
    }
    return "segmentation";
}

} // namespace ecgpress
