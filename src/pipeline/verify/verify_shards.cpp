#include "pipeline/verify/verify_shards.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/shard/shard_salvage.hpp"
#include "parallel/shared_items.hpp"
#include "pipeline/compare/page_choice.hpp"
#include "pipeline/compare/stored_page.hpp"
#include "pipeline/rules/row_rules.hpp"
#include "pipeline/verify/run_facts.hpp"
#include "pipeline/verify/shard_names.hpp"

namespace ecgpress {

namespace {

/// Checks the pages of this rank's shards.
class ShardCheck {
  public:
    ShardCheck(const VerifySettings& settings, RankFindings& part)
        : settings_(settings), part_(part) {}

    /// Sets the pages that are compared with each other, by index; until then all are.
    void choose(const PageChoice& choice) { choice_ = choice; }

    /// Checks all items' checksums, then the valid pages against every rule and each item with the
    /// others. An error on a page does not keep the others from being checked.
    void check(ShardSalvage& salvage, const std::string& name) {
        const ShardReader& shard = salvage.shard();
        read_config(shard.header(), name);
        for (std::size_t i = 0; i < shard.page_count(); ++i) {
            ++part_.pages;
            const std::string place = concat(name, ": page ", shard.page(i).index);
            try {
                const SalvagedPage page = salvage.page(i);
                for (const ItemDamage& damage : page.damage)
                    part_.problems.add(place, damage.item + " " + damage.problem);
                if (page.sample) check(*page.sample, name);
            } catch (const Error& error) {
                part_.problems.add(place, concat("cannot be checked. ", error.what()));
            }
        }
        for (const std::string& kind : salvage.wrong_checksums())
            part_.problems.add(name, concat("an HDF5 checksum of the items `", kind,
                                            "` is corrupt. The items are valid."));
    }

    RunFacts& facts() { return facts_; }

  private:
    /// Shards of a run have the same configuration, which is read once.
    void read_config(const ShardHeader& header, const std::string& name) {
        if (stated_ && header.config == config_ && header.version == version_) return;
        config_ = header.config;
        version_ = header.version;
        floors_db_ = oracle_floors_db(header.config);
        planned_ = planned_pages(header.config, header.version);
        stated_.reset();
        try {
            stated_ = read_stated_config(header.config);
        } catch (const DataError& error) {
            part_.problems.add(name, std::string(error.what()));
        }
        if (!planned_)
            part_.not_checked.push_back(concat(
                name, ": whether its plans are those of its configuration: another version of the ",
                "program wrote it, or the configuration cannot be read"));
    }

    void check(const Sample& sample, const std::string& shard) {
        if (!stated_) return;
        const PageRows rows = rows_of(sample);
        const Report report = [&](const std::string& item, const std::string& problem) {
            const bool is_row = item == k_pages_table || item == k_leads_table ||
                                item == k_words_table || item == k_beats_table;
            part_.problems.add(shard, is_row ? problem : concat(item, ": ", problem));
        };
        check_rows(rows, *stated_, report);
        check_datasets(sample.row, report);
        facts_.add(rows.page, shard, part_.problems);
        const ReadPage page = check_stored_page(
            sample, rows, *stated_, planned_ ? &*planned_ : nullptr,
            choice_.has(sample.row.index) ? PageChecks::all : PageChecks::rules, report);
        for (const LeadSample& lead : sample.leads) part_.crops += lead.crop_png.empty() ? 0 : 1;
        if (!settings_.oracle) return;
        const OracleScores scores = oracle_scores(page);
        part_.problems.add(concat(shard, ": ", rows.page.name), under_floor(scores, floors_db_));
        part_.oracle.add(scores);
    }

    void check_datasets(const PageRow& page, const Report& report) const {
        const StatedGroup* group = stated_->group(page.group);
        if (group != nullptr && page.datasets.bits() != group->datasets.bits())
            report(k_pages_table,
                   concat("page ", page.index, ": its datasets are not those of its group"));
    }

