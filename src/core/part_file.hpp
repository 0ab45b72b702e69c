// A file that has its final name only when it is complete.
#pragma once

#include <filesystem>
#include <string_view>

#include "core/output_file.hpp"

namespace ecgpress {

/// A new name for a file in progress beside its final path: NAME.HOST-PROCESS-RANDOM.part. Nobody
/// can guess it, so nothing can be planted there.
fs::path part_path(const fs::path& final_path);

/// Removes parts of a file that processes of this host left when they were killed: NAME.HOST-*.part
/// whose process does not exist any more. Other hosts' parts and those of living processes stay.
void remove_abandoned_parts(const fs::path& final_path);

/// Writes a part and gives it the final name. Unpublished parts are removed by the destructor: they
/// would only use space on a disk that may be full.
class PartFile {
  public:
    /// Creates the part beside the final path. @throws IoError with path and reason, as all others
    explicit PartFile(fs::path final_path);
    ~PartFile();
    PartFile(const PartFile&) = delete;
    PartFile& operator=(const PartFile&) = delete;

    void append(const void* bytes, std::size_t count) { file_.append(bytes, count); }
    void append(std::string_view text) { file_.append(text); }
    /// Where the file is until it is published.
    const fs::path& path() const { return file_.path(); }

    enum class Sync { yes, no };
    /// Syncs and closes the part, renames it to its final name, which it replaces, and syncs the
    /// folder. @param sync  `no` for a file that is not needed after a power failure
    void publish(Sync sync = Sync::yes);
    /// The same for a name that several processes may write at the same time, also on a shared file
    /// system: only one of them succeeds. @return whether this process did
    bool publish_once();

  private:
    void complete(Sync sync);

    fs::path final_path_;
    OutputFile file_;
    bool published_ = false;
};

} // namespace ecgpress
