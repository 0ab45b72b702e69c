#include "views/shard_pages.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/shard/shard_reader.hpp"

namespace ecgpress {

namespace {

/// Shards in the order of their pages. Page counts are the planned ones.
struct ShardList {
    struct Entry {
        fs::path path;
        std::uint64_t first_page = 0, page_count = 0;
    };
    std::vector<Entry> entries;
    std::uint64_t page_count = 0;

    explicit ShardList(const fs::path& folder) {
        for (const auto& file : fs::directory_iterator(folder)) {
            if (file.path().extension() != ".h5") continue;
            const auto header = peek_shard(file.path());
            if (!header) continue;
            entries.push_back({file.path(), header->first_page, header->page_count});
            page_count += header->page_count;
        }
        std::sort(entries.begin(), entries.end(),
                  [](const Entry& a, const Entry& b) { return a.first_page < b.first_page; });
        if (entries.empty())
            throw DataError(
                concat("no shard in ", folder.string(),
                       " can be opened. They may be from another version. Generate them again."));
    }

    /// Returns the index of the page at a position among all planned pages of the shards.
    std::uint64_t index_at(std::uint64_t place) const {
        for (const Entry& entry : entries) {
            if (place < entry.page_count) return entry.first_page + place;
            place -= entry.page_count;
        }
        return 0;
    }

    const Entry* shard_of(std::uint64_t index) const {
        for (const Entry& entry : entries)
            if (index >= entry.first_page && index - entry.first_page < entry.page_count)
                return &entry;
        return nullptr;
    }
};

/// Opens the shard of each page that is asked for, one at a time.
class OpenShard {
  public:
    explicit OpenShard(const ShardList& list) : list_(list) {}

    /// Finds a page in its shard. Empty if the page could not be generated.
    std::optional<std::size_t> find(std::uint64_t index) {
        const ShardList::Entry* entry = list_.shard_of(index);
        if (!entry) return std::nullopt;
        if (entry != std::exchange(opened_, entry))
            shard_ = std::make_unique<ShardReader>(entry->path);
        for (std::size_t i = 0; i < shard_->page_count(); ++i)
            if (shard_->page(i).index == index) return i;
        return std::nullopt;
    }
    std::optional<std::uint64_t> sheet_of(std::uint64_t index) {
        const auto place = find(index);
        if (!place) return std::nullopt;
        return shard_->page(*place).sheet;
    }
    Sample sample(std::size_t place) const { return shard_->sample(place); }

  private:
    const ShardList& list_;
    const ShardList::Entry* opened_ = nullptr;
    std::unique_ptr<ShardReader> shard_;
};

/// The pages and those beside them that show the same sheets.
std::vector<std::uint64_t> whole_sheets(OpenShard& shards,
                                        const std::vector<std::uint64_t>& indices) {
    std::set<std::uint64_t> all;
    for (const std::uint64_t index : indices) {
        const auto sheet = shards.sheet_of(index);
        if (!sheet) continue;
        for (std::uint64_t page = *sheet; page <= index || shards.sheet_of(page) == sheet; ++page)
            if (shards.sheet_of(page) == sheet) all.insert(page);
    }
    return {all.begin(), all.end()};
}

} // namespace

std::uint64_t for_each_shard_page(const fs::path& folder, const PageChoice& choice,
                                  const std::function<void(const Sample&)>& visit) {
    const ShardList list(folder);
    OpenShard shards(list);
    std::vector<std::uint64_t> indices = choice.indices;
    if (indices.empty())
        for (const std::uint64_t place : evenly(list.page_count, choice.count))
            indices.push_back(list.index_at(place));
    if (choice.whole_sheets) indices = whole_sheets(shards, indices);
    for (const std::uint64_t index : indices) {
        const auto place = shards.find(index);
        if (!place && !choice.indices.empty())
            throw ConfigError(concat("page ", index, " does not exist in ", folder.string(),
                                     ". Its shard is missing, or no record could be printed on it. "
                                     "Use another --index."));
        if (place) visit(shards.sample(*place));
    }
    return list.page_count;
}

} // namespace ecgpress
