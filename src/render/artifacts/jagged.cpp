// Print without smooth edges, as some viewers and programs that draw PDF files show it. Masks keep
// their smooth edges: only the picture is changed.
#include "render/artifacts/list.hpp"
#include "render/scene/scene.hpp"

namespace ecgpress {
namespace {

void apply_jagged(Scene& scene, const Dials&, Rng&) {
    scene.print.jagged = true;
}

} // namespace

Artifact jagged() {
    return {"jagged", "traces and texts without smooth edges", {}, apply_jagged};
}

} // namespace ecgpress
