#include "dataset/release/release_paths.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string_view>
#include <utility>

#include "core/text.hpp"

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

std::string ReleasePaths::overlap_mask(std::uint64_t page, const std::string& page_name) const {
    return "overlap-masks/" + folder_of(page) + page_name + ".png";
}

CropPaths ReleasePaths::crop(OverlapSet set, std::uint64_t page,
                             const std::string& lead_name) const {
    const std::string root = set == OverlapSet::none
                                 ? "segmentation/"
                                 : concat("overlap-dataset/", crop_set_name(set), "/");
    const std::string name = folder_of(page) + lead_name;
    return {root + "image/" + name + ".png", root + "mask-png/" + name + ".png",
            root + "mask-bmp/" + name + ".bmp", root + "signal-json/" + name + ".json",
            root + "mask-visible/" + name + ".png"};
}

namespace {

/// "12_3by4_lead_8": the numbers 12 and 8; nothing behind it but a suffix.
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

/// By a piece of the path; the first that is in it counts.
constexpr std::pair<const char*, const char*> k_kinds[] = {
    {"/mask-png/", "PNG mask"},
    {"/mask-bmp/", "BMP mask"},
    {"/mask-visible/", "visible mask"},
    {"/signal-json/", "signal"},
    {"/image/", "crop"},
    {"overlap-masks/", "overlap mask"},
    {"trace-truth/", "trace truth"},
    {".jpg", "page image"},
    {".json", "signal"},
    {".txt", "label"},
};

std::string lead_text(std::size_t number) {
    return number < k_lead_count ? concat(" of lead ", name_of(all_leads()[number]))
                                 : concat(" of rhythm strip ", number);
}

} // namespace

ReleaseItem item_at(const std::string& path) {
    const NameNumbers numbers = numbers_in(path);
    ReleaseItem item{numbers.page, {}};
    const auto& index = index_files();
    if (!item.page && std::find(index.begin(), index.end(), path) != index.end())
        item.kind = "index file";
    if (!item.page) return item;
    const auto* kind = std::find_if(std::begin(k_kinds), std::end(k_kinds), [&](const auto& each) {
        return path.find(each.first) != std::string::npos;
    });
    item.kind = kind == std::end(k_kinds) ? "file" : kind->second;
    if (numbers.lead) item.kind += lead_text(*numbers.lead);
    return item;
}

std::string introduction(const std::string& path) {
    const ReleaseItem item = item_at(path);
    if (item.kind.empty()) return {};
    return (item.page ? concat("page ", *item.page, ", ") : "") + item.kind + ": ";
}

const std::vector<std::string>& index_files() {
    static const std::vector<std::string> files{
        "manifest.csv",
        "manifest.csv.zst",
        "leads.csv",
        "metadata.jsonl",
        "logs.json",
        "digest.json",
        "README.md",
        "croissant.json",
        "detection-dataset/data.yaml",
        "detection-dataset/train.txt",
        "detection-dataset/val.txt",
        "detection-dataset/test.txt",
    };
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
