#include "signal/hdf5/hdf5_records.hpp"

#include <algorithm>
#include <deque>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "signal/exclusion.hpp"
#include "signal/text_file.hpp"

namespace ecgpress {
namespace {

/// The datasets that are open. Each keeps its file open and one chunk in memory.
class OpenDatasets {
  public:
    OpenDatasets(const RecordingFiles& files, std::string dataset)
        : files_(files), dataset_(std::move(dataset)) {}

    const Hdf5Dataset& at(std::uint32_t file) {
        for (const auto& [number, dataset] : open_)
            if (number == file) return *dataset;
        constexpr std::size_t k_most_open = 4;
        if (open_.size() == k_most_open) open_.pop_back();
        open_.emplace_front(file, std::make_unique<Hdf5Dataset>(
                                      open_dataset(files_, files_.names.at(file), dataset_)));
        return *open_.front().second;
    }
    /// Closes all, so that the next record is read anew: a disk may be there again.
    void close() { open_.clear(); }

  private:
    const RecordingFiles& files_;
    std::string dataset_;
    std::deque<std::pair<std::uint32_t, std::unique_ptr<Hdf5Dataset>>> open_;
};

class Hdf5Source final : public RecordSource {
  public:
    Hdf5Source(Hdf5Records records, const SourceSettings& settings)
        : records_(std::move(records)), open_(records_.files, records_.dataset) {
        require_different_names(
            records_.infos,
            [&](std::size_t i) { return records_.files.names[records_.rows[i].file]; },
            "Remove one of the two, or use other names (source.ids).");
        const auto kept = kept_positions(records_.infos, settings.exclude);
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (i == kept[i]) continue;
            records_.infos[i] = std::move(records_.infos[kept[i]]);
            records_.rows[i] = records_.rows[kept[i]];
        }
        records_.infos.resize(kept.size());
        records_.rows.resize(kept.size());
    }

    const std::vector<RecordInfo>& catalogue() const override { return records_.infos; }
    std::string fingerprint() const override { return records_.fingerprint; }

    AboutRecord about(std::size_t position) const override {
        const Hdf5Records::Row& row = records_.rows.at(position);
        AboutRecord about;
        row.facts.write_to(about.facts);
        about.facts.dx = records_.dx.at(row.dx);
        if (records_.statements != nullptr) about.statements = records_.statements(about.facts.dx);
        return about;
    }

    Record read(std::size_t position) const override {
        const Hdf5Records::Row& row = records_.rows.at(position);
        try {
            Record record = record_of(open_.at(row.file), records_.form, row.row);
            record.name = records_.infos[position].name;
            return record;
        } catch (...) {
            open_.close();
            throw;
        }
    }

  private:
    Hdf5Records records_;
    mutable OpenDatasets open_;
};

} // namespace

void Hdf5Records::set_dx(std::size_t record, const std::string& codes) {
    const auto [known, is_new] =
        known_dx.emplace(codes, codes.empty() ? 0 : static_cast<std::uint32_t>(dx.size()));
    if (is_new && !codes.empty()) dx.push_back(codes);
    rows[record].dx = known->second;
    RecordFacts facts;
    facts.dx = codes;
    infos[record].classes = classes_of(facts);
}

Hdf5Dataset open_dataset(const RecordingFiles& files, const std::string& name,
                         const std::string& dataset) {
    const SourceFile file = files.root.open(files.path_of(name)); // checks links
    return Hdf5File(file.real_path(), name).open(dataset);
}

std::string ends_digest(const RecordingFiles& files, const std::string& name) {
    constexpr std::size_t k_part = std::size_t{64} << 10;
    const SourceFile file = files.root.open(files.path_of(name));
    const std::size_t part = std::min(file.size(), k_part);
    Sha256 digest;
    digest.update(concat(file.size(), "\n"));
    digest.update(file.read(0, part));
    digest.update(file.read(file.size() - part, part));
    return digest.finish();
}

std::unique_ptr<RecordSource> source_of(Hdf5Records records, const SourceSettings& settings) {
    return std::make_unique<Hdf5Source>(std::move(records), settings);
}

CsvTable table_of(const SourceFile& file, const char* name) {
    struct Lines {
        std::string text;
        std::vector<std::string_view> lines;
        std::size_t next = 0;
    };
    const auto all = std::make_shared<Lines>();
    all->text = decoded_text(file.read(0, file.size()), name);
    all->lines = lines_of(all->text);
    return {name, [all]() -> std::optional<std::string_view> {
                if (all->next == all->lines.size()) return std::nullopt;
                return all->lines[all->next++];
            }};
}

} // namespace ecgpress
