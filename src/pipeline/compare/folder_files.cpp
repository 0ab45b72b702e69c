#include "pipeline/compare/folder_files.hpp"

#include <array>
#include <memory>

#include "core/strings.hpp"
#include "dataset/formats/folder_release.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/shard/stored_items.hpp"
#include "pipeline/compare/page_files.hpp"

namespace ecgpress {

namespace {

class FolderCheck {
  public:
    explicit FolderCheck(ComparedRelease& release)
        : release_(release), paths_(release.stated.settings.pages_per_folder) {}

    void page(const PageRows& rows, bool is_mine) {
        const std::uint64_t index = rows.page.index;
        const PageSelection selection = rows.selection();
        files_ = {};
        files_.leads.resize(rows.leads.size());
        is_mine_ = is_mine;
        if (selection.detection) {
            if (release_.is_first())
                images_[static_cast<std::size_t>(rows.page.split)] +=
                    "." + cut(paths_.detection_image(index, rows.page.name)) + "\n";
            take(paths_.detection_image(index, rows.page.name), files_.image);
            files_.labels.emplace_back();
            take(paths_.detection_label(index, rows.page.name), files_.labels.back());
        }
        if (selection.digitization) take_digitization(rows);
        for (std::size_t i = 0; i < rows.leads.size(); ++i) take_crops(rows, i, selection);
        if (selection.any()) take_page_items(rows);
        if (is_mine) check_page_files(files_, rows, release_);
    }

    void finish() {
        const bool any = !images_[0].empty() || !images_[1].empty() || !images_[2].empty();
        if (!any) return;
        for (const Split split : {Split::train, Split::val, Split::test}) {
            const std::string path = concat("detection-dataset/", name_of(split), ".txt");
            release_.require(path);
            const auto text = release_.read(path);
            if (text && *text != images_[static_cast<std::size_t>(split)])
                release_.report(path, concat("does not list the pages that are in ", name_of(split),
                                             " in manifest.csv"));
        }
        const std::string path = "detection-dataset/data.yaml";
        release_.require(path);
        const auto text = release_.read(path);
        SplitFlags has_pages{};
        for (std::size_t i = 0; i < k_split_count; ++i) has_pages[i] = !images_[i].empty();
        if (text && *text != detection_data_yaml(has_pages, release_.stated.settings.labels))
            release_.report(path, "does not name the lists and classes of the dataset");
    }

  private:
    static std::string cut(const std::string& path) { return path.substr(path.find('/')); }

    /// Requires a file and, if this rank compares the page, reads it.
    void take(const std::string& path, NamedFile& file) {
        release_.require(path);
        if (!is_mine_) return;
        file.path = path;
        if (auto text = release_.read(path)) file.text = std::move(*text);
    }

    void take_digitization(const PageRows& rows) {
        NamedFile image;
        take(paths_.digitization_image(rows.page.index, rows.page.name), image);
        if (files_.image.empty())
            files_.image = std::move(image);
        else if (is_mine_ && !image.empty() && image.text != files_.image.text)
            release_.report(image.path, concat("differs from ", files_.image.path));
        for (std::size_t i = 0; i < rows.leads.size(); ++i)
            take_signal(
                paths_.digitization_signal(rows.page.index, rows.page.name, rows.leads[i].name), i);
    }

    void take_signal(const std::string& path, std::size_t lead) {
        NamedFile signal;
        take(path, signal);
        if (!signal.empty()) files_.leads[lead].signals.push_back(std::move(signal));
    }

    void take_crops(const PageRows& rows, std::size_t i, const PageSelection& selection) {
        if (selection.segmentation[i]) take_crop_set(rows, i, OverlapSet::none);
        if (selection.overlap[i] != OverlapSet::none) take_crop_set(rows, i, selection.overlap[i]);
    }

    void take_crop_set(const PageRows& rows, std::size_t i, OverlapSet set) {
        const LeadsRow& lead = rows.leads[i];
        LeadFiles& files = files_.leads[i];
        const StatedGroup* group = release_.group(rows);
        for (const LeadItemType& item : k_lead_items) {
            if (!is_stored(item, group == nullptr ? MaskSettings() : group->masks)) continue;
            const std::string path = paths_.crop_file(item, set, rows.page.index, lead.name);
            NamedFile bmp; // has the ink of the PNG mask, which the check of rules compares
            if (&item == &type_of(LeadItem::signal))
                take_signal(path, i);
            else
                take(path, &item == &type_of(LeadItem::crop)           ? files.crop
                           : &item == &type_of(LeadItem::mask_png)     ? files.mask_png
                           : &item == &type_of(LeadItem::mask_visible) ? files.mask_visible
                                                                       : bmp);
        }
    }

    void take_page_items(const PageRows& rows) {
        const StatedGroup* group = release_.group(rows);
        for (const PageItemType& item : k_page_items)
            if (group != nullptr && is_stored_mask(item, group->masks))
                take(paths_.page_mask(item, rows.page.index, rows.page.name), files_.mask_overlap);
        if (release_.stated.settings.trace_truth)
            take(paths_.trace_truth(rows.page.index, rows.page.name), files_.truth);
    }

    ComparedRelease& release_;
    ReleasePaths paths_;
    PageFiles files_;
    bool is_mine_ = false;
    std::array<std::string, k_split_count> images_; ///< lines of the lists of splits
};

} // namespace

FormatCheck folder_check(ComparedRelease& release) {
    const auto check = std::make_shared<FolderCheck>(release);
    return {[check](const PageRows& rows, bool is_mine) { check->page(rows, is_mine); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
