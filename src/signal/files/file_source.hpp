// A source of files with one record each, in a format that is described by functions.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "signal/record_source.hpp"
#include "signal/source_file.hpp"

namespace ecgpress {

/// What a catalogue needs of a file.
struct FileLook {
    std::string person;   ///< as the file names the patient; empty if it does not. Never released
    std::string age, sex; ///< as fact_age and fact_sex read them
};

/// A format of files with one record each.
struct FileFormat {
    const char* what; ///< "DICOM file", for messages
    std::vector<std::string> endings;
    /// May this be such a file? It is asked for each file of a folder.
    bool (*is_wanted)(const std::filesystem::path& path);
    /// @return nothing if the file is valid but no recording, such as an image
    /// @throws DataError, IoError
    std::optional<FileLook> (*look)(const SourceFile& file, const std::string& name);
    /// @throws DataError, IoError
    Record (*read)(const SourceFile& file, const std::string& name, const LeadSettings& leads);
};

/// The files of settings.path. Records are named by their paths without endings. The patient of a
/// record is the name of the person's first record, so that no identity gets into a release; a file
/// that names no person is a patient of its own, or refused with settings.patient_from: file.
/// @throws ConfigError, DataError, IoError
std::unique_ptr<RecordSource> open_file_source(const FileFormat& format,
                                               const SourceSettings& settings);

} // namespace ecgpress
