// Press: generates one page of the plan, from the record to encoded bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/error.hpp"
#include "dataset/shard/sample.hpp"
#include "pipeline/press/printed_page.hpp"
#include "pipeline/press/run_inputs.hpp"
#include "pipeline/press/stage_times.hpp"
#include "render/draw/page_jpeg.hpp"
#include "render/draw/renderer.hpp"

namespace ecgpress {

/// Digitizes a page from its trace truth and masks, and compares the result with its signals.
OracleScores read_back(const PrintedPage& printed);

/// A lead's mask, as its crop has it: its ink as rendered, or a separate stroke if the
/// configuration sets another line width or resolution for masks.
/// @pre the crop is not empty
Image lead_mask(const PrintedPage& printed, std::size_t panel);

/// The error of a page that no candidate record gives. @pre failures is not empty
DataError cannot_print(std::uint64_t index, const std::vector<Failure>& failures);

class Press {
  public:
    explicit Press(const RunInputs& inputs) : inputs_(inputs), renderer_(inputs.typefaces) {}

    /// Renders a page from the first of its candidate records that is valid. Invalid ones are added
    /// to `failures`. std::nullopt if all are invalid; then the last failure has replaced = false.
    /// @throws IoError if the source has become unavailable
    std::optional<PrintedPage> print(std::uint64_t index, std::vector<Failure>& failures);
    /// True if `record` is a candidate of the page and the page can be rendered from it.
    bool can_print(std::uint64_t index, const std::string& record);
    /// Encodes images, masks, signals and labels that the datasets of the page's group need.
    Sample encode(const PrintedPage& printed);
    /// Encodes only the page's image.
    Bytes encode_jpeg(const PrintedPage& printed);

    /// Takes back the buffers of a page that is no longer needed, to reuse them for the next one.
    void recycle(PrintedPage&& printed) { renderer_.recycle(std::move(printed.rendered)); }

    const StageTimes& times() const { return times_; }

  private:
    /// Reads a record. One that cannot be read is not opened again. @throws as RecordSource::read
    Record read(std::size_t position);
    std::optional<PrintedPage> try_record(const PagePlan& plan, std::size_t position,
                                          std::string& reason);
    /// Adds the rows of beats and words that the configuration requests.
    void add_rows(PrintedPage& printed, const RecordBeats& beats) const;
    /// @throws DataError if a reading is under its minimum (`oracle.floors_db`)
    void consult_oracle(PrintedPage& printed) const;
    LeadSample encode_lead(const PrintedPage& printed, std::size_t panel, bool crops);

    const RunInputs& inputs_;
    Renderer renderer_;
    PageJpeg page_jpeg_;
    StageTimes times_;
    std::unordered_map<std::size_t, std::string> unreadable_; ///< reasons
};

} // namespace ecgpress
