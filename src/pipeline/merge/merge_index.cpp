#include "pipeline/merge/merge_index.hpp"

#include <algorithm>
#include <map>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "dataset/shard/failure_list.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "pipeline/merge/selection.hpp"
#include "pipeline/run/run_identity.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_most_lines = 20; ///< lines of a list in an error message

std::string list_of(std::vector<std::string> lines) {
    const std::size_t count = lines.size();
    if (count > k_most_lines) {
        lines.resize(k_most_lines);
        lines.push_back(concat("and ", count - k_most_lines, " more"));
    }
    return "\n  " + join(lines, "\n  ");
}

/// Collects the parts while pages are added in page order.
class PartList {
  public:
    void add(const PartKey& key, std::uint64_t page, const Selector& before) {
        const auto [at, is_new] = parts_.try_emplace(key);
        MergePart& part = at->second;
        if (is_new) part = {key, page, page, before.state(), 0};
        part.last_page = page;
        ++part.pages;
    }
    std::vector<MergePart> in_order() const {
        std::vector<MergePart> parts;
        for (const auto& [key, part] : parts_) parts.push_back(part);
        return parts;
    }

  private:
    std::map<PartKey, MergePart> parts_;
};

} // namespace

std::uint64_t pages_a_part(const Config& config, const ReleaseFormat& format) {
    const std::uint64_t shard = config.shard.pages, folder = config.release.pages_per_folder;
    return folder == 0 || format.keeps_shards ? shard : (shard + folder - 1) / folder * folder;
}

void require_all_shards(const MergeInputs& inputs, const RunFolder& folder) {
    std::vector<std::string> problems;
    const std::size_t count = shard_count(inputs.config);
    for (std::size_t number = 0; number < count; ++number) {
        const fs::path path = folder.shard(number);
        const auto header = peek_shard(path);
        if (!header && !fs::exists(path))
            problems.push_back(concat(path.string(), " is missing"));
        else if (!header)
            problems.push_back(concat(path.string(), " is corrupt: it cannot be opened"));
        else if (header->fingerprint != inputs.fingerprint)
            problems.push_back(concat(path.string(), " belongs to a different run"));
    }
    if (!problems.empty())
        throw DataError(
            concat(problems.size(), " of ", counted(count, "shard"), " cannot be merged. Run ",
                   "`ecgpress generate` with the same --out to generate them.", list_of(problems)));
}

MergeIndex index_release(const MergeInputs& inputs, const RunFolder& run,
                         const ReleaseFormat& format, const fs::path& release) {
    if (format.needs_words && !inputs.config.release.truth.words)
        throw ConfigError(concat("a release of format ", format.name,
                                 " needs the words of pages, which this run does not have. Start "
                                 "a run with `truth: {words: true}` in another folder."));
    const std::uint64_t range = pages_a_part(inputs.config, format);
    MergeIndex index{format.open(release, inputs.config.release),
                     std::make_unique<ReleaseIndex>(release, inputs.config.release),
                     {},
                     {},
                     0,
                     &format,
                     inputs.config.release};
    Selector selector(inputs.config);
    PartList parts;
    FailureList failures;
    for (std::size_t number = 0; number < shard_count(inputs.config); ++number) {
        const ShardReader shard(run.shard(number));
        for (std::size_t i = 0; i < shard.page_count(); ++i) {
            const PageRow& row = shard.page(i);
            const Selector before = selector;
            const PageSelection selection = selector.select(row, shard.leads(i));
            const IndexedPage page{row,
                                   shard.leads(i),
                                   selection,
                                   shard.stored_bytes(i),
                                   {{}, row.index / range},
                                   shard.stored_sizes(i),
                                   &shard.words(i),
                                   &shard.beats(i)};
            const auto key = index.writer->index_page(page);
            if (!key) continue;
            parts.add(*key, row.index, before);
            index.tables->add(page, *index.writer);
            ++index.pages;
        }
        failures.add(shard.failures());
    }
    index.failures = failures.listed();
    if (index.pages == 0)
        throw DataError(concat(
            "no page of the run can be in a release of format ", format.name, ": ",
            index.failures.empty() ? std::string(format.needs) : index.failures.front().reason));
    const Selector::Shortfalls shortfalls = selector.shortfalls();
    for (const std::string& shortfall : shortfalls.others) log_warning(shortfall);
    if (!shortfalls.required.empty())
        throw DataError(
            concat("the run has too few pages for its caps:", list_of(shortfalls.required),
                   "\nSet caps.required: false of a group to keep what there is."));
    index.parts = parts.in_order();
    return index;
    // False positive: the analyzer does not follow a unique_ptr in a returned aggregate.
    // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks)
}

} // namespace ecgpress
