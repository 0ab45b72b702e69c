// A rendered page before encoding.
#pragma once

#include <memory>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "page/labels.hpp"
#include "page/lattice.hpp"
#include "page/page.hpp"
#include "pipeline/plan/plan.hpp"
#include "render/draw/rendered_page.hpp"
#include "render/draw/word_rows.hpp"
#include "signal/record.hpp"
#include "signal/record_facts.hpp"

namespace ecgpress {

/// A page's geometry, image and labels before encoding. `show` and tests also use it.
struct PrintedPage {
    PagePlan plan; ///< with the header, and the final row height if an overlap is requested
    RecordInfo record;
    AboutRecord about;         ///< what the source knows of the record
    double record_start_s = 0; ///< Record::start_s
    Page page;
    std::shared_ptr<const Lattice> lattice; ///< warp; null if the page is not distorted
    Labels labels;
    std::vector<Bytes> flags; ///< per panel, one SampleFlag byte per sample
    RenderedPage rendered;
    std::vector<BeatRow> beats;   ///< if the configuration requests them
    std::vector<WordRow> words;   ///< likewise
    std::vector<AddedText> texts; ///< of artifacts: handwriting, stickers, stamps, ...
    OracleScores oracle;          ///< only on every `oracle.every`-th page
};

} // namespace ecgpress
