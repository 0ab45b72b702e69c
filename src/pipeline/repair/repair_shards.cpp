#include "pipeline/repair/repair_shards.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "dataset/shard/shard_salvage.hpp"
#include "dataset/shard/shard_writer.hpp"
#include "pipeline/run/parts_folder.hpp"
#include "pipeline/run/recovered.hpp"
#include "pipeline/run/shared_work.hpp"

namespace ecgpress {

namespace {

/// Problems of a shard.
struct ShardDamage {
    std::string whole; ///< why the whole shard is unusable; empty if its pages can be read
    std::map<std::uint64_t, std::string> pages; ///< page index -> missing or corrupt items
    std::vector<std::string> checksums;         ///< kinds of items with corrupt HDF5 checksums
    bool recovered = false; ///< a page was rendered without a record that can be read now

    bool none() const { return whole.empty() && pages.empty() && checksums.empty(); }
};

/// A shard that was repaired, or would be.
struct MendedShard {
    std::uint64_t number = 0, drawn = 0, kept = 0; ///< pages drawn again and kept
    std::vector<std::string> problems;
    bool recovered = false; ///< as in ShardDamage

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.number, self.drawn, self.kept, self.problems, self.recovered);
    }
};

/// Checks and repairs the shards of this rank sequentially.
class ShardMender {
  public:
    ShardMender(const RunInputs& inputs, const RunFolder& folder, SharedWork& work,
                const RepairSettings& settings)
        : inputs_(inputs), folder_(folder), work_(work), settings_(settings), press_(inputs) {}

    void mend(std::size_t number) {
        work_.begin_task(number);
        const ShardHeader header = shard_header(inputs_, number);
        std::optional<ShardSalvage> salvage;
        const ShardDamage damage = find_damage(folder_.shard(number), header, salvage);
        if (work_.stopping() || damage.none()) return;
        std::uint64_t drawn = damage.whole.empty() ? damage.pages.size() : header.page_count;
        if (!settings_.dry_run) {
            drawn_ = 0;
            if (!write_anew(number, header, damage, salvage)) return;
            drawn = drawn_;
        }
        note(number, header, damage, drawn);
    }

    /// The shards that were repaired.
    const std::vector<MendedShard>& mended() const { return mended_; }

  private:
    ShardDamage find_damage(const fs::path& path, const ShardHeader& header,
                            std::optional<ShardSalvage>& salvage) {
        ShardDamage damage;
        if (!fs::exists(path)) {
            damage.whole = "the shard is missing";
            return damage;
        }
        try {
            salvage.emplace(path);
        } catch (const DataError& error) {
            damage.whole = error.what();
            return damage;
        }
        const ShardHeader& found = salvage->shard().header();
        if (found.fingerprint != inputs_.fingerprint)
            throw ConfigError(concat(path.string(), " belongs to a different run. Remove it."));
        if (found.first_page != header.first_page || found.page_count != header.page_count) {
            damage.whole = "the file contains a different shard of this run";
            return damage;
        }
        find_damaged_pages(*salvage, header, damage);
        return damage;
    }

    void find_damaged_pages(ShardSalvage& salvage, const ShardHeader& header, ShardDamage& damage) {
        const ShardReader& shard = salvage.shard();
        for (std::uint64_t i = 0; i < header.page_count; ++i)
            damage.pages[header.first_page + i] = "missing";
        for (const Failure& failure : shard.failures())
            if (!failure.replaced) damage.pages.erase(failure.page);
        for (std::size_t i = 0; i < shard.page_count() && !work_.stopping(); ++i) {
            std::vector<std::string> items;
            for (const ItemDamage& item : salvage.page(i).damage) items.push_back(item.item);
            if (items.empty())
                damage.pages.erase(shard.page(i).index);
            else
                damage.pages[shard.page(i).index] = join(items, ", ");
            work_.add(1);
        }
        for (const Failure& failure : shard.failures())
            if (press_.can_print(failure.page, failure.record)) {
                damage.pages[failure.page] = drawn_without(failure);
                damage.recovered = true;
            }
        damage.checksums = salvage.wrong_checksums();
    }

