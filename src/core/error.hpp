// The types of errors, each with the program's exit code.
#pragma once

#include <stdexcept>
#include <string>

namespace ecgpress {

/// Exit codes of the program (documented in README.md). `again`: the run was stopped on request and
/// kept all finished pages; the same command resumes it. The value is EX_TEMPFAIL of sysexits.h,
/// which batch scripts commonly test for.
enum class ExitCode { ok = 0, internal = 1, configuration = 2, data = 3, io = 4, again = 75 };

/// Base of all errors that are shown to the user. Message grammar: problem. Why it is one. What to
/// try.
class Error : public std::runtime_error {
  public:
    Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    ExitCode code() const { return code_; }

  private:
    ExitCode code_;
};

/// The configuration or the command line is invalid. Thrown before anything is written.
class ConfigError : public Error {
  public:
    explicit ConfigError(const std::string& message) : Error(ExitCode::configuration, message) {}
};

/// A recording, a catalogue or a release has invalid content.
class DataError : public Error {
  public:
    explicit DataError(const std::string& message) : Error(ExitCode::data, message) {}
};

/// The system reported an error: a full disk, a folder without write permission, an unreadable
/// file.
class IoError : public Error {
  public:
    explicit IoError(const std::string& message) : Error(ExitCode::io, message) {}
};

/// The same when something was to be written. A check of files that cannot write its own temporary
/// files has found nothing out about them.
class OutputError : public IoError {
  public:
    using IoError::IoError;
};

} // namespace ecgpress
