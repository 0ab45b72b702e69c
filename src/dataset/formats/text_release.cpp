#include "dataset/formats/text_release.hpp"

#include <array>
#include <memory>
#include <optional>
#include <utility>

#include "codec/json.hpp"
#include "core/line_reader.hpp"
#include "core/strings.hpp"
#include "dataset/release/image_metadata.hpp"
#include "dataset/release/json_columns.hpp"
#include "dataset/release/release_folder.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/streamed_text.hpp"

namespace ecgpress {

namespace {

constexpr const char *k_coco_text = "coco-text", *k_presidio = "presidio";

/// Annotation numbers are unique: page index times this, plus the row of words.csv, plus 1.
constexpr std::uint64_t k_most_words = 10'000;

std::uint64_t annotation_id(const PageRow& page, std::size_t row) {
    return page.index * k_most_words + row + 1;
}

/// Calls visit(row, word) for each word; lines are not annotated.
template <class Visit> void for_each_word(const std::vector<WordRow>& words, const Visit& visit) {
    for (std::size_t i = 0; i < words.size() && i < k_most_words; ++i)
        if (words[i].word > 0) visit(i, words[i]);
}

std::vector<std::string> image_entries(const PageRow& page, const std::vector<WordRow>& /*words*/,
                                       const std::string& image) {
    const Json entry{{"id", page.index},
                     {"file_name", image},
                     {"width", page.width_px},
                     {"height", page.height_px},
                     {"set", name_of(page.split)}};
    return {concat('"', page.index, "\": ", entry.dump())};
}

std::vector<std::string> word_entries(const PageRow& page, const std::vector<WordRow>& words,
                                      const std::string& /*image*/) {
    constexpr double k_legible = 0.5; // visible fraction
    std::vector<std::string> entries;
    for_each_word(words, [&](std::size_t row, const WordRow& word) {
        const RectPx& box = word.box_px;
        Json corners = Json::array();
        for (const PointPx& corner : word.quad_px) {
            corners.push_back(corner.x_px);
            corners.push_back(corner.y_px);
        }
        const Json entry{
            {"id", annotation_id(page, row)},
            {"image_id", page.index},
            {"utf8_string", word.text},
            {"bbox", {box.x0_px, box.y0_px, box.width_px(), box.height_px()}},
            {"mask", corners},
            {"area", box.width_px() * box.height_px()},
            {"class", word.handwritten ? "handwritten" : "machine printed"},
            {"legibility", word.visible_fraction >= k_legible ? "legible" : "illegible"},
            {"language", "na"},
            {"role", word.role},
            {"phi", word.phi}};
        entries.push_back(concat('"', annotation_id(page, row), "\": ", entry.dump()));
    });
    return entries;
}

std::vector<std::string> link_entries(const PageRow& page, const std::vector<WordRow>& words,
                                      const std::string& /*image*/) {
    Json numbers = Json::array();
    for_each_word(words, [&](std::size_t row, const WordRow&) {
        numbers.push_back(annotation_id(page, row));
    });
    return {concat('"', page.index, "\": ", numbers.dump())};
}

/// The whole pixels that a box touches, which is what is to be covered.
std::vector<std::string> phi_entries(const PageRow& /*page*/, const std::vector<WordRow>& words,
                                     const std::string& image) {
    Json boxes = Json::array();
    for_each_word(words, [&](std::size_t, const WordRow& word) {
        if (!word.phi) return;
        const PixelRect rect = pixels_touched(word.box_px);
        boxes.push_back(Json{{"label", word.text},
                             {"left", rect.x},
                             {"top", rect.y},
                             {"width", rect.width},
                             {"height", rect.height}});
    });
    return {concat(json_string(image), ": ", boxes.dump())};
}

/// Lines that are appended one page after the other, separated by commas.
struct EntryList {
    StreamedText text;
    bool is_first = true;

    EntryList(const fs::path& folder, const std::string& name) : text(folder, name) {}

    void add(const std::vector<std::string>& entries) {
        for (const std::string& entry : entries)
            text.append((std::exchange(is_first, false) ? "" : ",\n") + entry);
    }
};

class TextRelease final : public ReleaseWriter {
  public:
    TextRelease(const fs::path& folder, const ReleaseSettings& settings, const char* format)
        : files_(folder), settings_(settings), format_(format) {}

    std::optional<PartKey> index_page(const IndexedPage& page) override {
        if (!page.selection.image()) return std::nullopt;
        static const std::vector<WordRow> k_none;
        const auto& sections = text_sections(format_);
        auto& lists = lists_[static_cast<std::size_t>(page.row.split)];
        for (std::size_t i = lists.size(); i < sections.size(); ++i)
            lists.push_back(std::make_unique<EntryList>(release_notes(files_.folder()),
                                                        note(page.row.split, i)));
        const std::string image = text_image(page.row, settings_);
        for (std::size_t i = 0; i < sections.size(); ++i)
            lists[i]->add(
                sections[i].entries(page.row, page.words != nullptr ? *page.words : k_none, image));
        return page.range;
    }

    std::vector<WrittenFile> write_page(const Sample& sample,
                                        const PageSelection& selection) override {
        if (!selection.image()) return {};
        files_.write(text_image(sample.row, settings_), sample.image_jpeg);
        return files_.take();
    }

