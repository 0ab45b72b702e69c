#include "pipeline/run/parts_folder.hpp"

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

#include "core/file.hpp"
#include "core/log.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"
#include "dataset/shard/shard.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

/// What follows the shard's name in the name of a shard in progress: "kept" or a process. Empty if
/// it is another file.
std::string suffix_of(const std::string& name) {
    constexpr std::string_view k_prefix = "shard-", k_extension = ".h5.";
    const std::size_t digits = name.find_first_not_of("0123456789", k_prefix.size());
    if (name.rfind(k_prefix, 0) != 0 || digits == k_prefix.size() || digits == std::string::npos ||
        name.compare(digits, k_extension.size(), k_extension) != 0)
        return {};
    return name.substr(digits + k_extension.size());
}

/// The process in "HOST-PROCESS-RANDOM.part" (part_path()), "HOST-PROCESS" or "HOST-PROCESS.more".
std::string process_of(const std::string& suffix) {
    const std::size_t end = suffix.find('.');
    const std::string name = suffix.substr(0, end);
    return end != std::string::npos && suffix.compare(end, std::string::npos, ".part") == 0
               ? name.substr(0, name.rfind('-'))
               : name;
}

/// Calls visit(path, suffix) for each shard in progress.
void for_each_part(const fs::path& folder,
                   const std::function<void(const fs::path&, const std::string&)>& visit) {
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const std::string suffix = suffix_of(entry->path().filename().string());
        if (!suffix.empty()) visit(entry->path(), suffix);
    }
}

/// Whether this user wrote the file. On a shared folder others could plant anything.
bool is_own_file(const fs::path& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
           status.st_uid == ::geteuid();
}

void remove_leftovers_in(const fs::path& folder) {
    for_each_part(folder, [](const fs::path& path, const std::string& suffix) {
        if (!is_ended_here(process_of(suffix)) || !is_own_file(path)) return;
        std::error_code error;
        if (fs::remove(path, error))
            log_info("Removed " + path.string() + ". A killed process left it.");
    });
}

} // namespace

void make_parts(const RunFolder& folder) {
    make_folder_below(folder.root(), folder.parts().filename());
}

void remove_parts(const RunFolder& folder) {
    std::error_code ignored;
    for_each_part(folder.parts(), [&](const fs::path& path, const std::string&) {
        if (fs::is_regular_file(fs::symlink_status(path, ignored))) fs::remove(path, ignored);
    });
    if (fs::is_directory(fs::symlink_status(folder.parts(), ignored)) &&
        fs::is_empty(folder.parts(), ignored))
        fs::remove(folder.parts(), ignored);
}

void remove_leftovers(const RunFolder& folder, const Communicator& communicator) {
    std::vector<int> first_of_node;
    std::set<std::string> nodes;
    int rank = 0;
    for (const std::string& node : communicator.gather(host_name())) {
        if (nodes.insert(node).second) first_of_node.push_back(rank);
        ++rank;
    }
    first_of_node = communicator.broadcast(first_of_node);
    if (std::find(first_of_node.begin(), first_of_node.end(), communicator.rank()) ==
        first_of_node.end())
        return;
    remove_leftovers_in(folder.parts());
    if (!folder.scratch().empty()) remove_leftovers_in(folder.scratch());
}

} // namespace ecgpress
