#include "signal/wfdb/wfdb_source.hpp"

#include <utility>

#include "core/error.hpp"
#include "signal/exclusion.hpp"
#include "signal/failure_reason.hpp"
#include "signal/wfdb/wfdb.hpp"
#include "signal/wfdb/wfdb_catalogue.hpp"

namespace ecgpress {
namespace {

class WfdbSource final : public RecordSource {
  public:
    WfdbSource(WfdbCatalogue found, const Exclusion& exclude)
        : root_(std::move(found.root)), source_root_(root_),
          fingerprint_(std::move(found.fingerprint)) {
        std::vector<RecordInfo> all;
        for (const std::string& name : found.names) all.push_back({name, name, 0});
        for (const std::size_t i : kept_positions(all, exclude))
            catalogue_.push_back(std::move(all[i]));
    }

    const std::vector<RecordInfo>& catalogue() const override { return catalogue_; }
    std::string fingerprint() const override { return fingerprint_; }

    Record read(std::size_t position) const override {
        const std::string& name = catalogue_.at(position).name;
        try {
            Record record = record_from_wfdb(read_wfdb(root_ / (name + ".hea"), source_root_));
            record.name = name;
            return record;
        } catch (const DataError& error) {
            throw DataError(without_root(error.what(), root_));
        }
    }

  private:
    std::filesystem::path root_;
    SourceRoot source_root_;
    std::string fingerprint_;
    std::vector<RecordInfo> catalogue_;
};

} // namespace

std::unique_ptr<RecordSource> open_wfdb_source(const SourceSettings& settings) {
    return std::make_unique<WfdbSource>(find_wfdb_records(settings.path), settings.exclude);
}

SourceCredit wfdb_credit(const SourceSettings& /*settings*/) {
    SourceCredit credit;
    credit.attribution =
        "The recordings come from a folder of WFDB records that the creator of this release "
        "selected; ecgpress does not know their origin. The publisher of the release must "
        "have the right to publish it, and must state the source and licence of the "
        "recordings here.\n";
    return credit;
}

} // namespace ecgpress
