#include "signal/files/file_source.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/exclusion.hpp"
#include "signal/files/recording_files.hpp"
#include "signal/files/small_facts.hpp"
#include "signal/patients.hpp"

namespace ecgpress {
namespace {

/// The beginning of a file: the fingerprint would otherwise require reading all files.
constexpr std::size_t k_digested_bytes = 4096;

class FileSource final : public RecordSource {
  public:
    FileSource(const FileFormat& format, const SourceSettings& settings)
        : format_(format), leads_(lead_settings(settings)),
          files_(find_recordings(settings, format.what, format.is_wanted)) {
        look_into_files(settings);
        if (infos_.empty())
            throw ConfigError(concat(on_one_line(settings.path.string()), " has no ", format.what,
                                     " with a recording. Correct source.path."));
        require_different_names();
        const auto kept = kept_positions(infos_, settings.exclude);
        if (settings.patient_from == "file") require_persons(kept);
        for (std::size_t i = 0; i < kept.size(); ++i) {
            if (i == kept[i]) continue;
            infos_[i] = std::move(infos_[kept[i]]);
            rows_[i] = rows_[kept[i]];
        }
        infos_.resize(kept.size());
        rows_.resize(kept.size());
    }

    const std::vector<RecordInfo>& catalogue() const override { return infos_; }
    std::string fingerprint() const override { return fingerprint_; }

    AboutRecord about(std::size_t position) const override {
        AboutRecord about;
        rows_.at(position).facts.write_to(about.facts);
        return about;
    }

    Record read(std::size_t position) const override {
        const std::string& name = files_.names[rows_.at(position).file];
        Record record = format_.read(files_.root.open(files_.path_of(name)), name, leads_);
        record.name = infos_[position].name;
        return record;
    }

  private:
    struct Row {
        std::uint32_t file = 0; ///< in files_.names
        SmallFacts facts;
        bool names_person = false;
    };

    void look_into_files(const SourceSettings& settings) {
        Sha256 digest;
        std::unordered_map<std::string, std::size_t> first_of_person;
        std::vector<std::string> others;
        for (std::uint32_t i = 0; i < files_.names.size(); ++i) {
            const std::string& file = files_.names[i];
            const std::string name = without_ending(file, format_.endings);
            digest.update(size_line(files_.path_of(file), file));
            FileLook look;
            try {
                const SourceFile opened = files_.root.open(files_.path_of(file));
                digest.update(opened.read(0, std::min(opened.size(), k_digested_bytes)));
                const auto found = format_.look(opened, file);
                if (!found) {
                    others.push_back(file);
                    continue;
                }
                look = *found;
            } catch (const DataError&) { // reported when the record is read
            }
            infos_.push_back({name, name, 0});
            rows_.push_back({i, small_facts(look.age, look.sex), !look.person.empty()});
            if (look.person.empty()) continue;
            const auto [first, is_new] = first_of_person.emplace(look.person, infos_.size() - 1);
            if (!is_new) infos_.back().patient = infos_[first->second].name;
        }
        fingerprint_ = digest.finish();
        if (!others.empty())
            warn_once("files without recordings",
                      concat(on_one_line(settings.path.string()), ": ",
                             counted(others.size(), "file"), " without a recording, for example ",
                             on_one_line(others.front()), "."));
    }

    /// @throws DataError for two files that differ only in their ending
    void require_different_names() const {
        std::unordered_map<std::string_view, std::size_t> known;
        for (std::size_t i = 0; i < infos_.size(); ++i) {
            const auto [first, is_new] = known.emplace(infos_[i].name, i);
            if (!is_new)
                throw DataError(concat(
                    "the record ", printable(infos_[i].name),
                    " is in the source twice: ", printable(files_.names[rows_[first->second].file]),
                    " and ", printable(files_.names[rows_[i].file]),
                    ". Each record needs its own name. Rename or remove one."));
        }
    }

    /// @throws ConfigError
    void require_persons(const std::vector<std::size_t>& kept) const {
        std::vector<std::string> without;
        for (const std::size_t i : kept)
            if (!rows_[i].names_person) without.push_back(infos_[i].name);
        refuse_without_patient(without, "source.patient_from: file",
                               "their files name no patient or cannot be read");
    }

    FileFormat format_;
    LeadSettings leads_;
    RecordingFiles files_;
    std::vector<RecordInfo> infos_;
    std::vector<Row> rows_;
    std::string fingerprint_;
};

} // namespace

std::unique_ptr<RecordSource> open_file_source(const FileFormat& format,
                                               const SourceSettings& settings) {
    return std::make_unique<FileSource>(format, settings);
}

} // namespace ecgpress
