// Second stage of develop(): the flat sheet with stains, marks, holes and shaded relief.
#pragma once

#include "core/image.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {

/// The sheet of paper before it is viewed.
struct Paper {
    Image image;
    Image alpha;  ///< 0-255: share of each pixel that is paper; empty: everything is paper
    Image hidden; ///< 0-255: opacity of what covers the print; empty: nothing covers it
    Image written, stamped; ///< as in PaperLayers, if the scene keeps them
};

/// Applies scene.soil and the shading of scene.sheet to a drawing.
Paper soil_paper(Image image, const Scene& scene);

} // namespace ecgpress
