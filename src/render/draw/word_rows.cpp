#include "render/draw/word_rows.hpp"

#include <algorithm>
#include <cmath>

namespace ecgpress {

namespace {

/// On a distorted page, of a run with more pixels of ink about this many are looked at: each needs
/// a position in the image.
constexpr double k_looked_at = 300;

/// Amounts of ink, in pixels of the drawing.
struct InkSum {
    double all = 0;      ///< on paper
    double in_image = 0; ///< of it, in the image
    double seen = 0;     ///< of that, not hidden
    void add(const InkSum& other) {
        all += other.all;
        in_image += other.in_image;
        seen += other.seen;
    }
};

/// A pixel of ink.
struct InkPixel {
    PointMm at_mm;
    double coverage; ///< 0 to 255
};

PixelRect pixel_at(const PointPx& point) {
    return {static_cast<int>(std::lround(point.x_px)), static_cast<int>(std::lround(point.y_px)), 1,
            1};
}

/// Reads the ink of texts against one image.
class InkReader {
  public:
    InkReader(const ImageFromPage& image_from_page, const Typefaces& typefaces)
        : image_(image_from_page), drawing_(image_from_page.drawing()), typefaces_(typefaces) {}

    /// @param seen  share of 255 of each pixel of the image; empty: all is seen
    /// @param covers  null: none
    InkSum read(const TextRun& run, const Image& seen, const std::vector<InkMask>* covers) const {
        const std::vector<InkPixel> ink = ink_of(run);
        std::vector<PointMm> places;
        for (const InkPixel& pixel : ink) places.push_back(pixel.at_mm);
        const std::vector<PointPx> in_image = image_(places), drawn = drawing_(places);
        InkSum sum;
        for (std::size_t i = 0; i < ink.size(); ++i) {
            const PixelRect on_drawing = pixel_at(drawn[i]);
            if (is_outside(on_drawing, drawing_)) continue;
            sum.all += ink[i].coverage;
            if (std::isnan(in_image[i].x_px) || std::isnan(in_image[i].y_px)) continue;
            const PixelRect pixel = pixel_at(in_image[i]);
            if (is_outside(pixel, image_)) continue;
            sum.in_image += ink[i].coverage;
            double share = seen.pixels.empty() ? 1 : seen.row(pixel.y)[pixel.x] / 255.0;
            if (covers != nullptr)
                for (const InkMask& cover : *covers)
                    share *= 1 - cover.at(on_drawing.x, on_drawing.y) / 255.0;
            sum.seen += share * ink[i].coverage;
        }
        return sum;
    }

  private:
    static bool is_outside(const PixelRect& pixel, const ImageFromPage& map) {
        return pixel.x < 0 || pixel.y < 0 || pixel.x >= map.width_px() ||
               pixel.y >= map.height_px();
    }

    /// Pixels of ink on paper, and beyond its edges. A level run has those of the drawing.
    std::vector<InkPixel> ink_of(const TextRun& run) const {
        const Typeface& typeface = typefaces_.of(run.face);
        const double px_per_mm = drawing_.px_per_mm(), size_px = run.size_mm * px_per_mm;
        const RectMm extent = typeface.extent_mm(run.text, size_px); // px in, px out
        const PointPx drawn = drawing_(run.anchor_mm);
        const double margin = 2; // keeps glyphs whole
        const PointPx origin{std::ceil(margin - extent.x0_mm) + drawn.x_px - std::floor(drawn.x_px),
                             std::ceil(margin - extent.y0_mm) + drawn.y_px -
                                 std::floor(drawn.y_px)};
        const InkMask mask = typeface.rasterise(
            run.text, origin, size_px, static_cast<int>(origin.x_px + extent.x1_mm + 2 * margin),
            static_cast<int>(origin.y_px + extent.y1_mm + 2 * margin));
        int step = 1;
        if (image_.lattice() != nullptr) {
            const auto count = std::count_if(mask.coverage.begin(), mask.coverage.end(),
                                             [](std::uint8_t coverage) { return coverage > 0; });
            step =
                std::max(1, static_cast<int>(std::sqrt(static_cast<double>(count) / k_looked_at)));
        }
        std::vector<InkPixel> pixels;
        for (int y = mask.rect.y; y < mask.rect.bottom(); y += step)
            for (int x = mask.rect.x; x < mask.rect.right(); x += step)
                if (const std::uint8_t coverage = mask.at(x, y); coverage > 0)
                    pixels.push_back({run.on_paper({(x - origin.x_px) / px_per_mm,
                                                    (y - origin.y_px) / px_per_mm}),
                                      static_cast<double>(coverage)});
        return pixels;
    }

