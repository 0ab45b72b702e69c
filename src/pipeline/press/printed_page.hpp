// A page that is drawn but not yet encoded.
#pragma once

#include <memory>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "page/labels.hpp"
#include "page/lattice.hpp"
#include "page/page.hpp"
#include "pipeline/plan/plan.hpp"
#include "render/draw/rendered_page.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// A page's geometry and picture before encoding, for `show` and tests.
struct PrintedPage {
    PagePlan plan; ///< with the row height that was chosen for a wanted overlap
    RecordInfo record;
    Page page;
    std::shared_ptr<const Lattice> lattice; ///< null: the picture is the drawing
    Labels labels;
    std::vector<Bytes> flags; ///< of each panel's samples: SampleFlag
    RenderedPage rendered;
    OracleScores oracle; ///< of every oracle.every-th page
};

} // namespace ecgpress
