// Where records come from: the interface that each kind of source implements.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "signal/exclusion.hpp"
#include "signal/record.hpp"

namespace ecgpress {

/// The configuration's `source`.
struct SourceSettings {
    std::string kind = "simulated";
    std::filesystem::path path; ///< empty for `simulated`
    int rate_hz = 500;          ///< ptb-xl, npy, simulated: 500 or 100; wfdb records tell their own
    Exclusion exclude;          ///< names of records, or PTB-XL's ecg_ids
    std::uint64_t records = 200; ///< simulated: how many records there are
    std::uint64_t seed = 0;      ///< simulated: which records
};

/// A catalogue of records that can be read in any order, by any rank.
class RecordSource {
  public:
    virtual ~RecordSource() = default;

    /// In an order that depends on the source's content only; excluded records are left out.
    virtual const std::vector<RecordInfo>& catalogue() const = 0;
    /// @param position  in the catalogue
    /// @throws DataError with file and reason if the record cannot be used, IoError if the machine
    /// failed
    virtual Record read(std::size_t position) const = 0;
    /// A digest of what the source holds, as far as it can be told without reading every sample; no
    /// path of this machine.
    virtual std::string fingerprint() const = 0;
    /// Whom a release must name (Markdown), for the dataset card.
    virtual std::string attribution() const = 0;
    /// Their licence as Hugging Face writes it: "cc-by-4.0".
    virtual std::string licence() const { return "unknown"; }
};

/// To be asked when a record cannot be used: a disk that went away makes no record bad, or every
/// page would be printed without its own. @throws IoError if nothing is there any more
void require_still_there(const SourceSettings& settings);

} // namespace ecgpress
