#include "pipeline/verify/verify_shards.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "codec/bmp.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/shard/shard_salvage.hpp"
#include "parallel/shared_items.hpp"
#include "pipeline/verify/shard_names.hpp"

namespace ecgpress {

namespace {

CropFacts facts_of(const LeadRow& row) {
    CropFacts facts{row.crop_px.width, row.crop_px.height, row.mask_columns_per_px, {}};
    if (row.mask_is_as_printed()) facts.mask_ink_px = row.target_ink_px;
    return facts;
}

/// Checks the pages of this rank's shards.
class ShardCheck {
  public:
    ShardCheck(const VerifySettings& settings, RankFindings& part)
        : settings_(settings), part_(part) {}

    /// Checks all items' checksums, then the valid pages against every rule. An error on a page
    /// does not keep the others from being checked.
    void check(ShardSalvage& salvage, const std::string& name) {
        const ShardReader& shard = salvage.shard();
        const OracleScores floors_db = oracle_floors_db(shard.header().config);
        labels_ = label_settings(Json::parse_or_null(shard.header().config));
        for (std::size_t i = 0; i < shard.page_count(); ++i) {
            ++part_.pages;
            const std::string place = concat(name, ": page ", shard.page(i).index);
            try {
                const SalvagedPage page = salvage.page(i);
                for (const ItemDamage& damage : page.damage)
                    part_.problems.add(place, damage.item + " " + damage.problem);
                if (page.sample) check(*page.sample, name, floors_db);
            } catch (const Error& error) {
                part_.problems.add(place, concat("cannot be checked. ", error.what()));
            }
        }
        for (const std::string& kind : salvage.wrong_checksums())
            part_.problems.add(name, concat("an HDF5 checksum of the items `", kind,
                                            "` is corrupt. The items are valid."));
    }

  private:
    void check(const Sample& sample, const std::string& shard, const OracleScores& floors_db) {
        const std::string name = shard + ": " + page_name(sample.row);
        if (!sample.image_jpeg.empty())
            part_.problems.add(name, check_page_image(sample.image_jpeg, sample.row.width_px,
                                                      sample.row.height_px));
        const auto traces =
            std::count_if(sample.leads.begin(), sample.leads.end(),
                          [](const auto& lead) { return !lead.row.box_px.empty(); });
        part_.problems.add(name,
                           check_yolo(sample.yolo, static_cast<std::size_t>(traces), labels_));
        for (const PageItemType& item : k_page_items)
            if (item.asked_for != nullptr && !(sample.*item.image).empty())
                part_.problems.add(name,
                                   check_page_mask(item.kind, sample.*item.image,
                                                   sample.row.width_px, sample.row.height_px));
        Oracle oracle;
        for (const LeadSample& lead : sample.leads)
            check_lead(lead, sample.row, sample.warp,
                       shard + ": " + lead_name(sample.row, lead.row), oracle);
        if (!settings_.oracle) return;
        part_.problems.add(name, under_floor(oracle.scores(), floors_db));
        part_.oracle.add(oracle.scores());
    }

    void check_lead(const LeadSample& lead, const PageRow& page,
                    const std::shared_ptr<const Lattice>& warp, const std::string& name,
                    Oracle& oracle) {
        part_.problems.add(name, check_signal(lead.signal_json, lead.row.sample_count));
        OracleLead read{signal_of(lead.signal_json),
                        page.rate_hz,
                        lead.row.baseline_y_px,
                        lead.row.px_per_mv,
                        lead.truth,
                        lead.row.crop_px,
                        {},
                        {},
                        warp};
        part_.problems.add(name, check_truth(read));
        if (!lead.crop_png.empty()) {
            ++part_.crops;
            const CropFacts facts = facts_of(lead.row);
            const Problems problems =
                check_crop(lead.crop_png, lead.mask_png, lead.mask_bmp, facts);
            part_.problems.add(name, problems);
            for (const LeadItemType& item : k_lead_items)
                if (problems.empty() && item.asked_for != nullptr && !(lead.*item.image).empty())
                    part_.problems.add(
                        name,
                        check_partial_mask(item.kind, lead.*item.image,
                                           facts.mask_ink_px ? lead.mask_png : Bytes(), facts));
            if (problems.empty() && settings_.oracle) {
                read.mask_png = decode_png(lead.mask_png);
                read.mask_bmp = decode_mask_bmp(lead.mask_bmp);
            }
        }
        if (settings_.oracle) oracle.add(read);
    }

    const VerifySettings& settings_;
    RankFindings& part_;
    LabelSettings labels_; ///< of the shard that is checked
};

/// Checks that every index of the shard's range has a page, or a failure that contains the reason.
void check_count(const ShardReader& shard, const std::string& name, RankFindings& part) {
    const auto lost = std::count_if(shard.failures().begin(), shard.failures().end(),
                                    [](const Failure& failure) { return !failure.replaced; });
    const std::uint64_t told = shard.page_count() + static_cast<std::uint64_t>(lost);
    if (told != shard.header().page_count)
        part.problems.add(name, concat("contains ", shard.page_count(), " pages and ", lost,
                                       " failed pages, expected ", shard.header().page_count,
                                       " in total"));
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
        : folder_(std::move(folder)), communicator_(communicator),
          is_root_(communicator.rank() == 0), pages_(settings, part_) {}

    RankFindings run(const RunIdentity* run) try {
        const auto names = from_rank_0<std::vector<std::string>>(
            communicator_, [this] { return names_in(folder_); });
        if (run == nullptr) {
            take_stated_run(names);
            if (stated_) run = &*stated_;
        }
        if (run != nullptr && is_root_) report_missing_shards(*run, names, part_.problems);
        const auto size = static_cast<std::size_t>(communicator_.size());
        for (auto i = static_cast<std::size_t>(communicator_.rank()); i < names.size(); i += size)
            check_file(names[i], run);
        gather_shards(run == nullptr);
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

    void require_total(std::size_t listed) {
        std::uint64_t checked = 0;
        for (const std::uint64_t files : communicator_.gather(files_)) checked += files;
        if (is_root_ && checked != listed)
            part_.problems.add("shards", concat("the folder has ", listed, " files, but ", checked,
                                                " were checked"));
    }

    fs::path folder_;
    const Communicator& communicator_;
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
