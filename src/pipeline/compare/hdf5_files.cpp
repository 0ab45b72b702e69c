#include "pipeline/compare/hdf5_files.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <optional>

#include "codec/crc32.hpp"
#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/csv_cells.hpp"
#include "dataset/shard/checksums.hpp"
#include "dataset/shard/failure_list.hpp"
#include "dataset/shard/shard_reader.hpp"
#include "dataset/shard/stored_items.hpp"
#include "pipeline/compare/stored_page.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/rules/hdf5_index.hpp"

namespace ecgpress {

namespace {

/// The block `source` without what only a release shows.
Json source_of_shard(const Json& source) {
    if (!source.is_object()) return source;
    Json kept = Json::object();
    for (const auto& [key, value] : source.members()) {
        const std::string& name = key;
        const bool is_credit =
            std::any_of(std::begin(k_credit_keys), std::end(k_credit_keys),
                        [&](const char* credit_key) { return name == credit_key; });
        if (!is_credit) kept[name] = value;
    }
    return kept;
}

/// The configuration without what cannot change a shard.
Json shard_config(const Json& config) {
    Json kept = Json::object();
    for (const auto& [key, value] : config.members())
        if (key != "release" && key != "shard")
            kept[key] = key == "source" ? source_of_shard(value) : value;
    return kept;
}

class Hdf5Check {
  public:
    explicit Hdf5Check(ComparedRelease& release)
        : release_(release),
          planned_(planned_pages(release.stated.summary.config, release.stated.summary.version)) {}

    void page(const PageRows& rows, bool is_mine) {
        if (!is_mine && !release_.is_first()) return;
        while (!is_lost_ && (!shard_ || at_ >= shard_->page_count())) open_next();
        // Other ranks skip pages: they search theirs.
        while (shard_ && at_ < shard_->page_count() && shard_->page(at_).index < rows.page.index) {
            if (release_.is_first())
                release_.report(
                    path_, concat("its page ", shard_->page(at_).index, " is not in manifest.csv"));
            ++at_;
            while (!is_lost_ && at_ >= shard_->page_count()) open_next();
        }
        if (!shard_ || at_ >= shard_->page_count() || shard_->page(at_).index != rows.page.index) {
            if (!is_lost_ && release_.is_first())
                release_.report(path_, concat("page ", rows.page.index, " is in manifest.csv, ",
                                              "but not at its place in the shards"));
            return;
        }
        if (is_mine) compare(rows);
        ++at_;
    }

    void finish() {
        while (!is_lost_) open_next(); // shards without pages
        release_.require("index.h5");
        const fs::path index = release_.place("index.h5");
        if (index.empty()) return;
        try {
            for (const std::string& problem : check_hdf5_index(index, shards_))
                release_.report("index.h5", problem);
        } catch (const DataError& error) {
            release_.report("index.h5", error.what());
        }
        const auto failures = release_.stated.summary.failures.size();
        if (failures_.listed().size() != failures)
            release_.report("logs.json", concat("lists ", failures, " failures, the shards have ",
                                                failures_.listed().size()));
    }

  private:
    void open_next() {
        path_ = concat("shards/", shard_name(shards_.size()));
        const fs::path place = release_.place(path_);
        if (place.empty()) { // the last one was before
            is_lost_ = true;
            return;
        }
        if (release_.is_first()) release_.require(path_);
        at_ = 0;
        shards_.push_back(place);
        try {
            shard_ = std::make_unique<ShardReader>(place);
        } catch (const DataError& error) {
            is_lost_ = true;
            shard_.reset();
            return release_.report(path_, error.what());
        }
        if (release_.is_first()) check_header();
        failures_.add(shard_->failures());
    }

