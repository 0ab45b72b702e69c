#include "pipeline/verify/verify_shards.hpp"

#include <algorithm>
#include <vector>

#include "codec/bmp.hpp"
#include "codec/png.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_tables.hpp"
#include "dataset/shard/shard_salvage.hpp"

namespace ecgpress {

namespace {

std::vector<fs::path> shard_paths(const fs::path& folder) {
    std::vector<fs::path> paths;
    for (const auto& file : fs::directory_iterator(folder))
        if (is_shard_name(file.path())) paths.push_back(file.path());
    std::sort(paths.begin(), paths.end());
    return paths;
}

/// Checks that all shards are of one run and their page ranges have no gap. Called on rank 0 only.
void check_headers(const std::vector<fs::path>& paths, RankFindings& part) {
    std::string fingerprint;
    std::uint64_t next_page = 0;
    for (const fs::path& path : paths) {
        const auto header = peek_shard(path);
        if (!header) continue; // the reason is reported when its items are checked
        const std::string name = path.filename().string();
        if (fingerprint.empty()) fingerprint = header->fingerprint;
        if (header->fingerprint != fingerprint)
            part.problems.add(name, "belongs to a different run than the first shard");
        if (header->first_page != next_page)
            part.problems.add(name, concat("starts at page ", header->first_page, ", expected ",
                                           next_page, ". A shard is missing or duplicated."));
        next_page = header->first_page + header->page_count;
    }
}

CropFacts facts_of(const LeadRow& row) {
    CropFacts facts{row.crop_px.width, row.crop_px.height, row.mask_columns_per_px, {}};
    if (row.mask_is_as_printed()) facts.mask_ink_px = row.target_ink_px;
    return facts;
}

/// Checks the shards of this rank.
class ShardCheck {
  public:
    ShardCheck(const VerifySettings& settings, RankFindings& part)
        : settings_(settings), part_(part) {}

    /// Checks all items' checksums, then the valid pages against every rule.
    void check(ShardSalvage& salvage, const std::string& name) {
        const ShardReader& shard = salvage.shard();
        const OracleScores floors_db = oracle_floors_db(shard.header().config);
        for (std::size_t i = 0; i < shard.page_count(); ++i) {
            ++part_.pages;
            const SalvagedPage page = salvage.page(i);
            for (const ItemDamage& damage : page.damage)
                part_.problems.add(concat(name, ": page ", shard.page(i).index),
                                   damage.item + " " + damage.problem);
            if (page.sample) check(*page.sample, name, floors_db);
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
        part_.problems.add(name, check_yolo(sample.yolo, static_cast<std::size_t>(traces)));
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

} // namespace

RankFindings verify_shards(const fs::path& folder, const Communicator& communicator,
                           const VerifySettings& settings) {
    const std::vector<fs::path> paths = shard_paths(folder);
    RankFindings part;
    ShardCheck check(settings, part);
    if (communicator.rank() == 0) check_headers(paths, part);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (static_cast<int>(i % static_cast<std::size_t>(communicator.size())) !=
            communicator.rank())
            continue;
        const std::string name = paths[i].filename().string();
        ++part.files;
        try {
            ShardSalvage salvage(paths[i]);
            check_count(salvage.shard(), name, part);
            check.check(salvage, name);
        } catch (const Error& error) { // without its tables the shard cannot be checked further
            part.problems.add(name, std::string(error.what()));
        }
    }
    return part;
}

} // namespace ecgpress
