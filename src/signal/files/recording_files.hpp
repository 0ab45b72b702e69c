// The files of a source that is a folder of recordings, or a single file.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "signal/record_source.hpp"
#include "signal/source_root.hpp"

namespace ecgpress {

struct RecordingFiles {
    std::filesystem::path folder;
    SourceRoot root;
    std::vector<std::string> names; ///< sorted paths relative to the folder, with endings

    std::filesystem::path path_of(const std::string& name) const { return folder / name; }
};

/// Finds the files of settings.path: itself, or those in it and its subfolders, as find_files does.
/// Warns of folders that were not searched.
/// @param what  "HDF5 file", for messages
/// @throws ConfigError if the path is missing, contains no such file, or a file whose name is not
/// valid text; IoError
RecordingFiles find_recordings(const SourceSettings& settings, const std::string& what,
                               const std::function<bool(const std::filesystem::path&)>& is_wanted);

/// @param file_of  the file of a record, by its position
/// @param advice  a sentence for two records with the same name @throws DataError, if there are
void require_different_names(const std::vector<RecordInfo>& infos,
                             const std::function<std::string(std::size_t)>& file_of,
                             const std::string& advice);

/// The file's name without its ending.
std::string without_ending(const std::string& name, const std::vector<std::string>& endings);

/// Whether the path has one of the endings (".h5"), in upper or lower case.
bool has_ending(const std::filesystem::path& path, const std::vector<std::string>& endings);

/// "name size", for fingerprints; "missing" instead of the size if there is no file.
std::string size_line(const std::filesystem::path& path, const std::string& name);

} // namespace ecgpress
