#include "core/terminal.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <unistd.h>

#include "core/text.hpp"

namespace ecgpress {

namespace {

/// mpirun gives its ranks a pipe and copies their output, so it matters where mpirun itself writes.
bool launcher_writes_to_terminal() {
    if (std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr) return false;
    const std::string path = concat("/proc/", ::getppid(), "/fd/2");
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (descriptor < 0) return false;
    const bool terminal = ::isatty(descriptor) == 1;
    ::close(descriptor);
    return terminal;
}

} // namespace

bool stderr_is_terminal() {
    return ::isatty(STDERR_FILENO) == 1 || launcher_writes_to_terminal();
}

} // namespace ecgpress
