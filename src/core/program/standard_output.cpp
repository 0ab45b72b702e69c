#include "core/program/standard_output.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <iostream>
#include <system_error>
#include <unistd.h>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

namespace {

bool is_closed(int descriptor) {
    return ::fcntl(descriptor, F_GETFD) < 0 && errno == EBADF;
}

} // namespace

void require_standard_output() {
    const bool is_missing = is_closed(STDOUT_FILENO);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        // open(2) returns the smallest free number: this one.
        if (is_closed(descriptor) && ::open("/dev/null", O_RDWR) != descriptor)
            throw IoError("cannot open /dev/null. Check that the host has it.");
    }
    if (is_missing)
        throw IoError("standard output is closed. Results would be lost. Redirect it to a file or "
                      "to /dev/null.");
}

void print(const std::string& text) {
    std::cout << without_controls(text) << std::flush;
}

void finish_standard_output() {
    errno = 0;
    std::cout.flush();
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0 && std::cout) return;
    // The reason of an earlier failure is gone. Another line fails for the same reason.
    if (errno == 0 && std::fputc('\n', stdout) != EOF) std::fflush(stdout);
    if (errno == EPIPE) return;
    throw IoError(concat("cannot write to standard output: ",
                         errno == 0 ? "a part was lost" : std::generic_category().message(errno),
                         ". Free some space there, or redirect it to another file."));
}

} // namespace ecgpress
