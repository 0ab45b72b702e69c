#include "views/preview.hpp"

#include <optional>

#include "codec/jpeg.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "core/version.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_tables.hpp"
#include "views/html.hpp"
#include "views/named_output.hpp"
#include "views/page_json.hpp"
#include "views/page_pictures.hpp"

namespace ecgpress {

namespace {

constexpr int k_thumbnail_px = 480;
constexpr std::uint64_t k_most_in_file = 20; ///< pages with full images

/// The files of pages in the release of a run, for links from a web page.
class FileLinks {
  public:
    /// @param folder  as that of a preview; without a complete release in it there are no links
    FileLinks(const fs::path& folder, const fs::path& web_page) {
        std::error_code ignored;
        for (const fs::path& release : {folder, folder / "release"}) {
            if (tables_ || !fs::exists(release / "manifest.csv", ignored) ||
                !fs::exists(release / "logs.json", ignored))
                continue;
            release_ = release;
            tables_.emplace(OpenableFiles(release).text("logs.json"));
        }
        from_page_ = whole(release_).lexically_relative(whole(web_page).parent_path());
    }

    /// Paths of a page's files that exist, relative to the web page.
    std::vector<std::string> of(const Sample& sample) const {
        std::vector<std::string> paths;
        if (!tables_) return paths;
        const std::string name = page_name(sample.row);
        const std::uint64_t index = sample.row.index;
        const ReleasePaths& places = tables_->paths();
        paths = {places.detection_image(index, name), places.detection_label(index, name),
                 places.digitization_image(index, name), places.trace_truth(index, name)};
        for (const PageItemType& item : k_page_items)
            if (item.image != nullptr && item.asked_for != nullptr)
                paths.push_back(places.page_mask(item, index, name));
        for (const LeadSample& lead : sample.leads) {
            const std::string of_lead = lead_name(sample.row, lead.row);
            paths.push_back(places.digitization_signal(index, name, of_lead));
            for (const OverlapSet set :
                 {OverlapSet::none, OverlapSet::with_overlap, OverlapSet::without_overlap})
                for (const LeadItemType& item : k_lead_items)
                    paths.push_back(places.crop_file(item, set, index, of_lead));
        }
        return existing(paths);
    }

  private:
    static fs::path whole(const fs::path& path) {
        std::error_code ignored;
        return fs::absolute(path, ignored).lexically_normal();
    }

    std::vector<std::string> existing(const std::vector<std::string>& paths) const {
        std::vector<std::string> found;
        std::error_code ignored;
        for (const std::string& path : paths)
            if (fs::is_regular_file(release_ / path, ignored))
                found.push_back((from_page_ / path).generic_string());
        return found;
    }

    fs::path release_, from_page_;
    std::optional<ReleaseTables> tables_;
};

/// The address of a page's image in the web page. Writes the image into a folder, if there is one.
std::string place_image(const std::string& name, const Bytes& jpeg, const fs::path& images) {
    if (images.empty()) return data_uri("image/jpeg", jpeg);
    NamedOutput file(images / (name + ".jpg"));
    file.append(jpeg.data(), jpeg.size());
    file.publish();
    return concat(images.filename().string(), '/', name, ".jpg");
}

/// Returns the HTML of one page in the grid: thumbnail, values for the filters, and JSON for the
/// viewer.
std::string card_of(const Sample& sample, const FileLinks& links, const fs::path& images) {
    const PageRow& row = sample.row;
    const Bytes jpeg = page_jpeg(sample);
    if (jpeg.empty()) return {}; // no dataset contains this page
    const Image image = decode_jpeg(jpeg);
    const std::string name = page_name(row);
    return filled(web_text("card.html"),
                  {{"name", escaped_html(name)},
                   {"record", escaped_html(row.record)},
                   {"patient", escaped_html(row.patient)},
                   {"sheet", concat(row.sheet)},
                   {"values", escaped_html(sort_values(sample))},
                   {"split", name_of(row.split)},
                   {"layout", escaped_html(row.layout)},
                   {"preset", escaped_html(row.preset)},
                   {"look", escaped_html(row.look)},
                   {"thumbnail", data_uri("image/jpeg", thumbnail_jpeg(image, k_thumbnail_px))},
                   {"width", concat(image.width)},
                   {"height", concat(image.height)},
                   {"page", page_json(sample, place_image(name, jpeg, images), links.of(sample))}});
}

/// The folder of full images; empty if they are in the file.
fs::path images_of(const PageFolder& pages, const PageChoice& choice, const fs::path& path,
                   PreviewImages images) {
    std::error_code ignored;
    if (images == PreviewImages::in_file || fs::is_character_file(path, ignored)) return {};
    const std::uint64_t total = for_each_chosen_page(pages, {0, {}, false}, [](const Sample&) {});
    const std::uint64_t wanted = choice.indices.empty()
                                     ? std::min<std::uint64_t>(choice.count, total)
                                     : choice.indices.size();
    if (wanted <= k_most_in_file) return {};
    return path.parent_path() / concat(path.stem().string(), "-pages");
}

} // namespace

PreviewSize write_preview(const std::filesystem::path& folder, const PageChoice& choice,
                          const std::filesystem::path& path, PreviewImages images) {
    const PageFolder pages = find_pages(folder);
    const std::string text = filled(
        web_text("preview.html"),
        {{"title", escaped_html(title_of(folder))},
         {"version", k_version},
         {"source", pages.kind == PageFolder::Kind::shards ? "shards" : "release"},
         {"style", concat(web_text("common.css"), web_text("preview.css"))},
         {"script", concat(web_text("theme.js"), web_text("preview.js"))},
         {"cards", "\x01"}}); // marks the position of the cards, which are written one by one
    const std::size_t cards = text.find('\x01');
    NamedOutput file(path); // written piece by piece: many images may not fit into memory
    PreviewSize size;
    size.images = images_of(pages, choice, path, images);
    if (!size.images.empty()) make_folder(size.images);
    const FileLinks links(folder, path);
    PageChoice chosen = choice;
    chosen.whole_sheets = choice.indices.empty();
    file.append(text.substr(0, cards));
    size.pages = for_each_chosen_page(pages, chosen, [&](const Sample& sample) {
        const std::string card = card_of(sample, links, size.images);
        file.append(card);
        size.shown += card.empty() ? 0 : 1;
    });
    file.append(text.substr(cards + 1));
    file.publish();
    return size;
}

} // namespace ecgpress