    const VerifySettings& settings_;
    RankFindings& part_;
    PageChoice choice_;
    RunFacts facts_;
    std::string config_, version_; ///< of the shard before, and what follows from them:
    std::optional<StatedConfig> stated_;
    std::optional<PlannedPages> planned_;
    OracleScores floors_db_;
};

/// Compares the failures with the pages: a page exists exactly if its last record was replaced, and
/// no page shows a record that could not be printed on it.
void check_failures(const ShardReader& shard, const std::string& name, RankFindings& part) {
    std::map<std::uint64_t, std::string> records;
    for (std::size_t i = 0; i < shard.page_count(); ++i)
        records.emplace(shard.page(i).index, shard.page(i).record);
    const ShardHeader& header = shard.header();
    for (const Failure& failure : shard.failures()) {
        const auto problem = [&](const std::string& what) {
            part.problems.add(name, concat("failure of page ", failure.page, ": ", what));
        };
        const auto page = records.find(failure.page);
        if (failure.page < header.first_page ||
            failure.page - header.first_page >= header.page_count)
            problem("the page is not one of the shard");
        else if (failure.reason.empty() || failure.record.empty())
            problem("has no record or no reason");
        else if (!failure.replaced && page != records.end())
            problem("no record was left, but the page exists");
        else if (page != records.end() && page->second == failure.record)
            problem(
                concat("record ", failure.record, " could not be printed, but the page shows it"));
    }
}

/// Checks that every index of the shard's range has a page, or a failure that contains the reason.
/// Notes the leads that are not completely on their paper.
void check_count(const ShardReader& shard, const std::string& name, RankFindings& part) {
    const auto lost = std::count_if(shard.failures().begin(), shard.failures().end(),
                                    [](const Failure& failure) { return !failure.replaced; });
    const std::uint64_t listed = shard.page_count() + static_cast<std::uint64_t>(lost);
    if (listed != shard.header().page_count)
        part.problems.add(name, concat("contains ", counted(shard.page_count(), "page"), " and ",
                                       counted(static_cast<std::uint64_t>(lost), "failed page"),
                                       ", expected ", shard.header().page_count, " in total"));
    check_failures(shard, name, part);
    for (std::size_t i = 0; i < shard.page_count(); ++i)
        for (const LeadRow& lead : shard.leads(i))
            if (lead.lost_samples > 0)
                part.lost.add(lead_name(shard.page(i), lead), lost_text(lead));
}

/// Names of all files in a folder, sorted. Called on rank 0. @throws IoError
std::vector<std::string> names_in(const fs::path& folder) try {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(folder))
        names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
} catch (const fs::filesystem_error& error) {
    throw IoError(concat("the folder of shards cannot be listed: ", error.what()));
}

/// The run of a folder of shards as the first readable shard states it. Called on rank 0.
std::optional<ShardHeader> stated_header(const fs::path& folder,
                                         const std::vector<std::string>& names) {
    for (const std::string& name : names)
        if (const auto header = is_shard_name(name) ? peek_shard(folder / name) : nullptr)
            return *header;
    return std::nullopt;
}

class FolderCheck {
  public:
    FolderCheck(fs::path folder, const Communicator& communicator, const VerifySettings& settings)
        : folder_(std::move(folder)), communicator_(communicator), settings_(settings),
          is_root_(communicator.rank() == 0), pages_(settings, part_) {}

    RankFindings run(const RunIdentity* run) try {
        const auto names = from_rank_0<std::vector<std::string>>(
            communicator_, [this] { return names_in(folder_); });
        if (run == nullptr) {
            take_stated_run(names);
            if (stated_) run = &*stated_;
        }
        if (run != nullptr) choose_pages(run->config.page_count());
        if (run != nullptr && is_root_) report_missing_shards(*run, names, part_.problems);
        const auto size = static_cast<std::size_t>(communicator_.size());
        for (auto i = static_cast<std::size_t>(communicator_.rank()); i < names.size(); i += size)
            check_file(names[i], run);
        gather_shards(run == nullptr);
        gather_facts();
        require_total(names.size());
        return std::move(part_);
    } catch (const IoError& error) { // on all ranks: the folder cannot be listed
        if (is_root_) part_.problems.add("shards", std::string(error.what()));
        return std::move(part_);
    }

