#include "pipeline/run/generate.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <tuple>
#include <vector>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/program/stopwatch.hpp"
#include "core/strings.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "dataset/shard/shard_writer.hpp"
#include "pipeline/run/parts_folder.hpp"
#include "pipeline/run/recovered.hpp"
#include "pipeline/run/run_lock.hpp"
#include "pipeline/run/shared_work.hpp"

namespace ecgpress {

namespace {

/// What a rank found among its share of a part's shards.
struct ShardSearch {
    std::vector<std::size_t> missing;
    bool recovered = false; ///< one was drawn without a record that can be read now

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.missing, self.recovered);
    }
};

/// Reads the headers of every size-th shard. A shard of another run is an error.
ShardSearch search_share(const RunInputs& inputs, const RunFolder& folder, const RunPart& part,
                         const Communicator& communicator) {
    ShardSearch found;
    Press press(inputs);
    const std::size_t shards = shard_count(inputs.config);
    for (std::size_t number = part.first(shards) + static_cast<std::size_t>(communicator.rank());
         number < part.end(shards); number += static_cast<std::size_t>(communicator.size())) {
        const fs::path path = folder.shard(number);
        const auto header = peek_shard(path);
        if (header && header->fingerprint != inputs.fingerprint)
            throw ConfigError(concat(path.string(), " belongs to another run. Its fingerprint is ",
                                     header->fingerprint.substr(0, 12), ", not ",
                                     inputs.fingerprint.substr(0, 12), ". Remove the file."));
        if (!header && fs::exists(path))
            log_warning(
                concat("Regenerating ", path.string(), ". It is corrupt: it cannot be opened."));
        const auto failure = header ? first_recovered(path, press) : std::nullopt;
        if (failure)
            log_warning(
                concat("Regenerating ", path.string(), ". It was ", drawn_without(*failure), "."));
        found.recovered = found.recovered || failure;
        if (!header || failure) found.missing.push_back(number);
    }
    return found;
}

/// The missing shards of a part, on rank 0. A corrupt shard is regenerated, and so is one that was
/// drawn without a record which can be read now. All ranks read headers: a resumed run may have
/// thousands of shards.
std::vector<std::size_t> missing_shards(const RunInputs& inputs, const RunFolder& folder,
                                        const RunPart& part, const Communicator& communicator) {
    std::vector<std::size_t> missing;
    bool recovered = false;
    for (const ShardSearch& found :
         communicator.gather(search_share(inputs, folder, part, communicator))) {
        missing.insert(missing.end(), found.missing.begin(), found.missing.end());
        recovered = recovered || found.recovered;
    }
    std::sort(missing.begin(), missing.end());
    if (recovered) remove_releases(folder);
    return missing;
}

/// The first pages of a shard, if an earlier start of this run kept them.
std::unique_ptr<ShardReader> kept_pages(const fs::path& kept, const ShardHeader& header) {
    const auto found = peek_shard(kept);
    if (!found || found->fingerprint != header.fingerprint ||
        found->first_page != header.first_page || found->page_count != header.page_count)
        return nullptr;
    return std::make_unique<ShardReader>(kept);
}

/// Index after the last page that is in a shard, either drawn or failed.
std::uint64_t page_after(const ShardReader& shard) {
    std::uint64_t after = shard.header().first_page;
    if (shard.page_count() > 0) after = shard.page(shard.page_count() - 1).index + 1;
    for (const Failure& failure : shard.failures())
        if (!failure.replaced) after = std::max(after, failure.page + 1);
    return after;
}

/// One line for each reason, the most frequent first.
std::string reasons_by_count(const std::map<std::string, std::uint64_t>& failures) {
    constexpr std::size_t k_named = 10;
    std::vector<std::pair<std::uint64_t, std::string>> reasons;
    for (const auto& [reason, count] : failures) reasons.emplace_back(count, reason);
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const auto& a, const auto& b) { return a.first > b.first; });
    std::string text;
    for (std::size_t i = 0; i < std::min(reasons.size(), k_named); ++i)
        text += concat("\n  ", reasons[i].first, " x ", reasons[i].second);
    if (reasons.size() > k_named)
        text += concat("\n  and ", reasons.size() - k_named, " other reasons");
    return text;
}

