#include "signal/files/file_source.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/numbers.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "signal/exclusion.hpp"
#include "signal/files/recording_files.hpp"
#include "signal/files/small_facts.hpp"
#include "signal/files/source_listing.hpp"
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
        require_different_names(
            infos_, [&](std::size_t i) { return files_.names[rows_[i].file]; },
            "Rename or remove one.");
        const auto kept = kept_positions(infos_, settings.exclude);
        if (settings.patient_from == "file") require_persons(kept);
        keep_only(infos_, kept);
        keep_only(rows_, kept);
    }

    const std::vector<RecordInfo>& catalogue() const override { return infos_; }
    std::string fingerprint() const override { return fingerprint_; }
    const SourceListing& listing() const override { return listing_; }
    void forget_listing_content() override { std::string().swap(listing_.content); }

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

    /// What the catalogue needs of a file. A listing has it as lines.
    struct Look {
        bool is_recording = true;
        std::string age, sex;
        /// Number of the first file of the same person, from 1; 0 if the file names no person. The
        /// person itself is not kept.
        std::size_t person = 0;

        std::string text() const {
            return join({is_recording ? "recording" : "other", age, sex, concat(person)}, "\n");
        }
    };

    /// @throws DataError
    static Look look_of(const std::string& text) {
        const std::vector<std::string> lines = split_text(text, '\n');
        long long person = -1;
        if (lines.size() != 4 || !parse_number(lines[3], person) || person < 0)
            throw DataError("a listing of files is damaged.");
        return {lines[0] == "recording", lines[1], lines[2], static_cast<std::size_t>(person)};
    }

    ListedSource listed_source(const SourceSettings& settings) const {
        return {files_.folder, "", format_.what, settings.follow_links, settings.listing};
    }

    void look_into_files(const SourceSettings& settings) {
        std::vector<Look> looks;
        auto read =
            read_listing(listed_source(settings), files_.names,
                         [&](const std::string& content) { looks.push_back(look_of(content)); });
        const auto is_later = [&](std::size_t file) { return looks[file].person > file + 1; };
        for (std::size_t i = 0; read && i < looks.size(); ++i)
            if (is_later(i)) read.reset();
        if (read) {
            fingerprint_ = std::move(read->fingerprint);
            listing_ = std::move(read->listing);
        } else {
            looks = look_into_all(settings);
        }
        take(looks, settings);
    }

    std::vector<Look> look_into_all(const SourceSettings& settings) {
        Sha256 digest;
        ListingMaker listing(listed_source(settings));
        std::unordered_map<std::string, std::size_t> first_of_person;
        std::vector<Look> looks;
        for (const std::string& file : files_.names) {
            digest.update(concat(file, " ", listing.begin(file), "\n"));
            Look look;
            try {
                const SourceFile opened = files_.root.open(files_.path_of(file));
                digest.update(opened.read(0, std::min(opened.size(), k_digested_bytes)));
                const auto found = format_.look(opened, file);
                look.is_recording = found.has_value();
                if (found) {
                    look.age = found->age;
                    look.sex = found->sex;
                }
                if (found && !found->person.empty())
                    look.person =
                        first_of_person.emplace(found->person, looks.size() + 1).first->second;
            } catch (const DataError&) { // reported when the record is read
            }
            listing.end(look.text());
            looks.push_back(std::move(look));
        }
        fingerprint_ = digest.finish();
        listing_ = listing.finish(fingerprint_, files_.names);
        return looks;
    }

    /// The catalogue of the files.
    void take(const std::vector<Look>& looks, const SourceSettings& settings) {
        std::size_t others = 0;
        const std::string* first_other = nullptr;
        for (std::uint32_t i = 0; i < looks.size(); ++i) {
            const Look& look = looks[i];
            if (!look.is_recording) {
                if (others++ == 0) first_other = &files_.names[i];
                continue;
            }
            const std::size_t first = look.person == 0 ? i : look.person - 1;
            infos_.push_back({without_ending(files_.names[i], format_.endings),
                              without_ending(files_.names[first], format_.endings), 0});
            rows_.push_back({i, small_facts(look.age, look.sex), look.person != 0});
        }
        if (others > 0)
            warn_once("files without recordings",
                      concat(on_one_line(settings.path.string()), ": ", counted(others, "file"),
                             " without a recording, for example ", on_one_line(*first_other), "."));
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
    SourceListing listing_;
};

} // namespace

std::unique_ptr<RecordSource> open_file_source(const FileFormat& format,
                                               const SourceSettings& settings) {
    return std::make_unique<FileSource>(format, settings);
}

} // namespace ecgpress
