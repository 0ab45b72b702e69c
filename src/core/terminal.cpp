#include "core/terminal.hpp"

#include <cstdlib>
#include <fcntl.h>
#include <string>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/strings.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_usual_columns = 80;

/// Opens standard error of the launcher for the lifetime of this object; -1 if this process was not
/// started by an Open MPI launcher. mpirun gives its ranks a pipe and copies their output to its
/// own standard error, so that is the one to test.
class LauncherStderr {
  public:
    LauncherStderr() {
        if (std::getenv("OMPI_COMM_WORLD_SIZE") == nullptr) return;
        const std::string path = concat("/proc/", ::getppid(), "/fd/2");
        descriptor_ = ::open(path.c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    }
    ~LauncherStderr() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    LauncherStderr(const LauncherStderr&) = delete;
    LauncherStderr& operator=(const LauncherStderr&) = delete;

    int descriptor() const { return descriptor_; }

  private:
    int descriptor_ = -1;
};

bool is_terminal(int descriptor) {
    return descriptor >= 0 && ::isatty(descriptor) == 1;
}

std::size_t columns_of(int terminal) {
    struct winsize size {};
    if (::ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return k_usual_columns;
    return size.ws_col;
}

} // namespace

bool stderr_is_terminal() {
    return is_terminal(STDERR_FILENO) || is_terminal(LauncherStderr().descriptor());
}

std::size_t terminal_columns() {
    if (is_terminal(STDERR_FILENO)) return columns_of(STDERR_FILENO);
    const LauncherStderr launcher;
    return is_terminal(launcher.descriptor()) ? columns_of(launcher.descriptor()) : k_usual_columns;
}

} // namespace ecgpress
