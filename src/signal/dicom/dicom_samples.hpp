// The samples of a multiplex group in a DICOM file.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "signal/dicom/dicom_file.hpp"

namespace ecgpress {

/// Of all leads of a record, and of all channels of a group.
constexpr std::size_t k_most_dicom_samples = std::size_t{1} << 24;

class DicomSamples {
  public:
    /// @param number  of the group, for messages
    /// @throws DataError if the sample interpretation is not supported, samples are missing or too
    /// many; IoError
    DicomSamples(const DicomFile& file, const DicomItem& group, std::size_t number,
                 std::size_t samples, std::size_t channels);

    /// NaN for padding.
    double value(std::size_t sample, std::size_t channel) const;

  private:
    std::int64_t number_at(const std::string& bytes, std::size_t at) const;

    std::size_t channels_;
    std::size_t bytes_ = 2; ///< of a sample
    bool is_signed_ = true, is_big_endian_;
    std::string samples_;
    std::optional<std::int64_t> padding_;
};

} // namespace ecgpress
