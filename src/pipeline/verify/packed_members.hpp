// The members of the archives that one rank has read, compared with the release's SHA256SUMS.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/input_file.hpp"
#include "parallel/communicator.hpp"
#include "parallel/shared_items.hpp"
#include "pipeline/checks/problem_list.hpp"

namespace ecgpress {

class PackedMembers {
  public:
    /// Both must outlive it.
    PackedMembers(const Communicator& communicator, ProblemList& problems)
        : communicator_(communicator), problems_(problems) {}

    /// Reads an archive. A corrupt one is a problem. @return SHA-256 of the archive @throws IoError
    std::string read_archive(InputFile archive);
    std::uint64_t count() const { return members_.size(); }

    /// Compares the members of all ranks with the lines of SHA256SUMS. Collective.
    /// @param lines  of the release's SHA256SUMS
    void compare(SharedItems& lines);

  private:
    /// Only a hash of its name is kept, because there may be millions (see ListedFiles).
    struct Member {
        std::uint64_t name_hash = 0;
        std::string sha256;                   ///< 32 bytes
        std::uint32_t archive = 0, place = 0; ///< position in archives_, and of the member in it
        bool is_listed = false;
    };

    /// Whether this rank has a member of this name; compares its digest.
    bool has(const std::string& name, const std::string& sha256);
    void report_missing(const std::vector<std::string>& names, const std::string& found);

    const Communicator& communicator_;
    ProblemList& problems_;
    std::vector<std::string> archives_;
    std::vector<Member> members_;
};

} // namespace ecgpress