    std::vector<WrittenFile> finish(const std::vector<PartKey>& /*parts*/) override {
        std::vector<WrittenFile> written;
        for (const Split split : {Split::train, Split::val, Split::test}) {
            auto& lists = lists_[static_cast<std::size_t>(split)];
            if (lists.empty()) continue;
            const std::string path = text_file(format_, split);
            make_folder_below(files_.folder(), path.substr(0, path.rfind('/') + 1));
            StreamedText file(files_.folder(), path);
            for (std::size_t i = 0; i < lists.size(); ++i) {
                file.append(text_sections(format_)[i].head);
                lists[i]->text.finish();
                append_note(file, note(split, i));
            }
            file.append(text_end(format_));
            written.push_back(file.finish());
        }
        return written;
    }

    std::string image_path(const PageRow& page, const PageSelection& selection) const override {
        return selection.image() ? text_image(page, settings_) : "";
    }

  private:
    static std::string note(Split split, std::size_t section) {
        return concat(name_of(split), "-", section, ".entries");
    }

    void append_note(StreamedText& file, const std::string& name) const {
        LineReader lines(InputFile(release_notes(files_.folder()) / name, Links::refused));
        while (const auto line = lines.next()) {
            file.append(*line);
            file.append("\n");
        }
    }

    ReleaseFolder files_;
    ReleaseSettings settings_;
    std::string format_;
    std::array<std::vector<std::unique_ptr<EntryList>>, k_split_count> lists_; ///< by section
};

std::uint64_t page_bytes(const Sample& page, const ReleaseSettings& settings, const char* format) {
    if (page.image_jpeg.empty()) return 0;
    std::uint64_t bytes = page.image_jpeg.size();
    for (const TextSection& section : text_sections(format))
        for (const std::string& entry :
             section.entries(page.row, page.words, text_image(page.row, settings)))
            bytes += entry.size() + 2;
    return bytes;
}

} // namespace

const std::vector<TextSection>& text_sections(const std::string& format) {
    static const std::vector<TextSection> k_of_coco_text{
        {"{\"cats\": {},\n\"imgs\": {\n", image_entries},
        {"},\n\"anns\": {\n", word_entries},
        {"},\n\"imgToAnns\": {\n", link_entries}};
    static const std::vector<TextSection> k_of_presidio{{"{\n", phi_entries}};
    return format == k_coco_text ? k_of_coco_text : k_of_presidio;
}

const char* text_end(const std::string& format) {
    return format == k_coco_text ? "}}\n" : "}\n"; // its sections are in an object of their own
}

std::string text_file(const std::string& format, Split split) {
    return concat(format == k_coco_text ? "annotations/cocotext_" : "annotations/phi_",
                  name_of(split), ".json");
}

std::string text_image(const PageRow& page, const ReleaseSettings& settings) {
    return concat("images/", name_of(page.split), "/",
                  page_folder(page.index, settings.pages_per_folder), page_name(page), ".jpg");
}

std::unique_ptr<ReleaseWriter> open_coco_text_release(const fs::path& folder,
                                                      const ReleaseSettings& settings) {
    return std::make_unique<TextRelease>(folder, settings, k_coco_text);
}

std::unique_ptr<ReleaseWriter> open_presidio_release(const fs::path& folder,
                                                     const ReleaseSettings& settings) {
    return std::make_unique<TextRelease>(folder, settings, k_presidio);
}

FormatCard coco_text_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    return {
        "- `images/`: the page images, one folder per split.\n"
        "- `annotations/cocotext_train.json`, `cocotext_val.json`, `cocotext_test.json`: every "
        "printed or written word with its text, box, corners and role, as COCO-Text has them.\n",
        "import json\nfrom pathlib import Path\nfrom PIL import Image\n\n"
        "words = json.load(open(next(Path(\"annotations\").glob(\"*.json\"))))\n"
        "image = next(iter(words[\"imgs\"].values()))\n"
        "page = Image.open(image[\"file_name\"])\n"
        "for number in words[\"imgToAnns\"][str(image[\"id\"])]:\n"
        "    x, y, width, height = words[\"anns\"][str(number)][\"bbox\"]\n",
        "images/{split}/**/*.jpg",
        {image_config("words", "images/{split}/", tally, settings)}};
}

FormatCard presidio_card(const ReleaseTally& tally, const ReleaseSettings& settings) {
    return {"- `images/`: the page images, one folder per split.\n"
            "- `annotations/phi_train.json`, `phi_val.json`, `phi_test.json`: for each image the "
            "words that are protected health information, as Presidio's image redactor is "
            "evaluated with. All of them are invented.\n",
            "import json\nfrom pathlib import Path\nfrom PIL import Image\n\n"
            "phi = json.load(open(next(Path(\"annotations\").glob(\"*.json\"))))\n"
            "path, words = next(iter(phi.items()))\n"
            "page = Image.open(path)\n"
            "texts = [word[\"label\"] for word in words]\n",
            "images/{split}/**/*.jpg",
            {image_config("words", "images/{split}/", tally, settings)}};
}

std::uint64_t coco_text_page_bytes(const Sample& page, const ReleaseSettings& settings) {
    return page_bytes(page, settings, k_coco_text);
}

std::uint64_t presidio_page_bytes(const Sample& page, const ReleaseSettings& settings) {
    return page_bytes(page, settings, k_presidio);
}

} // namespace ecgpress
