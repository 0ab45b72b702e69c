// Log messages: to standard error for people, and to a file if the run has a folder. Can be called
// from any thread.
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

enum class LogLevel { quiet, normal, verbose };

/// @param rank  shown in each line if there is more than one
void start_log(LogLevel level, int rank, int rank_count);
/// Also appends every line to a file (one a rank). @throws as OutputFile::appending
void log_to_file(const std::filesystem::path& path);

void log_debug(const std::string& message);
void log_info(const std::string& message);
void log_warning(const std::string& message);
void log_error(const std::string& message);
/// A warning about the file system or the host: once in a process for each subject, and on ranks
/// other than 0, which find the same, only with LogLevel::verbose. @param subject  "hard links"
void warn_once(const std::string& subject, const std::string& message);

} // namespace ecgpress
