#include "signal/files/file_search.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {
namespace {

constexpr FileKind k_run_file{"run.json", std::size_t{64} << 20};

/// The folder of a run of this program. Its releases may contain WFDB records: they are made of
/// records of the source and are no further ones.
bool is_run(const fs::path& folder) {
    const fs::path file = folder / "run.json";
    if (!is_plain_file(file)) return false;
    try {
        return read_file(file, k_run_file).find("\"source_fingerprint\"") != std::string::npos;
    } catch (const Error&) {
        return false;
    }
}

bool is_inside(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
           folder.end();
}

using IsWanted = std::function<bool(const fs::path&)>;

class FileSearch {
  public:
    FileSearch(fs::path root, FollowedLinks links, const IsWanted& is_wanted, Endings endings)
        : root_(std::move(root)), followed_(links), is_wanted_(is_wanted), endings_(endings) {
        std::error_code error;
        real_root_ = fs::canonical(root_, error);
        if (error) fail(root_, error);
    }

    FoundFiles search(const fs::path& folder) {
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (error) fail(folder, error);
        search_tree(folder, real);
        while (!links_.empty()) follow(links_.extract(links_.begin()).value());
        for (const auto& [name, link] : linked_files_) add_linked(name, link);
        for (auto* list : {&found_.names, &found_.outside_links, &found_.runs})
            std::sort(list->begin(), list->end());
        return std::move(found_);
    }

  private:
    [[noreturn]] static void fail(const fs::path& folder, const std::error_code& error) {
        throw IoError(concat("cannot search ", folder.string(), ": ", error.message(),
                             ". Check its permissions."));
    }

    std::string name_of(const fs::path& path) const {
        return path.lexically_relative(root_).lexically_normal().generic_string();
    }

    /// Searches real folders, and collects links. @param real  the folder with links resolved
    void search_tree(const fs::path& folder, const fs::path& real) {
        std::vector<std::pair<fs::path, fs::path>> open{{folder, real}};
        while (!open.empty()) {
            const auto [here, real_here] = std::move(open.back());
            open.pop_back();
            if (!searched_.insert(real_here.string()).second) continue;
            if (searched_.size() > 1 && is_run(here)) {
                found_.runs.push_back(name_of(here));
                continue;
            }
            std::string prefix = name_of(here);
            if (prefix == ".") prefix.clear();
            if (!prefix.empty() && prefix.back() != '/') prefix += '/';
            std::error_code error;
            auto entry = fs::directory_iterator(here, error);
            for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
                const fs::path name = entry->path().filename();
                std::error_code ignored;
                if (name.string().front() == '.') continue;
                if (entry->is_symlink(ignored) && entry->is_directory(ignored))
                    links_.insert(here / name);
                else if (entry->is_directory(ignored))
                    open.emplace_back(here / name, real_here / name);
                else if (entry->is_regular_file(ignored) && is_wanted_(entry->path())) {
                    std::string written =
                        prefix + (endings_ == Endings::kept ? name : name.stem()).string();
                    if (entry->is_symlink(ignored))
                        linked_files_.emplace(std::move(written), entry->path());
                    else
                        found_.names.push_back(std::move(written));
                }
            }
            if (error) fail(here, error);
        }
    }

    void follow(const fs::path& link) {
        std::error_code error;
        const fs::path real = fs::canonical(link, error);
        if (error || searched_.count(real.string()) != 0) return;
        if (followed_ == FollowedLinks::all ||
            (followed_ == FollowedLinks::inside && is_inside(real, real_root_)))
            search_tree(link, real);
        else
            found_.outside_links.push_back(name_of(link));
    }

    /// A link to a file is a record, unless the file is found under its own name or another link.
    void add_linked(const std::string& name, const fs::path& link) {
        std::error_code error;
        const fs::path real = fs::canonical(link, error);
        const std::string file = real.filename().string();
        const bool is_found = !error && file.front() != '.' && is_wanted_(real) &&
                              searched_.count(real.parent_path().string()) != 0;
        if (is_found || (!error && !linked_to_.insert(real.string()).second))
            found_.second_names.push_back(name);
        else
            found_.names.push_back(name);
    }

    fs::path root_, real_root_;
    FollowedLinks followed_;
    const IsWanted& is_wanted_;
    Endings endings_;
    FoundFiles found_;
    std::set<fs::path> links_;                     // not followed yet
    std::map<std::string, fs::path> linked_files_; // name, link
    std::unordered_set<std::string> linked_to_;    // real paths of files
    std::unordered_set<std::string> searched_;     // real paths of folders
};

} // namespace

FoundFiles find_files(const fs::path& folder, const fs::path& root, FollowedLinks links,
                      const IsWanted& is_wanted, Endings endings) {
    return FileSearch(root, links, is_wanted, endings).search(folder);
}

std::string first_names(const std::vector<std::string>& names) {
    constexpr std::size_t k_named = 3;
    std::vector<std::string> named;
    for (std::size_t i = 0; i < std::min(names.size(), k_named); ++i)
        named.push_back(on_one_line(names[i]));
    return join(named, ", ") + (names.size() > k_named ? ", ..." : "");
}

std::string not_searched(const FoundFiles& found, FollowedLinks links) {
    std::string text;
    if (!found.outside_links.empty())
        text += concat(counted(found.outside_links.size(), "linked folder"),
                       links == FollowedLinks::none
                           ? " not searched, because source.follow_links is none: "
                           : " not searched, because the link leads out of the source: ",
                       first_names(found.outside_links), ". Set source.follow_links to ",
                       links == FollowedLinks::none ? "inside or all" : "all",
                       ", or copy the records into the source. ");
    if (!found.second_names.empty())
        text += concat(counted(found.second_names.size(), "link"),
                       " not used, because the file is also in the source under another name: ",
                       first_names(found.second_names), ". ");
    if (!found.runs.empty())
        text += concat(
            counted(found.runs.size(), "folder"),
            " not searched, because it is the output of a run: ", first_names(found.runs), ". ");
    return text;
}

} // namespace ecgpress
