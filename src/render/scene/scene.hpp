// Everything that happens to a page between its drawing and its picture, decided but not yet done:
// artifacts write it, develop() carries it out.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/image.hpp"
#include "core/random.hpp"
#include "page/lattice.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/typeface.hpp"
#include "render/scene/camera.hpp"
#include "render/scene/field.hpp"
#include "render/scene/sheet.hpp"

namespace ecgpress {

/// Red, green, blue.
using Rgb = std::array<double, 3>;

/// How ink came onto the paper.
struct Print {
    Field ink_left; ///< 0-1 of the ink's coverage; empty: all of it
    struct Row {    ///< a print head's dot that prints too little
        double y_mm, height_mm, left;
    };
    std::vector<Row> rows;
    double bleed_mm = 0;              ///< sigma of ink that runs into the paper
    std::optional<Colour> ink_colour; ///< of traces and texts
    double show_through = 0;          ///< how much of the back's print is seen
    std::vector<InkMask> back;        ///< that print: its traces, as they lie on its own side
    double halftone_mm = 0;           ///< cell of a printer's dither; 0: none
    bool is_plain() const {
        return ink_left.empty() && rows.empty() && bleed_mm == 0 && !ink_colour &&
               show_through == 0 && halftone_mm == 0;
    }
};

/// Something put on the page or cut from it, in the drawing's pixels.
struct Mark {
    InkMask ink;
    Colour colour;
    double opacity = 1;
    bool multiplies = false; ///< like ink: it darkens what is below by its colour
    bool hides = false;      ///< what is below cannot be read any more
};

/// What was spilt on the paper, stuck to it or cut from it.
struct Soil {
    static constexpr double k_cells_per_mm = 4;
    std::array<Field, 3> density; ///< optical, natural logarithm, of red, green, blue; empty: none
    double texture = 0;           ///< deviation of the paper's own grain, grey levels
    std::vector<Mark> marks;      ///< in the order in which they were made
    std::vector<InkMask> cuts;    ///< holes, tears, corners that are gone
    Field fibre;                  ///< 0-1: torn paper's white core; empty: none
};

/// The lamp over the page: what makes its relief visible.
struct Lamp {
    double azimuth_rad = 2.3, elevation_rad = 0.66;
    double ambient = 0.38;
    std::optional<PointInSpace> near_point; ///< a lamp so near that its light falls off
};

/// What is around the page in the picture.
struct Desk {
    enum class Kind { lid, wood, cloth, dark };
    Kind kind = Kind::lid;
    Colour colour{236, 238, 236};
    double shadow = 0; ///< of the page on it
    double shadow_mm = 3;
};

/// Light that falls on what the camera sees, in the image's frame; cells of 8 px.
struct Light {
    static constexpr double k_cells_per_px = 1.0 / 8;
    std::array<Field, 3> gain; ///< linear light; empty: 1
    Field glare;               ///< 0-1: 255 - (255 - image) (1 - glare); empty: none
    Rgb cast{1, 1, 1};         ///< what the white balance left
    double exposure = 1;
};

/// A screen whose picture is photographed.
struct Screen {
    double pixels_per_px = 0;     ///< display pixels a camera pixel; 0: no screen
    double stripes = 0, rows = 0; ///< depth of the grating across and down
    double banding = 0, banding_px = 300;
    double glow = 0;
};

/// What the lens and the sensor make of it.
struct Sensor {
    double blur_px = 0, far_blur_px = 0; ///< sigma in the plane of focus, and far from it
    double focus_x = 0.5, focus_y = 0.5; ///< the middle of what is in focus
    double motion_px = 0, motion_rad = 0;
    double iso = 0; ///< in hundreds; 0: no noise
    double sharpen = 0;
    double red_shift_px = 0, blue_shift_px = 0; ///< a scanner's lines of sensors, in y
    struct Streak {
        double x; ///< 0-1 of the width
        double grey;
    };
    std::vector<Streak> streaks;
    double black = 0, white = 255, curve = 0; ///< tones
};

/// What is done to the finished picture.
struct Finish {
    bool grey = false;
    double low = 0, high = 255; ///< stretched to 0-255
    int threshold = -1;         ///< to black and white; -1: no
    double drift = 0;           ///< of the threshold, grey levels
    double brightness = 0, contrast = 1, gamma = 1, saturation = 1;
    double resample = 1; ///< made smaller by this, and large again
    std::vector<int> jpeg_passes;
    int levels = 0; ///< of each channel; 0: 256
};

struct Scene {
    double width_mm = 0, height_mm = 0; ///< of the page
    double px_per_mm = 0;               ///< of its drawing
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
    std::uint64_t grain_seed = 0; ///< of noise that has no other source
    Typefaces typefaces;          ///< of words

    Scene(double page_width_mm, double page_height_mm, double drawing_px_per_mm);

    int drawing_width_px() const;
    int drawing_height_px() const;
    int image_width_px() const;
    int image_height_px() const;

    /// Adds a stain's density in its spectrum.
    void stain(const Field& density, const Rgb& spectrum);
    std::array<Field, 3>& gain(); ///< of the light, made if there is none
    Field& glare();
};

/// The map of a scene: nothing if the picture is the drawing, pixel by pixel. Sheets so steep that
/// their map folds are made flatter until it does not.
std::shared_ptr<const Lattice> map_of(Scene& scene);

} // namespace ecgpress