/// Draws the pages of a shard in order.
class ShardPrinter {
  public:
    /// @param probe  the shard whose first pages show whether any record can be printed
    ShardPrinter(const RunInputs& inputs, const RunFolder& folder, SharedWork& work,
                 std::optional<std::size_t> probe)
        : inputs_(inputs), folder_(folder), work_(work), probe_(probe), press_(inputs) {}

    void make(std::size_t number) {
        work_.begin_task(number);
        const ShardHeader header = shard_header(inputs_, number);
        auto writer = open_writer(number, header);
        const std::uint64_t end = header.first_page + header.page_count;
        for (std::uint64_t index = take_up(number, header, writer); index < end; ++index) {
            if (work_.stopping()) {
                writer->keep(folder_.kept_shard(number));
                ++report_.shards_kept;
                return;
            }
            print(index, *writer);
            if (number == probe_) require_success(header.first_page, index);
            work_.add(1);
        }
        writer->commit();
        std::error_code ignored;
        fs::remove(folder_.kept_shard(number), ignored);
        ++report_.shards_made;
        report_.bytes += fs::file_size(folder_.shard(number));
    }

    GenerateReport report() const {
        GenerateReport report = report_;
        for (const Stage& stage : k_stages)
            report.speed.stages_s[stage.name] = press_.times().*stage.seconds;
        return report;
    }

  private:
    std::unique_ptr<ShardWriter> open_writer(std::size_t number, const ShardHeader& header) const {
        return std::make_unique<ShardWriter>(folder_.shard(number), header,
                                             folder_.workplace(number));
    }

    /// Copies the pages that an earlier start kept. @return the first page to draw
    std::uint64_t take_up(std::size_t number, const ShardHeader& header,
                          std::unique_ptr<ShardWriter>& writer) {
        const fs::path kept = folder_.kept_shard(number);
        try {
            const auto shard = kept_pages(kept, header);
            if (!shard || first_recovered(kept, press_)) return header.first_page;
            for (const Failure& failure : shard->failures()) writer->add(failure);
            for (std::size_t i = 0; i < shard->page_count(); ++i) writer->add(shard->sample(i));
            const std::uint64_t after = page_after(*shard);
            report_.pages_taken_up += after - header.first_page;
            work_.add_restored(after - header.first_page);
            return after;
        } catch (const DataError& error) {
            log_warning(concat("Regenerating the pages of an interrupted start. ", error.what()));
        }
        writer.reset(); // removes its part before a new one is opened
        writer = open_writer(number, header);
        return header.first_page;
    }

    /// Otherwise a run whose records all have the same fault would try each of them for each page.
    /// Only one shard is judged, so that the result does not depend on the number of ranks.
    void require_success(std::uint64_t first, std::uint64_t last) const {
        constexpr std::uint64_t k_most_failures = 64;
        std::uint64_t failures = 0;
        for (const auto& [reason, count] : report_.failures) failures += count;
        if (report_.pages + report_.pages_taken_up > 0 || failures < k_most_failures) return;
        throw DataError(concat("no page can be drawn. ", failures, " attempts for the pages ",
                               first, " to ", last, " failed:", reasons_by_count(report_.failures),
                               "\nCorrect the records or the configuration, or exclude records "
                               "with source.exclude. To see all messages, use --verbose."));
    }

    void print(std::uint64_t index, ShardWriter& writer) {
        std::vector<Failure> failures;
        auto printed = press_.print(index, failures);
        for (const Failure& failure : failures) {
            writer.add(failure);
            ++report_.failures[as_utf8(kind_of(failure))]; // may contain bytes of an invalid file
            log_debug(concat("page ", index, ", record ", failure.record, ": ", failure.reason));
        }
        if (!printed) {
            ++report_.failed_pages;
            return;
        }
        const Sample sample = press_.encode(*printed);
        press_.recycle(std::move(*printed));
        writer.add(sample);
        ++report_.pages;
        for (const LeadSample& lead : sample.leads) report_.crops += lead.crop_png.empty() ? 0 : 1;
    }

