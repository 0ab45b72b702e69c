// The press: prints one page of the plan, from the record to encoded bytes.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "dataset/sample.hpp"
#include "pipeline/config.hpp"
#include "pipeline/plan.hpp"
#include "render/page_jpeg.hpp"
#include "render/renderer.hpp"
#include "signal/record_source.hpp"

namespace ecgpress {

/// Everything a run prints from, opened and checked once a rank.
struct RunInputs {
    Config config;
    std::unique_ptr<RecordSource> source;
    Typefaces typefaces; ///< those that a page may need
    std::unique_ptr<Plan> plan;
    std::string
        fingerprint; ///< hash of effective configuration, source, typeface and software version
};

/// Opens source and typeface and makes the plan. @throws ConfigError, DataError, IoError before
/// anything is written
std::unique_ptr<RunInputs> open_inputs(Config config);

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

/// How well a page's signals can be read back from its truth and masks.
OracleScores read_back(const PrintedPage& printed);

/// CPU seconds spent in each stage, for the benchmark and `plan`.
struct StageTimes {
    double read_s = 0, compose_s = 0, draw_s = 0, jpeg_s = 0;
    double artifacts_s = 0; ///< all that happens between drawing and encoding
    double overlap_s = 0;   ///< counting other leads' ink in the crops
    double crop_png_s = 0, mask_png_s = 0, mask_bmp_s = 0;
    double signal_s = 0; ///< signals as JSON
    double text_s = 0;   ///< labels, trace truth, plan
    double oracle_s = 0; ///< reading sampled pages back

    double total_s() const {
        return read_s + compose_s + draw_s + artifacts_s + jpeg_s + overlap_s + crop_png_s +
               mask_png_s + mask_bmp_s + signal_s + text_s + oracle_s;
    }
};

/// A stage by name.
struct Stage {
    const char* name;
    double StageTimes::*seconds;
};
constexpr Stage k_stages[] = {
    {"reading records", &StageTimes::read_s}, {"composing pages", &StageTimes::compose_s},
    {"drawing", &StageTimes::draw_s},         {"artifacts", &StageTimes::artifacts_s},
    {"page JPEG", &StageTimes::jpeg_s},       {"counting overlap", &StageTimes::overlap_s},
    {"crop PNG", &StageTimes::crop_png_s},    {"mask PNG", &StageTimes::mask_png_s},
    {"mask BMP", &StageTimes::mask_bmp_s},    {"signals", &StageTimes::signal_s},
    {"labels, truth", &StageTimes::text_s},   {"oracle", &StageTimes::oracle_s},
};

class Press {
  public:
    explicit Press(const RunInputs& inputs) : inputs_(inputs), renderer_(inputs.typefaces) {}

    /// Prints a page from the first of its candidates that can be printed; the others are added to
    /// `failures`. Nothing if none can (then the last failure has replaced = false).
    std::optional<PrintedPage> print(std::uint64_t index, std::vector<Failure>& failures);
    /// Can a page be printed from this record of its candidates?
    bool can_print(std::uint64_t index, const std::string& record);
    /// Encodes what the page's group feeds.
    Sample encode(const PrintedPage& printed);

    /// Takes a page back whose picture nobody needs any more.
    void recycle(PrintedPage&& printed) { renderer_.recycle(std::move(printed.rendered)); }

    const StageTimes& times() const { return times_; }

  private:
    std::optional<PrintedPage> try_record(const PagePlan& plan, std::size_t position,
                                          std::string& reason);
    /// @throws DataError if a page is read back worse than it may be
    void consult_oracle(PrintedPage& printed) const;
    LeadSample encode_lead(const PrintedPage& printed, std::size_t panel, bool crops);

    const RunInputs& inputs_;
    Renderer renderer_;
    PageJpeg page_jpeg_;
    StageTimes times_;
};

} // namespace ecgpress
