// Description of all artifacts of one page (decision 0014). Artifacts write it; develop() applies
// it. Its default values leave the page unchanged.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/geometry.hpp"
#include "core/image.hpp"
#include "core/random.hpp"
#include "page/lattice.hpp"
#include "page/truth/placed_text.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/typeface.hpp"
#include "render/draw/word_rows.hpp"
#include "render/filters/field.hpp"
#include "render/scene/camera.hpp"
#include "render/scene/sheet.hpp"

namespace ecgpress {

/// Red, green and blue.
using Rgb = std::array<double, 3>;

/// How the ink of a stroke becomes less with the speed of the pen.
struct PenSpeed {
    double least = 1; ///< 0-1: share of the ink that is left at any speed; 1: speed has no effect
    double half = 5;  ///< slope |dy / dx| of a stroke at which half of the rest is left

    /// Share of the ink of a stroke: least + (1 - least) / (1 + (slope / half)^1.5).
    double ink_at(double slope) const;
};

/// Properties of the print.
struct Print {
    Field ink_left; ///< 0-1: remaining share of the ink's coverage; empty: 1
    struct Row {    ///< a strip that a weak dot of the print head prints too pale
        double y_mm, height_mm, left;
    };
    std::vector<Row> rows;
    double bleed_mm = 0;              ///< sigma of the spread of ink in the paper
    std::optional<Colour> ink_colour; ///< overrides the colours of traces and texts
    double show_through = 0;          ///< 0-1: opacity of the print on the back
    std::vector<InkMask> back;        ///< traces of the print on the back, seen from the back
    double halftone_mm = 0;           ///< size of a printer's dither dot; 0: no dither
    PenSpeed pen;                     ///< of the traces
    bool jagged = false;              ///< drawn without smooth edges
    bool is_plain() const {
        return ink_left.empty() && rows.empty() && bleed_mm == 0 && !ink_colour &&
               show_through == 0 && halftone_mm == 0 && pen.least == 1 && !jagged;
    }
};

/// An object on the page, in pixels of the drawing.
struct Mark {
    enum class Kind { matter, handwriting, stamp };
    InkMask ink;
    Colour colour;
    double opacity = 1;
    bool multiplies = false; ///< transparent, like ink: multiplies what is below by its colour
    bool hides = false;      ///< makes what is below unreadable
    Kind kind = Kind::matter;
};

/// Text on a mark.
struct WrittenText {
    PlacedLine line;
    std::size_t marks; ///< number of marks below what lies on it: its own and those before
};

/// Stains, objects on the paper, and missing paper.
struct Soil {
    /// Raster of stains and torn fibre: cells of 0.25 mm, about the width of the sharpest edges.
    static constexpr double k_cells_per_mm = 4;
    /// Raster of tints that change over centimetres.
    static constexpr double k_haze_cells_per_mm = 0.5;
    /// Optical density of red, green and blue, natural logarithm; empty: 0.
    std::array<Field, 3> density, haze;
    double texture = 0;        ///< standard deviation of the paper's grain in grey levels
    std::vector<Mark> marks;   ///< drawn in this order
    std::vector<InkMask> cuts; ///< holes, tears, missing corners
    Field fibre;               ///< 0-1: visibility of the white core of torn paper; empty: 0
};

/// The lamp over the page, whose shading makes the relief visible. The defaults are a lamp from the
/// upper left (132 degrees, 38 degrees high), and a share of ambient light, both chosen by eye.
struct Lamp {
    double azimuth_rad = 2.3, elevation_rad = 0.66;
    double ambient = 0.38; ///< share of light that does not come from the lamp
    double tint = 0;       ///< ambient light is bluer than the lamp by this share
    /// Position of a near lamp, whose light decreases with distance.
    std::optional<PointInSpace> near_point;
};

/// The surroundings of the page in the image. `lid` is the white lid of a scanner.
struct Desk {
    enum class Kind { lid, wood, cloth, dark };
    Kind kind = Kind::lid;
    Colour colour{236, 238, 236};
    double shadow = 0;    ///< share of light that the page's shadow takes away
    double shadow_mm = 3; ///< displacement of the shadow
    int picture = -1;     ///< index of a picture of Scene::desk_pictures; -1: kind and colour
    double turns = 0;     ///< of that picture
    double scale = 1;     ///< pixels of that picture per pixel of the image
};

/// Illumination in image coordinates.
struct Light {
    /// Light varies slowly, so cells of 8 px are enough.
    static constexpr double k_cells_per_px = 1.0 / 8;
    std::array<Field, 3> gain; ///< factor of linear light; empty: 1
    Field glare;               ///< 0-1: the image becomes 255 - (255 - image) (1 - glare); empty: 0
    Rgb cast{1, 1, 1};         ///< colour cast that the white balance did not remove
    double exposure = 1;
};

/// A display that is photographed.
struct Screen {
    double pixels_per_px = 0;             ///< display pixels per camera pixel; 0: no display
    double stripes = 0, rows = 0;         ///< modulation depth of the pixel grating across and down
    double banding = 0, banding_px = 300; ///< depth and period of brightness bands
    double glow = 0;                      ///< brightness of black, 0-1
};

/// Properties of lens, sensor and in-camera processing.
struct Sensor {
    double blur_px = 0, far_blur_px = 0;  ///< sigma of blur everywhere, and far from the focus
    double focus_x = 0.5, focus_y = 0.5;  ///< centre of focus, in image widths and heights
    double motion_px = 0, motion_rad = 0; ///< length and direction of motion blur
    double iso = 0;                       ///< sensitivity in hundreds of ISO; 0: no noise
    double colour_blur_px = 0; ///< sigma of the reduction of colour noise, which also pales thin
                               ///< coloured lines
    double sharpen = 0, sharpen_px = 1.2;       ///< strength and sigma of unsharp masking
    double red_shift_px = 0, blue_shift_px = 0; ///< misalignment in y of a scanner's colour lines
    struct Streak {  ///< a vertical line, from dust on a scanner's sensor
        double x;    ///< 0-1: position as a share of the width
        double grey; ///< grey levels added
    };
    std::vector<Streak> streaks;
    /// Output range, and strength of an S-shaped tone curve.
    double black = 0, white = 255, curve = 0;
};

/// Processing of the finished image by software.
struct Finish {
    bool grey = false;
    double low = 0, high = 255; ///< this range is stretched to 0-255
    int threshold = -1;         ///< grey level for black and white; -1: none
    double drift = 0;           ///< standard deviation of the threshold over the page, grey levels
    double brightness = 0, contrast = 1, gamma = 1, saturation = 1; ///< brightness: 1 is white
    double resample = 1;          ///< scale factor of a reduction that is then undone; 1: none
    std::vector<int> jpeg_passes; ///< qualities of earlier JPEG encodings
    int levels = 0;               ///< number of levels per channel; 0: all 256