    void check_header() {
        const ShardHeader& header = shard_->header();
        const Json config = Json::parse_or_null(header.config),
                   stated = Json::parse_or_null(release_.stated.summary.config);
        if (!config.is_object() || shard_config(config) != shard_config(stated))
            release_.report(path_, "its configuration differs from logs.json");
        if (header.version != release_.stated.summary.version)
            release_.report(path_, "its version differs from logs.json");
        if (header.first_page != next_page_)
            release_.report(
                path_, concat("starts at page ", header.first_page, ", expected ", next_page_));
        if (!fingerprint_.empty() && header.fingerprint != fingerprint_)
            release_.report(path_, "belongs to a different run than the shards before");
        fingerprint_ = header.fingerprint;
        next_page_ = header.first_page + header.page_count;
    }

    void compare(const PageRows& rows) {
        compare_rows(rows);
        try {
            const Sample sample = shard_->sample(at_);
            check_checksums(sample);
            check_stored_page(sample, rows, release_.stated, planned_ ? &*planned_ : nullptr,
                              PageChecks::all,
                              [this](const std::string& item, const std::string& problem) {
                                  if (item == k_pages_table || item == k_leads_table)
                                      release_.report(item, problem);
                                  else
                                      release_.report(path_, concat(item, ": ", problem));
                              });
        } catch (const DataError& error) {
            release_.report(path_, error.what());
        }
    }

    void compare_rows(const PageRows& rows) {
        const std::vector<LeadRow>& leads = shard_->leads(at_);
        const PageRow& page = shard_->page(at_);
        if (csv_line(manifest_columns(), manifest_row(page, leads.size(), rows.page.datasets)) !=
            csv_line(manifest_columns(), rows.page))
            release_.report(path_,
                            concat("its row of page ", page.index, " differs from manifest.csv"));
        const StatedGroup* group = release_.stated.group(rows.page.group);
        if (group != nullptr && page.datasets.bits() != group->datasets.bits())
            release_.report(
                path_, concat("the datasets of page ", page.index, " are not those of its group"));
        if (leads.size() != rows.leads.size()) return; // in the row of the page
        const PageSelection selection = rows.selection();
        for (std::size_t i = 0; i < leads.size(); ++i)
            if (csv_line(leads_columns(), leads_row(page, leads[i], selection, i)) !=
                csv_line(leads_columns(), rows.leads[i]))
                release_.report(path_, concat("its row of lead ", rows.leads[i].name,
                                              " differs from leads.csv"));
    }

    void check_checksums(const Sample& sample) {
        Sample again = sample;
        set_checksums(again);
        const auto problem = [&](const std::string& item) {
            release_.report(
                path_, concat(page_name(sample.row), ": the checksum of its ", item, " is wrong"));
        };
        for (const PageItemType& item : k_page_items)
            if (item.crc32 != nullptr && again.row.*item.crc32 != sample.row.*item.crc32)
                problem(item.kind);
        if (again.row.data_crc32 != sample.row.data_crc32) problem("other data");
        for (std::size_t i = 0; i < sample.leads.size(); ++i)
            for (const LeadItemType& item : k_lead_items)
                if (item.crc32 != nullptr &&
                    again.leads[i].row.*item.crc32 != sample.leads[i].row.*item.crc32)
                    problem(concat(item.kind, " of lead ", sample.leads[i].row.number));
    }

    ComparedRelease& release_;
    std::optional<PlannedPages> planned_;
    std::unique_ptr<ShardReader> shard_;
    std::string path_; ///< of the shard
    std::size_t at_ = 0;
    bool is_lost_ = false; ///< there is no further shard
    std::vector<fs::path> shards_;
    std::string fingerprint_;
    std::uint64_t next_page_ = 0;
    FailureList failures_;
};

} // namespace

FormatCheck hdf5_check(ComparedRelease& release) {
    const auto check = std::make_shared<Hdf5Check>(release);
    return {[check](const PageRows& rows, bool is_mine) { check->page(rows, is_mine); },
            [check] { check->finish(); }};
}

} // namespace ecgpress