    const RunInputs& inputs_;
    const RunFolder& folder_;
    SharedWork& work_;
    std::optional<std::size_t> probe_;
    Press press_;
    GenerateReport report_;
};

void add(GenerateReport& report, const GenerateReport& part) {
    report.shards_made += part.shards_made;
    report.shards_kept += part.shards_kept;
    report.pages_taken_up += part.pages_taken_up;
    report.pages += part.pages;
    report.crops += part.crops;
    report.failed_pages += part.failed_pages;
    report.bytes += part.bytes;
    for (const auto& [reason, count] : part.failures) report.failures[reason] += count;
    for (const auto& [stage, time_s] : part.speed.stages_s) report.speed.stages_s[stage] += time_s;
}

std::uint64_t pages_of(const RunInputs& inputs, const std::vector<std::size_t>& shards) {
    std::uint64_t pages = 0;
    for (const std::size_t shard : shards) pages += shard_header(inputs, shard).page_count;
    return pages;
}

} // namespace

GenerateReport generate(const RunInputs& inputs, const RunFolder& folder,
                        const Communicator& communicator, Progress::Style style,
                        const RunPart& part) {
    const Stopwatch watch;
    const std::size_t shards = shard_count(inputs.config);
    std::optional<RunLock> lock;
    if (communicator.rank() == 0)
        lock = RunLock::for_shards(folder, part.first(shards), part.end(shards));
    communicator.barrier(); // no rank reads shards that another job may write
    const auto missing = missing_shards(inputs, folder, part, communicator);
    if (communicator.rank() == 0) make_parts(folder);
    remove_leftovers(folder, communicator);
    SharedWork work(communicator, missing, "pages", pages_of(inputs, missing), style,
                    folder.logs());
    // Rank 0's list: the first shard, if no shard of this part is complete yet.
    const bool is_new = missing.size() == part.end(shards) - part.first(shards);
    const bool has_probe = communicator.broadcast(is_new && !missing.empty());
    ShardPrinter printer(inputs, folder, work,
                         has_probe ? std::optional(part.first(shards)) : std::nullopt);
    work.for_each([&](std::size_t shard) { printer.make(shard); });

    GenerateReport report;
    for (const GenerateReport& rank : communicator.gather(printer.report())) add(report, rank);
    report.stopped = work.finish(report.shards_made == missing.size());
    report.shards_found = part.end(shards) - part.first(shards) - missing.size();
    report.wall_s = watch.seconds();
    report.speed.pages = report.pages;
    report.speed.ranks = static_cast<std::uint64_t>(communicator.size());
    report.speed.wall_s = report.wall_s;
    if (communicator.rank() == 0 && report.pages > 0) write_speed(folder.logs(), report.speed);
    return report;
}

std::string describe(const GenerateReport& report) {
    const bool nothing_to_do = report.shards_made == 0 && report.pages == 0 && !report.stopped;
    std::string text =
        nothing_to_do
            ? concat("shards    ", report.shards_found == 1 ? "" : "all ", report.shards_found,
                     " already complete\n")
            : concat("shards    ", report.shards_made, " generated, ", report.shards_found,
                     " already complete\npages     ", report.pages, "\ncrops     ", report.crops,
                     "\nbytes     ", fixed(1e-6 * static_cast<double>(report.bytes), 1),
                     " MB\nspeed     ",
                     fixed(static_cast<double>(report.pages) / std::max(1e-9, report.wall_s), 1),
                     " pages/s in ", fixed(report.wall_s, 1), " s\n");
    if (report.pages_taken_up > 0)
        text += concat("restored  ", counted(report.pages_taken_up, "page"),
                       " of an interrupted start\n");
    for (const auto& [reason, count] : report.failures)
        text += concat("replaced  ", count, " x ", reason, "\n");
    if (report.failed_pages > 0)
        text += concat("missing   ", counted(report.failed_pages, "page"),
                       ", because no record could be used\n");
    if (report.stopped)
        text +=
            concat("stopped   on request, no page is lost; ", counted(report.shards_kept, "shard"),
                   report.shards_kept == 1 ? " is" : " are",
                   " partly drawn. The same command resumes the run.\n");
    return text;
}

} // namespace ecgpress