    /// A photocopy, or a copy of a copy.
    struct Copy {
        int generations = 0; ///< 0: the original
        double gain = 1;     ///< contrast of one copy
        double grain = 0;    ///< standard deviation of the toner, grey levels
        double uneven = 0;   ///< standard deviation of toner over the page, % of the contrast
    };
    Copy copy;
    enum class Dither { none, ordered, diffused };
    Dither dither = Dither::none; ///< black dots instead of greys
    int dot_px = 1;               ///< size of such a dot
    bool dark = false;            ///< lightness is inverted, colours keep their hue
    double dark_grid = 1;         ///< then: share of the contrast that dark colours keep
};

/// A finger in front of the page, in pixels of the image.
struct Finger {
    PointPx root, tip; ///< the root is outside the image
    double width_px;
    Colour skin;
    bool shows_nail;
};

/// Another sheet of paper in the picture, in pixels of the image.
struct LooseSheet {
    std::array<PointPx, 4> corners; ///< clockwise
    Colour colour;
    bool above = false; ///< over the page, not below it
    double line_px = 0; ///< distance of its lines of print; 0: blank
};

struct Scene {
    double width_mm = 0, height_mm = 0; ///< of the page
    double px_per_mm = 0;               ///< of its drawing
    RectMm traces_mm;                   ///< what traces and pulses cover
    double trace_width_mm = 0.3;        ///< of the pen
    bool dark_paper = false;            ///< the page is drawn light on dark, as on monitors
    double most_px = 4000;              ///< long side of a photograph: 12 megapixels
    Print print;
    Sheet sheet;
    Soil soil;
    Lamp lamp;
    Camera camera;
    Desk desk;
    Light light;
    Screen screen;
    Sensor sensor;
    Finish finish;
    std::vector<WrittenText> texts; ///< of soil.marks
    std::vector<LooseSheet> loose_sheets;
    std::vector<Finger> fingers;
    /// develop() keeps all printed ink and PaperLayers, which only some labels need.
    bool keeps_layers = false;
    std::uint64_t grain_seed = 0; ///< seed of noise in develop()
    Typefaces typefaces;          ///< for text on marks
    /// The user's pictures of desks. Null: none.
    std::shared_ptr<const std::vector<Image>> desk_pictures;

    Scene(double page_width_mm, double page_height_mm, double drawing_px_per_mm);

    int drawing_width_px() const;
    int drawing_height_px() const;
    int image_width_px() const;
    int image_height_px() const;

    /// Adds the density of a stain, multiplied by its spectrum for each channel.
    /// @param density  with one of the two rasters of Soil
    void stain(const Field& density, const Rgb& spectrum);
    std::array<Field, 3>& gain(); ///< returns light.gain; created with 1 if empty
    Field& glare();               ///< returns light.glare; created with 0 if empty

  private:
    int image_side_px(bool across) const; ///< of the image before its quarter turns
};

/// The scene's texts, with the marks that hide them. Call it when all artifacts have been applied.
std::vector<AddedText> added_texts(const Scene& scene);

/// Returns the map from image to drawing; null if they are identical pixel by pixel. Flattens the
/// scene's sheet while it is so steep that the map folds over itself.
std::shared_ptr<const Lattice> map_of(Scene& scene);

} // namespace ecgpress
