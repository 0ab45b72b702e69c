#include "render/scene/scene.hpp"

#include <algorithm>
#include <cmath>

#include "core/elementary.hpp"
#include "page/labels.hpp"
#include "render/draw/ink_mask.hpp"

namespace ecgpress {

namespace {

// Limits on steep sheets. A determinant of 0 is a fold. After the softenings the sheet is flat.
constexpr double k_least_determinant = 0.05; // drawing area per image area
constexpr int k_most_softenings = 5;
constexpr double k_softer = 0.8; // factor of relief and bend per softening

/// Maps image positions to the drawing. The relief, bend and lens are inverted by fixed-point
/// iteration with the exact inverse of the flat page.
class Sight {
  public:
    Sight(const Scene& scene, const Surface& surface, const View& view)
        : scene_(scene), surface_(surface), view_(view) {}

    /// Returns the position on the drawing, px. A remaining error of the iteration changes the
    /// shape of the paper slightly, but not the accuracy of labels: they use the same lattice.
    /// @param moved  displacement by relief, bend and lens in mm: a guess, then the result
    PointPx drawing_from_image(PointPx image, PointMm& moved) const {
        if (!scene_.camera.feed.empty())
            image.y_px += scene_.px_per_mm *
                          sum_at(scene_.camera.feed, (image.y_px + 0.5) / scene_.px_per_mm);
        const PointMm there = view_.flat_paper_from_image(image);
        PointMm paper = there;
        if (!scene_.sheet.is_flat() || scene_.camera.lens != 0) {
            paper = solved(there, {there.x_mm + moved.x_mm, there.y_mm + moved.y_mm});
            moved = {paper.x_mm - there.x_mm, paper.y_mm - there.y_mm};
        }
        const PointMm drawing = scene_.sheet.drawing_from_paper(paper);
        return {drawing.x_mm * scene_.px_per_mm - 0.5, drawing.y_mm * scene_.px_per_mm - 0.5};
    }

  private:
    /// Finds the point on the paper that is seen at the same image position as `there` on flat
    /// paper. Each step moves it by the remaining difference, measured on flat paper.
    PointMm solved(const PointMm& there, PointMm paper) const {
        constexpr int k_most_steps = 8;
        constexpr double k_close_mm = 1e-3;
        for (int step = 0; step < k_most_steps; ++step) {
            const PointMm seen =
                view_.flat_paper_from_image(view_.image_from_space(surface_.at(paper)));
            const double dx_mm = there.x_mm - seen.x_mm, dy_mm = there.y_mm - seen.y_mm;
            paper.x_mm += dx_mm;
            paper.y_mm += dy_mm;
            if (std::abs(dx_mm) + std::abs(dy_mm) < k_close_mm) break;
        }
        return paper;
    }

    const Scene& scene_;
    const Surface& surface_;
    const View& view_;
};

/// Maps pixels of the finished image to the image before its quarter turns.
struct Turned {
    int width_px, height_px; ///< of the finished image
    int turns;

