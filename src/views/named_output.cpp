#include "views/named_output.hpp"

#include <sys/stat.h>

#include "core/file_error.hpp"

namespace ecgpress {

NamedOutput::NamedOutput(const fs::path& path) {
    struct stat status {};
    const bool exists = ::lstat(path.c_str(), &status) == 0;
    if (exists && S_ISCHR(status.st_mode))
        device_.emplace(OutputFile::device(path));
    else if (exists && !S_ISREG(status.st_mode))
        throw_not_a_file("write", path, status.st_mode);
    else
        file_.emplace(path);
}

void NamedOutput::append(const void* bytes, std::size_t count) {
    if (device_)
        device_->append(bytes, count);
    else
        file_->append(bytes, count);
}

void NamedOutput::publish() {
    if (device_)
        device_->close();
    else
        file_->publish();
}

} // namespace ecgpress