    /// Writes the shard from its valid pages and from redrawn ones. The old shard is replaced when
    /// the new one is complete. @return false if a stop was requested: the old shard is unchanged
    bool write_anew(std::size_t number, const ShardHeader& header, const ShardDamage& damage,
                    std::optional<ShardSalvage>& salvage) {
        make_parts(folder_);
        ShardWriter writer(folder_.shard(number), header, folder_.workplace(number));
        std::size_t next = 0; // position in the old shard
        for (std::uint64_t i = 0; i < header.page_count; ++i) {
            const std::uint64_t index = header.first_page + i;
            if (work_.stopping()) return false;
            if (!damage.whole.empty() || damage.pages.count(index) > 0)
                draw(index, writer);
            else
                keep(index, *salvage, next, writer);
        }
        salvage.reset();
        writer.commit();
        return true;
    }

    void keep(std::uint64_t index, ShardSalvage& salvage, std::size_t& next, ShardWriter& writer) {
        const ShardReader& shard = salvage.shard();
        for (const Failure& failure : shard.failures())
            if (failure.page == index) writer.add(failure);
        while (next < shard.page_count() && shard.page(next).index < index) ++next;
        if (next == shard.page_count() || shard.page(next).index != index) return;
        const SalvagedPage page = salvage.page(next);
        if (!page.sample)
            throw DataError(concat("page ", index,
                                   " changed during the repair. Run repair again when nothing else "
                                   "writes to the folder."));
        writer.add(*page.sample);
    }

    void draw(std::uint64_t index, ShardWriter& writer) {
        ++drawn_;
        std::vector<Failure> failures;
        auto printed = press_.print(index, failures);
        for (const Failure& failure : failures) writer.add(failure);
        if (!printed) return;
        writer.add(press_.encode(*printed));
        press_.recycle(std::move(*printed));
    }

    void note(std::size_t number, const ShardHeader& header, const ShardDamage& damage,
              std::uint64_t drawn) {
        std::vector<std::string> wrong;
        if (!damage.whole.empty()) wrong.push_back(as_utf8(damage.whole));
        for (const auto& [index, items] : damage.pages)
            wrong.push_back(concat("page ", index, ": ", items));
        for (const std::string& kind : damage.checksums)
            wrong.push_back(concat("an HDF5 checksum of the items `", kind, "`"));
        mended_.push_back({number, drawn, header.page_count - drawn, wrong, damage.recovered});
    }

    const RunInputs& inputs_;
    const RunFolder& folder_;
    SharedWork& work_;
    const RepairSettings& settings_;
    Press press_;
    std::uint64_t drawn_ = 0; ///< pages redrawn in the current shard
    std::vector<MendedShard> mended_;
};

/// Reports the repaired shards of all ranks, in shard order.
void add_mended(const std::vector<std::vector<MendedShard>>& ranks, const RepairSettings& settings,
                RepairReport& report) {
    std::map<std::uint64_t, MendedShard> mended;
    for (const std::vector<MendedShard>& rank : ranks)
        for (const MendedShard& shard : rank) mended[shard.number] = shard;
    for (const auto& [number, shard] : mended) {
        ++report.shards_mended;
        report.pages_drawn += shard.drawn;
        report.pages_kept += shard.kept;
        report.recovered = report.recovered || shard.recovered;
        report.lines.push_back(concat(shard_name(number), ": ", shard.drawn, " of ",
                                      counted(shard.drawn + shard.kept, "page"),
                                      settings.dry_run ? " to redraw, " : " redrawn, ", shard.kept,
                                      " kept"));
        add_listed(report.lines, shard.problems);
    }
}

} // namespace

void repair_shards(const RunInputs& inputs, const RunFolder& folder,
                   const Communicator& communicator, Progress::Style style,
                   const RepairSettings& settings, RepairReport& report) {
    report.shards = shard_count(inputs.config);
    std::vector<std::size_t> all(report.shards);
    std::iota(all.begin(), all.end(), std::size_t{0});
    SharedWork work(communicator, all, "pages checked", inputs.plan->page_count(), style);
    ShardMender mender(inputs, folder, work, settings);
    work.for_each([&](std::size_t shard) { mender.mend(shard); });
    add_mended(communicator.gather(mender.mended()), settings, report);
    report.stopped = work.finish(!work.stopped());
    report.recovered = communicator.broadcast(report.recovered);
    if (settings.dry_run && report.shards_mended > 0) report.whole = false;
}

} // namespace ecgpress
