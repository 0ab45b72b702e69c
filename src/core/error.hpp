// What can go wrong, in three kinds, each with the exit code that the program ends with.
#pragma once

#include <stdexcept>
#include <string>

namespace ecgpress {

/// The program's exit codes (documented in README.md).
/// `again`: the run was asked to stop and kept what it had; the same command goes on (EX_TEMPFAIL
/// of sysexits.h, which batch scripts know).
enum class ExitCode { ok = 0, internal = 1, configuration = 2, data = 3, io = 4, again = 75 };

/// The base of all errors that are for people. Message grammar: problem (why it is one) what to
/// try.
class Error : public std::runtime_error {
  public:
    Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    ExitCode code() const { return code_; }

  private:
    ExitCode code_;
};

/// The configuration or the command line is wrong; thrown before anything is written.
class ConfigError : public Error {
  public:
    explicit ConfigError(const std::string& message) : Error(ExitCode::configuration, message) {}
};

/// A recording, a catalogue or a release holds what it must not.
class DataError : public Error {
  public:
    explicit DataError(const std::string& message) : Error(ExitCode::data, message) {}
};

/// The machine refused: a full disk, a folder that cannot be written, a file that cannot be read.
class IoError : public Error {
  public:
    explicit IoError(const std::string& message) : Error(ExitCode::io, message) {}
};

} // namespace ecgpress
