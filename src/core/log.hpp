// Log messages: to standard error for people, and to a file if the run has a folder. Can be called
// from any thread.
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

enum class LogLevel { quiet, normal, verbose };

/// @param rank  shown in each line if there is more than one
void start_log(LogLevel level, int rank, int rank_count);
/// Also appends every line to a file, one file per rank. @throws IoError
void log_to_file(const std::filesystem::path& path);

void log_debug(const std::string& message);
void log_info(const std::string& message);
void log_warning(const std::string& message);
void log_error(const std::string& message);

} // namespace ecgpress
