#include "pipeline/compare/folder_page.hpp"

#include <utility>

#include "core/strings.hpp"
#include "dataset/shard/stored_items.hpp"

namespace ecgpress {

namespace {

class FolderPage {
  public:
    FolderPage(const PageRows& rows, const StatedConfig& stated, const ReleasePaths& paths,
               const ReadPageFile& read, const Report& report)
        : rows_(rows), paths_(paths), read_(read), report_(report) {
        if (const StatedGroup* group = stated.group(rows.page.group)) masks_ = group->masks;
        files_.leads.resize(rows.leads.size());
    }

    PageFiles take(bool has_truth) {
        const PageSelection selection = rows_.selection();
        const ManifestRow& page = rows_.page;
        if (selection.detection) {
            take_image(paths_.detection_image(page.index, page.name));
            NamedFile label = file(paths_.detection_label(page.index, page.name));
            if (has_content_) files_.labels.push_back(std::move(label));
        }
        if (selection.digitization) {
            take_image(paths_.digitization_image(page.index, page.name));
            for (std::size_t i = 0; i < rows_.leads.size(); ++i)
                take_signal(paths_.digitization_signal(page.index, page.name, rows_.leads[i].name),
                            i);
        }
        for (std::size_t i = 0; i < rows_.leads.size(); ++i) {
            if (selection.segmentation[i]) take_crop(OverlapSet::none, i);
            if (selection.overlap[i] != OverlapSet::none) take_crop(selection.overlap[i], i);
        }
        if (selection.any()) take_page_items(has_truth);
        return std::move(files_);
    }

  private:
    NamedFile file(const std::string& path, const StatedChecksum& stated = {}) {
        NamedFile taken{path, {}};
        auto text = read_(path, stated);
        has_content_ = text.has_value();
        if (text) taken.text = std::move(*text);
        return taken;
    }

    void take_image(const std::string& path) {
        NamedFile image = file(path, {rows_.page.image_crc32, k_pages_table});
        if (files_.image.empty())
            files_.image = std::move(image);
        else if (!image.empty() && image.text != files_.image.text)
            report_(image.path, concat("differs from ", files_.image.path));
    }

    void take_signal(const std::string& path, std::size_t lead) {
        NamedFile signal = file(path);
        if (has_content_) files_.leads[lead].signals.push_back(std::move(signal));
    }

    void take_crop(OverlapSet set, std::size_t lead) {
        const LeadsRow& row = rows_.leads[lead];
        LeadFiles& files = files_.leads[lead];
        for (const LeadItemType& item : k_lead_items) {
            if (!is_stored(item, masks_)) continue;
            const std::string path = paths_.crop_file(item, set, rows_.page.index, row.name);
            if (item.crc32 == nullptr)
                take_signal(path, lead);
            else
                place_of(item, files) = file(path, {row.*item.crc32, k_leads_table});
        }
    }

    static NamedFile& place_of(const LeadItemType& item, LeadFiles& files) {
        return &item == &type_of(LeadItem::crop)       ? files.crop
               : &item == &type_of(LeadItem::mask_png) ? files.mask_png
               : &item == &type_of(LeadItem::mask_bmp) ? files.mask_bmp
                                                       : files.mask_visible;
    }

    static NamedFile& place_of(const PageItemType& item, PageFiles& files) {
        return &item == &type_of(PageItem::mask_overlap)    ? files.mask_overlap
               : &item == &type_of(PageItem::mask_semantic) ? files.mask_semantic
                                                            : files.mask_soft;
    }

    void take_page_items(bool has_truth) {
        const ManifestRow& page = rows_.page;
        for (const PageItemType& item : k_page_items)
            if (is_stored_mask(item, masks_))
                place_of(item, files_) = file(paths_.page_mask(item, page.index, page.name),
                                              {page.*item.crc32, k_pages_table});
        if (has_truth && !rows_.leads.empty())
            files_.truth = file(paths_.trace_truth(page.index, page.name));
    }

    const PageRows& rows_;
    const ReleasePaths& paths_;
    const ReadPageFile& read_;
    const Report& report_;
    MaskSettings masks_;
    PageFiles files_;
    bool has_content_ = false; ///< of the file taken last
};

} // namespace

PageFiles folder_page(const PageRows& rows, const StatedConfig& stated, const ReleasePaths& paths,
                      bool has_truth, const ReadPageFile& read, const Report& report) {
    return FolderPage(rows, stated, paths, read, report).take(has_truth);
}

} // namespace ecgpress
