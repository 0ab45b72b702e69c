// The interface of record sources.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signal/beats.hpp"
#include "signal/exclusion.hpp"
#include "signal/lead_lookup.hpp"
#include "signal/record.hpp"
#include "signal/record_facts.hpp"
#include "signal/unit.hpp"

namespace ecgpress {

/// The linked folders that a search for records follows. `inside`: those that lead to a folder
/// inside the source.
enum class FollowedLinks { inside, all, none };

/// What happens if the samples of a WFDB signal do not have the checksum that its header states.
enum class Checksums {
    require, ///< the record is not used
    warn,    ///< it is used; such records are counted in the log
    ignore
};

/// The file in which a source keeps what its catalogue needs of its files, so that they are opened
/// once and not at each start.
struct ListingPlace {
    std::filesystem::path file; ///< empty: none is kept
    /// Of a listing that another rank has compared with all files: its digest. Only some files are
    /// looked at before it is used.
    std::string digest;
};

/// The value of `source.annotations` for a file for each lead, whose ending is the lead's name in
/// lower case, as in LUDB: "1.avr".
constexpr const char* k_annotations_of_leads = "leads";

/// The configuration's `source`.
struct SourceSettings {
    std::string kind = "simulated";
    std::filesystem::path path; ///< empty for `simulated`
    int rate_hz = 500;          ///< ptb-xl, simulated: 500 or 100; npy: any; wfdb: not used
    Exclusion exclude;          ///< names of records, or PTB-XL's ecg_ids
    double most_lost = 0.05;    ///< share of a lead's samples that may be outside the paper
    bool reports = false;       ///< ptb-xl: tables also have the texts of reports
    FollowedLinks follow_links = FollowedLinks::inside; ///< wfdb only
    std::filesystem::path patients; ///< a CSV file of records and their patients
    std::string patient_from;       ///< "folder", "comment", "file" or "name:REGEX"
    std::string unit;               ///< unit of the values; empty: as the source states
    bool check_amplitude = true;    ///< reject recordings with improbable amplitudes
    std::string dataset;            ///< hdf5: path in the file; empty: the only one that fits
    std::string axes;               ///< hdf5: "record,time,lead" in their order; empty: by shape
    std::string leads;              ///< hdf5: names in their order; empty: the standard order
    std::string ids;                ///< hdf5: dataset with the records' names; empty: by row
    LeadLookup lead_names;          ///< additional names of leads
    bool derive_leads = true;       ///< compute missing limb leads from two others
    Incomplete incomplete = Incomplete::refuse;
    Checksums checksums = Checksums::warn; ///< wfdb only
    /// Where the annotations of beats are; empty: nowhere. wfdb: the ending of the files, or
    /// k_annotations_of_leads; ptb-xl: the folder of PTB-XL+'s fiducial points
    std::string annotations;
    double window_s = 0; ///< length of the part of a recording that is a record; 0: all of it
    std::uint64_t windows_per_record = 1; ///< parts of a recording that are used as records
    std::string attribution;              ///< for the card (Markdown), instead of the source's own
    std::string licence; ///< of the recordings, an SPDX identifier, instead of the source's own
    std::string url;     ///< where the recordings can be obtained
    std::uint64_t records = 200;    ///< simulated: number of records
    std::uint64_t seed = 0;         ///< of simulated records, and of the positions of windows
    std::filesystem::path listings; ///< folder of listings; empty: the folder of the run
    ListingPlace listing;           ///< not a key: listing_file() of the run
};

/// What the configuration states about a source's leads, instead of the source.
struct LeadSettings {
    LeadLookup names;
    std::optional<UnitScale> unit; ///< of the values
};
LeadSettings lead_settings(const SourceSettings& settings);

/// Does the source know which records are of the same person? Otherwise each record counts as a
/// patient, and a person can be in several splits.
bool knows_patients(const SourceSettings& settings);

/// What a release must say about where its records come from.
struct SourceCredit {
    std::string attribution;         ///< for the dataset card (Markdown)
    std::string licence = "unknown"; ///< of the records, a Hugging Face identifier: "cc-by-4.0"
};

/// A listing that fits the source's files.
struct SourceListing {
    std::string digest;  ///< empty if there is none
    std::string content; ///< to be written; empty if it was read from the file
};

/// A catalogue of records. Every rank can read every record, in any order.
class RecordSource {
  public:
    virtual ~RecordSource() = default;

    /// The records without excluded ones. Their order depends only on the source's content.
    virtual const std::vector<RecordInfo>& catalogue() const = 0;
    /// Reads a record. @param position  index in the catalogue
    /// @throws DataError with file and reason if the record cannot be used, IoError on a system
    /// error
    virtual Record read(std::size_t position) const = 0;
    /// Reads a part of a record. The default reads all of it: sources with long recordings have
    /// one of their own. @throws as read
    virtual Record read_part(std::size_t position, const RecordPart& part) const;
    /// The beats of a record, if the source knows them; else none, with an empty source: the
    /// default. Samples count from the start of the recording, whose first one has Record::start_s
    /// 0. What is outside the record may be missing. Of a source of open_source(), they count from
    /// the start of the record, nothing is outside, and beats that the source does not know are
    /// detected.
    /// @param record  as read() returned it
    /// @throws DataError if what the source states about them is invalid, IoError
    virtual RecordBeats beats(std::size_t position, const Record& record) const;
    /// What the source knows of a record besides its signals; it opens no file. @param position
    /// index in the catalogue
    virtual AboutRecord about(std::size_t position) const = 0;
    /// A digest of the source's content, as far as possible without reading every sample. It does
    /// not depend on paths of this host.
    virtual std::string fingerprint() const = 0;
    /// The listing of the source's files: of kinds whose catalogue opens all files (wfdb, dicom,
    /// aecg), if settings.listing has a place for it. Of others it is empty.
    virtual const SourceListing& listing() const;
    /// Releases the content of the listing, when it has been written.
    virtual void forget_listing_content() {}
};

/// The file of a source's listing: in settings.listings, else in the run's folder. Empty if there
/// is neither. @param run  may be empty
std::filesystem::path listing_file(const SourceSettings& settings,
                                   const std::filesystem::path& run);

/// Checks that the source still exists. Called when a record cannot be read: if the whole source
/// has become unavailable, the run must stop instead of replacing every record. @throws IoError if
/// the source is missing or empty
void require_still_there(const SourceSettings& settings);

} // namespace ecgpress