  private:
    /// Without run.json, the shards' own headers tell which run they are of.
    void take_stated_run(const std::vector<std::string>& names) {
        const auto found = from_rank_0<std::vector<std::string>>(communicator_, [&] {
            const auto header = stated_header(folder_, names);
            if (!header) return std::vector<std::string>{};
            return std::vector<std::string>{header->config, header->fingerprint, header->version};
        });
        const auto skip = [&](const std::string& what) {
            if (is_root_) part_.not_checked.push_back(what);
        };
        skip("whether the shards are of the run that was meant: there is no run.json here");
        skip("records of pages, patients, ages and sexes of records that are on one page only, "
             "measurements and statements in headers, warps away from traces, and what images show "
             "beside traces: nothing else in a shard repeats them");
        if (found.empty()) return;
        try {
            ShardHeader header;
            header.config = found[0];
            header.fingerprint = found[1];
            header.version = found[2];
            stated_ = identity_of_shard(header);
        } catch (const Error&) { // a shard of another version, or a crafted one
            skip("whether shards are missing after the last one: there is no run.json here, and "
                 "the configuration in the shards cannot be read");
        }
    }

    void check_file(const std::string& name, const RunIdentity* run) {
        ++files_;
        const fs::path path = folder_ / name;
        std::error_code error;
        const fs::file_type type = fs::symlink_status(path, error).type();
        if (type == fs::file_type::symlink)
            return part_.problems.add(name, std::string("is a link. It is not opened."));
        if (type == fs::file_type::not_found)
            return part_.problems.add(name, std::string("is missing: it was there at the start"));
        if (type != fs::file_type::regular || !is_shard_name(name))
            return part_.problems.add(name,
                                      std::string("is not a shard. It does not belong here."));
        ++part_.files;
        try {
            ShardSalvage salvage(path);
            const ShardHeader& header = salvage.shard().header();
            found_.push_back({name, header.fingerprint, header.first_page, header.page_count});
            if (run != nullptr)
                if (const std::string wrong = wrong_shard(*run, name, header); !wrong.empty())
                    part_.problems.add(name, wrong);
            check_count(salvage.shard(), name, part_);
            pages_.check(salvage, name);
        } catch (const Error& problem) { // without its tables the shard cannot be checked further
            part_.problems.add(name, std::string(problem.what()));
        }
    }

    /// Shards of an unknown run are compared with each other.
    void gather_shards(bool compare) {
        std::vector<FoundShard> all;
        for (const auto& rank : communicator_.gather(found_))
            all.insert(all.end(), rank.begin(), rank.end());
        if (!compare || !is_root_) return;
        std::sort(all.begin(), all.end(),
                  [](const FoundShard& a, const FoundShard& b) { return a.name < b.name; });
        compare_shards(all, part_.problems);
    }

    void choose_pages(std::uint64_t pages) {
        const PageChoice choice = PageChoice::of(pages, settings_.sample);
        pages_.choose(choice);
        if (!is_root_) return;
        for (std::string& what : choice.not_checked("the items in the shards"))
            part_.not_checked.push_back(std::move(what));
    }

    /// Compares what pages on several ranks say of one record.
    void gather_facts() {
        RunFacts all;
        for (const RunFacts& rank : communicator_.gather(pages_.facts()))
            all.add(rank, part_.problems);
        if (is_root_) all.check_patients(part_.problems);
    }

    void require_total(std::size_t listed) {
        std::uint64_t checked = 0;
        for (const std::uint64_t files : communicator_.gather(files_)) checked += files;
        if (is_root_ && checked != listed)
            part_.problems.add("shards", concat("the folder has ", counted(listed, "file"),
                                                ", but ", checked, " were checked"));
    }

    fs::path folder_;
    const Communicator& communicator_;
    const VerifySettings& settings_;
    bool is_root_;
    RankFindings part_;
    ShardCheck pages_; ///< adds to part_
    std::uint64_t files_ = 0;
    std::vector<FoundShard> found_;
    std::optional<RunIdentity> stated_;
};

} // namespace

RankFindings verify_shards(const fs::path& folder, const Communicator& communicator,
                           const VerifySettings& settings, const RunIdentity* run) {
    return FolderCheck(folder, communicator, settings).run(run);
}

} // namespace ecgpress
