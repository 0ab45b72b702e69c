#include "pipeline/merge.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "core/version.hpp"
#include "dataset/release_writer.hpp"
#include "dataset/shard.hpp"
#include "parallel/work_queue.hpp"
#include "pipeline/selection.hpp"
#include "pipeline/shared_progress.hpp"

namespace ecgpress {

namespace {

using nlohmann::json;

constexpr std::size_t k_most_lines = 20; ///< of a list in an error message

std::string list_of(std::vector<std::string> lines) {
    const std::size_t count = lines.size();
    if (count > k_most_lines) {
        lines.resize(k_most_lines);
        lines.push_back(concat("and ", count - k_most_lines, " more"));
    }
    return "\n  " + join(lines, "\n  ");
}

/// @throws DataError naming every shard that is missing, damaged or of another run
void require_all_shards(const RunInputs& inputs, const RunFolder& folder) {
    std::vector<std::string> problems;
    const std::size_t count = shard_count(inputs.config);
    for (std::size_t number = 0; number < count; ++number) {
        const fs::path path = folder.shard(number);
        const auto header = peek_shard(path);
        if (!header && !fs::exists(path))
            problems.push_back(concat(path.string(), " is missing"));
        else if (!header)
            problems.push_back(concat(path.string(), " is damaged: it cannot be opened"));
        else if (header->fingerprint != inputs.fingerprint)
            problems.push_back(concat(path.string(), " is of another run"));
    }
    if (!problems.empty())
        throw DataError(
            concat(problems.size(), " of ", count, " shards cannot be merged (run ",
                   "`ecgpress generate` with the same --out to make them):", list_of(problems)));
}

/// The run's pages in ranges that ranks merge by themselves. Each range is whole folders of the
/// release, so that two ranks never write into one of them, and whole shards if these are larger;
/// of a release in one flat folder, a shard.
struct Ranges {
    std::uint64_t pages = 0, size = 1;

    explicit Ranges(const Config& config) : pages(config.page_count()) {
        const std::uint64_t shard = config.shard.pages, folder = config.release.pages_per_folder;
        size = folder == 0 ? shard : (shard + folder - 1) / folder * folder;
    }
    std::size_t count() const { return static_cast<std::size_t>((pages + size - 1) / size); }
    std::uint64_t first(std::size_t range) const { return range * size; }
    std::uint64_t end(std::size_t range) const { return std::min(pages, first(range) + size); }
};

/// What rank 0 finds out in one walk over all shards' tables.
struct Index {
    std::vector<std::string> selector_states; ///< at the beginning of each range
    std::vector<WrittenFile> files;
    std::uint64_t pages = 0;
};

ReleaseSummary summary_of(const RunInputs& inputs, std::vector<Failure> failures) {
    ReleaseSummary summary;
    summary.version = k_version;
    summary.config = release_config(inputs.config);
    summary.source_fingerprint = inputs.source->fingerprint();
    summary.typeface_sha256 = inputs.typefaces.of(Face::sans).sha256();
    summary.attribution = inputs.source->attribution();
    summary.failures = std::move(failures);
    return summary;
}

/// Walks over all pages in order: selects, writes the index files.
/// @throws DataError if a cap cannot be filled
Index write_index(const RunInputs& inputs, const RunFolder& folder) {
    Selector selector(inputs.config);
    const auto writer = open_release(folder.release(), inputs.config.release);
    std::vector<Failure> failures;
    const Ranges ranges(inputs.config);
    Index index;
    const auto enter_ranges = [&](std::uint64_t page) { // a range may have no page that is there
        while (index.selector_states.size() < ranges.count() &&
               ranges.first(index.selector_states.size()) <= page)
            index.selector_states.push_back(selector.state());
    };
    for (std::size_t number = 0; number < shard_count(inputs.config); ++number) {
        const ShardReader shard(folder.shard(number));
        for (std::size_t i = 0; i < shard.page_count(); ++i) {
            enter_ranges(shard.page(i).index);
            writer->index_page(shard.page(i), shard.leads(i),
                               selector.select(shard.page(i), shard.leads(i)));
        }
        index.pages += shard.page_count();
        failures.insert(failures.end(), shard.failures().begin(), shard.failures().end());
    }
    enter_ranges(ranges.pages);
    if (index.pages == 0)
        throw DataError(concat("no page of the run could be printed (",
                               failures.empty() ? "its shards are empty" : failures.front().reason,
                               ")"));
    const auto shortfalls = selector.shortfalls();
    if (!shortfalls.empty())
        throw DataError("the run is too small for its caps:" + list_of(shortfalls));
    index.files = writer->finish_index(summary_of(inputs, std::move(failures)));
    return index;
}

std::string sum_lines(const std::vector<WrittenFile>& files) {
    std::string text;
    for (const WrittenFile& file : files) text += file.sha256 + "  " + file.path + "\n";
    return text;
}

/// Writes the files of one range of pages after another.
class RangeMerger {
  public:
    RangeMerger(const RunInputs& inputs, const RunFolder& folder, WorkQueue& queue,
                SharedProgress& progress)
        : inputs_(inputs), folder_(folder), queue_(queue), progress_(progress),
          ranges_(inputs.config), writer_(open_release(folder.release(), inputs.config.release)) {}

