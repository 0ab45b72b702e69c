#include "core/descriptor.hpp"

#include <cerrno>
#include <unistd.h>

namespace ecgpress {

int Descriptor::close() {
    const int number = std::exchange(number_, -1);
    // After EINTR Linux has closed the file all the same (close(2)).
    return number < 0 || ::close(number) == 0 || errno == EINTR ? 0 : errno;
}

} // namespace ecgpress
