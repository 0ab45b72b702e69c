// What the run says: to standard error for people, and to a file when the run has a folder.
#pragma once

#include <filesystem>
#include <string>

namespace ecgpress {

enum class LogLevel { quiet, normal, verbose };

/// @param rank  named in each line when there are more ranks than one
void start_log(LogLevel level, int rank, int rank_count);
/// Also appends every line to a file (one a rank). @throws IoError
void log_to_file(const std::filesystem::path& path);

void log_debug(const std::string& message);
void log_info(const std::string& message);
void log_warning(const std::string& message);
void log_error(const std::string& message);

} // namespace ecgpress