    /// Writes the files of a range's pages, then the note that they are written; no note if the run
    /// was asked to stop in between.
    void merge(std::size_t range, const std::string& selector_state) {
        Selector selector(inputs_.config);
        selector.restore(selector_state);
        const std::uint64_t per_shard = inputs_.config.shard.pages;
        std::string sums;
        for (std::uint64_t page = ranges_.first(range); page < ranges_.end(range);
             page = (page / per_shard + 1) * per_shard)
            merge_pages(static_cast<std::size_t>(page / per_shard), page, ranges_.end(range),
                        selector, sums);
        if (queue_.stopping()) return;
        sync_file_system(folder_.release()); // the note must not outlive what it speaks of
        write_file_whole(merged_range(folder_, range), sums);
    }

  private:
    /// The pages of one shard that lie within [first, end).
    void merge_pages(std::size_t number, std::uint64_t first, std::uint64_t end, Selector& selector,
                     std::string& sums) {
        progress_.begin_task(number);
        const ShardReader shard(folder_.shard(number));
        for (std::size_t i = 0; i < shard.page_count() && !queue_.stopping(); ++i) {
            const std::uint64_t index = shard.page(i).index;
            if (index < first || index >= end) continue;
            const PageSelection selection = selector.select(shard.page(i), shard.leads(i));
            sums += sum_lines(writer_->write_page(shard.sample(i), selection));
            progress_.add(1);
            queue_.serve();
        }
    }

    const RunInputs& inputs_;
    const RunFolder& folder_;
    WorkQueue& queue_;
    SharedProgress& progress_;
    Ranges ranges_;
    std::unique_ptr<ReleaseWriter> writer_;
};

/// SHA256SUMS: the index files, then all pages' files in page order, so that shard sizes cannot be
/// seen in it.
std::uint64_t write_sums(const RunInputs& inputs, const RunFolder& folder, const Index& index) {
    const fs::path path = folder.release() / "SHA256SUMS", part = path.string() + ".part";
    std::uint64_t files = index.files.size();
    {
        std::ofstream out(part, std::ios::binary | std::ios::trunc);
        out << sum_lines(index.files);
        for (std::size_t range = 0; range < Ranges(inputs.config).count(); ++range) {
            const std::string lines = read_file(merged_range(folder, range));
            files += static_cast<std::uint64_t>(std::count(lines.begin(), lines.end(), '\n'));
            out << lines;
        }
        out.flush();
        if (!out)
            throw IoError(concat("cannot write ", part.string(), " (is the disk full?); run the ",
                                 "same command again when there is room"));
    }
    publish_file(part, path);
    fs::remove_all(folder.merge_progress());
    return files;
}

/// Rank 0's checks and index, and what the other ranks need of it.
Index prepare(const RunInputs& inputs, const RunFolder& folder, const Communicator& communicator) {
    Index index;
    if (communicator.rank() == 0) {
        require_all_shards(inputs, folder);
        make_folder(folder.release());
        make_folder(folder.merge_progress());
        fs::remove_all(folder.parts()); // of processes that were killed
        index = write_index(inputs, folder);
    }
    const std::string states = communicator.broadcast(json(index.selector_states).dump());
    index.selector_states = json::parse(states).get<std::vector<std::string>>();
    return index;
}

std::vector<std::size_t> unmerged_ranges(const RunInputs& inputs, const RunFolder& folder) {
    std::vector<std::size_t> unmerged;
    for (std::size_t range = 0; range < Ranges(inputs.config).count(); ++range)
        if (!fs::exists(merged_range(folder, range))) unmerged.push_back(range);
    return unmerged;
}

/// @return true at every rank if an earlier start ended the release
bool is_complete(const RunFolder& folder, const Communicator& communicator) {
    const bool complete = communicator.rank() == 0 && fs::exists(folder.release() / "SHA256SUMS");
    return communicator.broadcast(complete ? "yes" : "no") == "yes";
}

} // namespace

MergeReport merge(const RunInputs& inputs, const RunFolder& folder,
                  const Communicator& communicator, Progress::Style style) {
    const auto start = std::chrono::steady_clock::now();
    MergeReport report;
    report.already_complete = is_complete(folder, communicator);
    if (report.already_complete) {
        if (communicator.rank() == 0) {
            fs::remove_all(folder.merge_progress());
            fs::remove_all(folder.parts());
        }
        return report;
    }
    const Index index = prepare(inputs, folder, communicator);
    std::vector<std::size_t> todo;
    if (communicator.rank() == 0) todo = unmerged_ranges(inputs, folder);
    WorkQueue queue(communicator, todo);
    SharedProgress progress(communicator, "pages merged",
                            std::min(index.pages, todo.size() * Ranges(inputs.config).size), style,
                            folder.logs());
    RangeMerger merger(inputs, folder, queue, progress);
    while (const auto range = queue.next([&] { progress.collect(); }))
        merger.merge(*range, index.selector_states[*range]);
    if (communicator.rank() == 0 && unmerged_ranges(inputs, folder).empty())
        report.files = write_sums(inputs, folder, index);
    report.stopped = communicator.broadcast(report.files > 0 ? "merged" : "stopped") == "stopped";
    progress.finish(report.stopped);
    report.pages = index.pages;
    report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

std::string describe(const MergeReport& report) {
    if (report.already_complete) return "release   complete already\n";
    if (report.stopped) return "stopped   as asked, nothing is lost; the same command goes on\n";
    return concat("release   ", report.files, " files of ", report.pages, " pages in ",
                  fixed(report.wall_s, 1), " s\n");
}

std::size_t merge_range_count(const Config& config) {
    return Ranges(config).count();
}

fs::path merged_range(const RunFolder& folder, std::size_t range) {
    return folder.merge_progress() / concat("range-", zero_padded(range, 6), ".sums");
}

} // namespace ecgpress
