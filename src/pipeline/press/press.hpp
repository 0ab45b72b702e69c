// The press: prints one page of the plan, from the record to encoded bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dataset/shard/sample.hpp"
#include "pipeline/press/printed_page.hpp"
#include "pipeline/press/run_inputs.hpp"
#include "pipeline/press/stage_times.hpp"
#include "render/draw/page_jpeg.hpp"
#include "render/draw/renderer.hpp"

namespace ecgpress {

/// How well a page's signals can be read back from its truth and masks.
OracleScores read_back(const PrintedPage& printed);

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