    PointPx upright(const PointPx& image) const {
        switch (turns & 3) {
        case 1:
            return {image.y_px, width_px - 1 - image.x_px};
        case 2:
            return {width_px - 1 - image.x_px, height_px - 1 - image.y_px};
        case 3:
            return {height_px - 1 - image.y_px, image.x_px};
        default:
            return image;
        }
    }
};

/// Computes the node positions of the map.
Lattice lattice_of(const Scene& scene) {
    const Surface surface(scene.sheet);
    const bool swapped = scene.camera.quarter_turns % 2 != 0;
    const int width_px = scene.image_width_px(), height_px = scene.image_height_px();
    const View view(scene.camera, scene.sheet, swapped ? height_px : width_px,
                    swapped ? width_px : height_px, scene.px_per_mm * scene.camera.scale);
    const Sight sight(scene, surface, view);
    const Turned turned{width_px, height_px, scene.camera.quarter_turns};
    Lattice lattice(width_px, height_px);
    const auto at = [](int node) { return static_cast<double>(node * Lattice::k_pitch_px); };
    // Paper is smooth: each node starts from the displacement of the one before it, or above it.
    PointMm first{0, 0};
    for (int row = 0; row < lattice.rows(); ++row) {
        PointMm moved = first;
        for (int column = 0; column < lattice.columns(); ++column) {
            lattice.set(column, row,
                        sight.drawing_from_image(turned.upright({at(column), at(row)}), moved));
            if (column == 0) first = moved;
        }
    }
    return lattice;
}

} // namespace

double PenSpeed::ink_at(double slope) const {
    return least + (1 - least) / (1 + pow_of(slope / half, 1.5));
}

Scene::Scene(double page_width_mm, double page_height_mm, double drawing_px_per_mm)
    : width_mm(page_width_mm), height_mm(page_height_mm),
      px_per_mm(drawing_px_per_mm), traces_mm{0, 0, page_width_mm, page_height_mm} {
    sheet.width_mm = page_width_mm;
    sheet.height_mm = page_height_mm;
}

int Scene::drawing_width_px() const {
    return static_cast<int>(std::lround(width_mm * px_per_mm));
}

int Scene::drawing_height_px() const {
    return static_cast<int>(std::lround(height_mm * px_per_mm));
}

int Scene::image_width_px() const {
    return image_side_px(camera.quarter_turns % 2 == 0);
}

int Scene::image_height_px() const {
    return image_side_px(camera.quarter_turns % 2 != 0);
}

int Scene::image_side_px(bool across) const {
    const double side_mm = across ? width_mm * camera.window_x : height_mm * camera.window_y;
    return std::max(16, static_cast<int>(std::lround(side_mm * px_per_mm * camera.scale)));
}

void Scene::stain(const Field& density, const Rgb& spectrum) {
    const bool is_haze = density.cells_per_unit == Soil::k_haze_cells_per_mm;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        Field& sum = (is_haze ? soil.haze : soil.density)[channel];
        if (sum.empty()) sum = Field(width_mm, height_mm, density.cells_per_unit);
        const auto strength = static_cast<float>(spectrum[channel]);
        for (std::size_t i = 0; i < sum.values.size(); ++i)
            sum.values[i] += strength * density.values[i];
    }
}

std::array<Field, 3>& Scene::gain() {
    if (light.gain[0].empty())
        light.gain.fill(Field(image_width_px(), image_height_px(), Light::k_cells_per_px, 1));
    return light.gain;
}

Field& Scene::glare() {
    if (light.glare.empty())
        light.glare = Field(image_width_px(), image_height_px(), Light::k_cells_per_px);
    return light.glare;
}

std::vector<AddedText> added_texts(const Scene& scene) {
    const ImageFromPage drawing(scene.width_mm, scene.height_mm, scene.px_per_mm * k_mm_per_inch);
    const TextExtent text_extent = text_extent_of(scene.typefaces);
    std::vector<AddedText> texts;
    for (const WrittenText& text : scene.texts) {
        std::vector<TextRun> runs;
        for (const PlacedWord& word : text.line.words)
            runs.insert(runs.end(), word.runs.begin(), word.runs.end());
        const auto place = place_of(runs, text.line.turn_rad, drawing, text_extent);
        if (!place) continue; // not on the paper
        AddedText added{text.line, {}};
        for (std::size_t i = text.marks; i < scene.soil.marks.size(); ++i) {
            const Mark& mark = scene.soil.marks[i];
            const PixelRect rect = intersection(mark.ink.rect, pixels_touched(place->box_px));
            if (!mark.hides || rect.empty()) continue;
            InkMask cover = blank_mask(rect);
            auto share = cover.coverage.begin();
            for (int y = rect.y; y < rect.bottom(); ++y)
                for (int x = rect.x; x < rect.right(); ++x)
                    *share++ =
                        static_cast<std::uint8_t>(std::lround(mark.ink.at(x, y) * mark.opacity));
            added.covers.push_back(std::move(cover));
        }
        texts.push_back(std::move(added));
    }
    return texts;
}

std::shared_ptr<const Lattice> map_of(Scene& scene) {
    if (scene.camera.is_straight() && scene.sheet.is_flat() && scene.sheet.is_fed_straight())
        return nullptr;
    for (int softening = 0;; ++softening) {
        auto lattice = std::make_shared<const Lattice>(lattice_of(scene));
        if (scene.sheet.is_flat() ||
            lattice->least_determinant(scene.drawing_width_px(), scene.drawing_height_px()) >
                k_least_determinant)
            return lattice;
        scene.sheet = scene.sheet.softened(softening < k_most_softenings ? k_softer : 0);
    }
}

} // namespace ecgpress
