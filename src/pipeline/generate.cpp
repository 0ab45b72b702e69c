#include "pipeline/generate.hpp"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/text.hpp"
#include "core/version.hpp"
#include "dataset/shard.hpp"
#include "parallel/work_queue.hpp"
#include "pipeline/shared_progress.hpp"

namespace ecgpress {

namespace {

using nlohmann::json;

ShardHeader header_of(const RunInputs& inputs, std::size_t shard) {
    ShardHeader header;
    header.version = k_version;
    header.fingerprint = inputs.fingerprint;
    header.config = effective_config(inputs.config);
    header.first_page = shard * inputs.config.shard.pages;
    header.page_count =
        std::min(inputs.config.shard.pages, inputs.plan->page_count() - header.first_page);
    return header;
}

/// The shards that are not there yet. A damaged one is made again; one of another run is refused.
std::vector<std::size_t> missing_shards(const RunInputs& inputs, const RunFolder& folder) {
    std::vector<std::size_t> missing;
    for (std::size_t number = 0; number < shard_count(inputs); ++number) {
        const fs::path path = folder.shard(number);
        const auto header = peek_shard(path);
        if (header && header->fingerprint != inputs.fingerprint)
            throw ConfigError(concat(path.string(), " is of another run (its fingerprint is ",
                                     header->fingerprint.substr(0, 12), ", ours ",
                                     inputs.fingerprint.substr(0, 12), "); remove it"));
        if (!header && fs::exists(path))
            log_warning(concat(path.string(), " is damaged (it cannot be opened): made again"));
        if (!header) missing.push_back(number);
    }
    return missing;
}

/// A failure without what is particular to one record, so that like ones can be counted together:
/// the problem of "problem (why) what to try", less the words that name the record's file.
std::string kind_of(const Failure& failure) {
    std::vector<std::string> words;
    const std::string problem = failure.reason.substr(0, failure.reason.find(" ("));
    for (const std::string& word : split_text(problem, ' '))
        if (word.find(failure.record) == std::string::npos) words.push_back(word);
    return join(words, " ");
}

/// Prints one shard's pages in order.
class ShardPrinter {
  public:
    ShardPrinter(const RunInputs& inputs, const RunFolder& folder, WorkQueue& queue,
                 SharedProgress& progress)
        : inputs_(inputs), folder_(folder), queue_(queue), progress_(progress), press_(inputs) {}

    void make(std::size_t number) {
        const ShardHeader header = header_of(inputs_, number);
        ShardWriter writer(folder_.shard(number), header);
        for (std::uint64_t i = 0; i < header.page_count; ++i) {
            print(header.first_page + i, writer);
            progress_.add(1);
            queue_.serve();
        }
        writer.commit();
        ++report_.shards_made;
        report_.bytes += fs::file_size(folder_.shard(number));
    }

    const GenerateReport& report() const { return report_; }

  private:
    void print(std::uint64_t index, ShardWriter& writer) {
        std::vector<Failure> failures;
        auto printed = press_.print(index, failures);
        for (const Failure& failure : failures) {
            writer.add(failure);
            ++report_.failures[kind_of(failure)];
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
    WorkQueue& queue_;
    SharedProgress& progress_;
    Press press_;
    GenerateReport report_;
};

std::string to_text(const GenerateReport& report) {
    return json{{"shards", report.shards_made}, {"pages", report.pages},
                {"crops", report.crops},        {"failed", report.failed_pages},
                {"bytes", report.bytes},        {"failures", report.failures}}
        .dump(-1, ' ', false, json::error_handler_t::replace); // a reason may quote a bad file
}

void add_text(GenerateReport& report, const std::string& text) {
    const json part = json::parse(text);
    report.shards_made += part.at("shards").get<std::uint64_t>();
    report.pages += part.at("pages").get<std::uint64_t>();
    report.crops += part.at("crops").get<std::uint64_t>();
    report.failed_pages += part.at("failed").get<std::uint64_t>();
    report.bytes += part.at("bytes").get<std::uint64_t>();
    for (const auto& item : part.at("failures").items())
        report.failures[item.key()] += item.value().get<std::uint64_t>();
}

std::uint64_t pages_of(const RunInputs& inputs, const std::vector<std::size_t>& shards) {
    std::uint64_t pages = 0;
    for (const std::size_t shard : shards) pages += header_of(inputs, shard).page_count;
    return pages;
}

} // namespace

GenerateReport generate(const RunInputs& inputs, const RunFolder& folder,
                        const Communicator& communicator, Progress::Style style) {
    const auto start = std::chrono::steady_clock::now();
    std::vector<std::size_t> missing;
    if (communicator.rank() == 0) missing = missing_shards(inputs, folder);
    WorkQueue queue(communicator, missing);
    SharedProgress progress(communicator, "pages", pages_of(inputs, missing), style);
    ShardPrinter printer(inputs, folder, queue, progress);
    while (const auto shard = queue.next()) printer.make(*shard);
    progress.finish();

    GenerateReport report;
    for (const std::string& text : communicator.gather(to_text(printer.report())))
        add_text(report, text);
    report.shards_found = shard_count(inputs) - missing.size();
    report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

std::string describe(const GenerateReport& report) {
    std::string text = concat(
        "shards    ", report.shards_made, " made, ", report.shards_found,
        " found finished\npages     ", report.pages, "\ncrops     ", report.crops, "\nbytes     ",
        fixed(1e-6 * static_cast<double>(report.bytes), 1), " MB\nspeed     ",
        fixed(static_cast<double>(report.pages) / std::max(1e-9, report.wall_s), 1), " pages/s in ",
        fixed(report.wall_s, 1), " s\n");
    for (const auto& [reason, count] : report.failures)
        text += concat("replaced  ", count, " x ", reason, "\n");
    if (report.failed_pages > 0)
        text += concat("missing   ", report.failed_pages, " pages that no record could fill\n");
    return text;
}

} // namespace ecgpress