    const ImageFromPage& image_;
    ImageFromPage drawing_;
    const Typefaces& typefaces_;
};

/// Collects the rows of lines.
class RowWriter {
  public:
    RowWriter(const ImageFromPage& image_from_page, const Typefaces& typefaces)
        : image_(image_from_page), ink_(image_from_page, typefaces),
          extent_(text_extent_of(typefaces)) {}

    const TextExtent& extent() const { return extent_; }

    void add(const PlacedLine& line, const Image& seen, const std::vector<InkMask>* covers) {
        std::vector<WordRow> words;
        std::vector<TextRun> runs; // of words with a row
        InkSum sum;
        std::uint32_t number = 0;
        for (const PlacedWord& word : line.words) {
            ++number;
            InkSum of_word;
            for (const TextRun& run : word.runs) of_word.add(ink_.read(run, seen, covers));
            sum.add(of_word);
            auto row = row_of(word.runs, line.turn_rad, of_word);
            if (!row) continue;
            row->word = number;
            row->text = word.text;
            row->role = name_of(word.role);
            row->phi = word.phi;
            row->handwritten = is_handwritten(word.role);
            words.push_back(std::move(*row));
            runs.insert(runs.end(), word.runs.begin(), word.runs.end());
        }
        if (words.empty()) return;
        auto whole = row_of(runs, line.turn_rad, sum);
        if (!whole) return;
        whole->text = line.text;
        whole->role = name_of(line.words.front().role);
        whole->handwritten = is_handwritten(line.words.front().role);
        for (const WordRow& word : words) whole->phi |= word.phi;
        rows_.push_back(std::move(*whole));
        for (WordRow& word : words) rows_.push_back(std::move(word));
        for (std::size_t i = rows_.size() - words.size() - 1; i < rows_.size(); ++i)
            rows_[i].line = lines_;
        ++lines_;
    }

    std::vector<WordRow> take() { return std::move(rows_); }

  private:
    /// A row with its place and its visible fraction.
    std::optional<WordRow> row_of(const std::vector<TextRun>& runs, double turn_rad,
                                  const InkSum& sum) const {
        if (sum.in_image == 0) return std::nullopt;
        const auto place = place_of(runs, turn_rad, image_, extent_);
        if (!place) return std::nullopt;
        WordRow row;
        row.quad_px = place->quad_px;
        row.box_px = place->box_px;
        row.visible_fraction = sum.seen / sum.all;
        return row;
    }

    const ImageFromPage& image_;
    InkReader ink_;
    TextExtent extent_;
    std::vector<WordRow> rows_;
    std::uint32_t lines_ = 0;
};

} // namespace

std::vector<WordRow> word_rows(const Page& page, const std::vector<AddedText>& added,
                               const ImageFromPage& image_from_page, const Typefaces& typefaces,
                               const RenderedPage& rendered) {
    RowWriter writer(image_from_page, typefaces);
    for (const PrintedText& text : page.texts)
        writer.add(placed_line(text, writer.extent()), rendered.seen, nullptr);
    const Image& surface = rendered.surface.pixels.empty() ? rendered.seen : rendered.surface;
    for (const AddedText& text : added) writer.add(text.line, surface, &text.covers);
    return writer.take();
}

} // namespace ecgpress
