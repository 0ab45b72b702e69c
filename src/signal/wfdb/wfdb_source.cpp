#include "signal/wfdb/wfdb_source.hpp"

#include <cmath>
#include <set>
#include <utility>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/strings.hpp"
#include "signal/exclusion.hpp"
#include "signal/failure_reason.hpp"
#include "signal/patients.hpp"
#include "signal/wfdb/annotated_beats.hpp"
#include "signal/wfdb/wfdb.hpp"
#include "signal/wfdb/wfdb_catalogue.hpp"
#include "signal/wfdb/wfdb_facts.hpp"
#include "signal/wfdb/wfdb_signals.hpp"

namespace ecgpress {
namespace {

class WfdbSource final : public RecordSource {
  public:
    WfdbSource(WfdbCatalogue found, const SourceSettings& settings)
        : root_(std::move(found.root)),
          source_root_(wfdb_root(root_, settings.follow_links)), leads_{settings.lead_names,
                                                                        parse_unit(settings.unit)},
          checksums_(settings.checksums), annotations_(settings.annotations),
          fingerprint_(std::move(found.fingerprint)), listing_(std::move(found.listing)),
          rows_(std::move(found.rows)), dx_(std::move(found.dx)) {
        const bool has_patients = !found.patients.empty();
        std::vector<ClassNames> classes;
        for (const std::string& dx : dx_) {
            RecordFacts facts;
            facts.dx = dx;
            classes.emplace_back(classes_of(facts));
        }
        for (std::size_t i = 0; i < found.names.size(); ++i) {
            const bool is_stated = has_patients && !found.patients[i].empty();
            std::string patient = is_stated ? found.patients[i] : found.names[i];
            catalogue_.push_back({found.names[i], std::move(patient), 0, classes[rows_[i].dx]});
        }
        const auto kept = kept_positions(catalogue_, settings.exclude);
        if (has_patients) require_patients(found, kept);
        keep_only(catalogue_, kept);
        keep_only(rows_, kept);
    }

    ~WfdbSource() override {
        try {
            if (wrong_checksums_.size() > 1)
                log_warning(concat(wrong_checksums_.size(),
                                   " records with wrong checksums were used (source.checksums)"));
        } catch (...) { // a message is not worth more than the run
        }
    }

    const std::vector<RecordInfo>& catalogue() const override { return catalogue_; }
    std::string fingerprint() const override { return fingerprint_; }
    const SourceListing& listing() const override { return listing_; }
    void forget_listing_content() override { std::string().swap(listing_.content); }

    AboutRecord about(std::size_t position) const override {
        const WfdbCatalogue::Row& row = rows_.at(position);
        AboutRecord about;
        row.facts.write_to(about.facts);
        about.facts.dx = dx_.at(row.dx);
        about.statements = wfdb_statements(about.facts.dx);
        return about;
    }

    Record read(std::size_t position) const override { return read(position, nullptr); }

    Record read_part(std::size_t position, const RecordPart& part) const override {
        return read(position, &part);
    }

    RecordBeats beats(std::size_t position, const Record& record) const override {
        if (annotations_.empty()) return {};
        const std::string& name = catalogue_.at(position).name;
        try {
            const WfdbHeader header = read_wfdb_header(root_ / (name + ".hea"), source_root_);
            const double first = std::round(record.start_s * record.rate_hz);
            return annotated_beats(annotation_files(name, header, record),
                                   {header.rate_hz,
                                    record.rate_hz,
                                    {static_cast<std::size_t>(first), record.sample_count()}});
        } catch (const DataError& error) {
            throw DataError(without_root(error.what(), root_));
        }
    }

  private:
    /// The existing annotation files of a record.
    std::vector<AnnotationFile> annotation_files(const std::string& name, const WfdbHeader& header,
                                                 const Record& record) const {
        std::vector<AnnotationFile> files;
        const auto add = [&](const std::string& ending) -> AnnotationFile* {
            const fs::path path = root_ / concat(name, ".", ending);
            auto bytes = read_annotation_file(path, source_root_);
            if (!bytes) return nullptr;
            files.push_back({path.string(), std::move(*bytes), {}, {}});
            return &files.back();
        };
        AnnotationFile* whole = nullptr;
        if (annotations_ != k_annotations_of_leads) whole = add(annotations_);
        for (const Lead lead : all_leads()) {
            if (record.lead_mv(lead).empty()) continue;
            AnnotationFile* file =
                annotations_ == k_annotations_of_leads ? add(lower_case(name_of(lead))) : whole;
            if (file != nullptr) file->leads.push_back(lead);
        }
        if (whole != nullptr)
            for (const WfdbSignalLine& signal : header.signals) {
                const auto named = leads_.names.find(signal.description);
                whole->channels.push_back(named ? std::optional(named->lead) : std::nullopt);
            }
        return files;
    }

    /// @param part  null: all of the record
    Record read(std::size_t position, const RecordPart* part) const {
        const std::string& name = catalogue_.at(position).name;
        SampleWindow inside; // frames
        WfdbReading reading;
        reading.require_checksums = checksums_ == Checksums::require;
        if (part != nullptr)
            reading.frames = [&](std::size_t frame_count, double rate_hz) {
                const PartWindow window = window_of(*part, frame_count, rate_hz);
                inside = window.inside;
                return FrameRange{window.read.first, window.read.count};
            };
        try {
            const WfdbRecord wfdb = read_wfdb(root_ / (name + ".hea"), source_root_, reading);
            if (checksums_ == Checksums::warn) count_checksum(position, wfdb.wrong_checksum);
            Record record = record_from_wfdb(wfdb, leads_);
            record.name = name;
            if (part != nullptr) {
                const auto per_frame =
                    static_cast<std::size_t>(std::lround(record.rate_hz / wfdb.rate_hz));
                record.inside = SampleWindow{inside.first * per_frame, inside.count * per_frame};
            }
            return record;
        } catch (const DataError& error) {
            throw DataError(without_root(error.what(), root_));
        }
    }

    /// Reports the first record with a wrong checksum. Their number is reported at the end.
    void count_checksum(std::size_t position, const std::string& problem) const {
        if (problem.empty()) return;
        const bool is_first = wrong_checksums_.empty();
        wrong_checksums_.insert(position);
        if (is_first)
            log_warning(concat(without_root(problem, root_),
                               " The record is used. Later ones are counted. source.checksums: "
                               "require refuses them, ignore is silent."));
    }

    /// @throws ConfigError
    void require_patients(const WfdbCatalogue& found, const std::vector<std::size_t>& kept) const {
        std::vector<std::string> without;
        for (const std::size_t i : kept)
            if (rows_[i].is_readable && found.patients[i].empty())
                without.push_back(found.names[i]);
        refuse_without_patient(without, "source.patient_from: comment",
                               "their headers have no comment such as \"# patient: 17\"");
    }

    std::filesystem::path root_;
    SourceRoot source_root_;
    LeadSettings leads_;
    Checksums checksums_;
    std::string annotations_;
    mutable std::set<std::size_t> wrong_checksums_; // positions in the catalogue
    std::string fingerprint_;
    SourceListing listing_;
    std::vector<WfdbCatalogue::Row> rows_; // of the catalogue's records
    std::vector<std::string> dx_;
    std::vector<RecordInfo> catalogue_;
};

} // namespace

std::unique_ptr<RecordSource> open_wfdb_source(const SourceSettings& settings) {
    return std::make_unique<WfdbSource>(find_wfdb_records(settings), settings);
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
