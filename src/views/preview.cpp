#include "views/preview.hpp"

#include "codec/jpeg.hpp"
#include "core/strings.hpp"
#include "core/version.hpp"
#include "views/html.hpp"
#include "views/named_output.hpp"
#include "views/page_json.hpp"
#include "views/page_pictures.hpp"

namespace ecgpress {

namespace {

constexpr int k_thumbnail_px = 480;

/// Returns the HTML of one page in the grid: thumbnail, values for the filters, and JSON for the
/// viewer.
std::string card_of(const Sample& sample) {
    const PageRow& row = sample.row;
    const Bytes jpeg = page_jpeg(sample);
    if (jpeg.empty()) return {}; // no dataset contains this page
    const Image image = decode_jpeg(jpeg);
    const std::string name = page_name(row);
    return filled(web_text("card.html"),
                  {{"name", escaped_html(name)},
                   {"record", escaped_html(row.record)},
                   {"split", name_of(row.split)},
                   {"layout", escaped_html(row.layout)},
                   {"preset", escaped_html(row.preset)},
                   {"look", escaped_html(row.look)},
                   {"thumbnail", data_uri("image/jpeg", thumbnail_jpeg(image, k_thumbnail_px))},
                   {"width", concat(image.width)},
                   {"height", concat(image.height)},
                   {"page", page_json(sample, jpeg)}});
}

} // namespace

PreviewSize write_preview(const std::filesystem::path& folder, const PageChoice& choice,
                          const std::filesystem::path& path) {
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
    file.append(text.substr(0, cards));
    PreviewSize size;
    size.pages = for_each_chosen_page(pages, choice, [&](const Sample& sample) {
        const std::string card = card_of(sample);
        file.append(card);
        size.shown += card.empty() ? 0 : 1;
    });
    file.append(text.substr(cards + 1));
    file.publish();
    return size;
}

} // namespace ecgpress
