// Small recordings in the formats that the program only reads, for the initial corpora.
#pragma once

#include <string>

#include "core/file.hpp"

namespace ecgpress::fuzz {

/// A 12-lead DICOM ECG of 60 samples in explicit little endian; without `has_lengths`, its
/// sequences and items have end marks.
std::string dicom_seed(bool has_lengths);

/// An aECG of 12 leads and 30 samples. @param times  "TIME_ABSOLUTE" or "TIME_RELATIVE"
std::string aecg_seed(const std::string& times);

/// A FLAC stream of 300 samples.
std::string flac_seed(unsigned channels, unsigned bits);

/// Writes an HDF5 file with the dataset `tracings` (2, 50, 12), in chunks with all filters or in
/// one piece.
void write_hdf5_seed(const fs::path& path, bool has_chunks);

} // namespace ecgpress::fuzz
