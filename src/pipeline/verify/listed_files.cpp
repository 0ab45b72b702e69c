#include "pipeline/verify/listed_files.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "codec/crc32.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_paths.hpp"
#include "dataset/release/release_writer.hpp"
#include "parallel/shared_items.hpp"
#include "pipeline/verify/hashed_lines.hpp"

namespace ecgpress {

namespace {

/// Files that are read as a whole are a page's: images, labels, signals, trace truth; and lists.
constexpr FileKind k_whole_file{"file of a release", std::uint64_t{1} << 30};

std::uint64_t hash_of(const std::string& path) {
    return std::hash<std::string>{}(path);
}

/// The bytes of 64 hexadecimal digits; zeros, which no file has, if they are none.
std::array<char, 32> bytes_of_digits(const std::string& digits) {
    const auto value = [](char digit) {
        return digit >= '0' && digit <= '9'   ? digit - '0'
               : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
                                              : -1;
    };
    std::array<char, 32> bytes{};
    for (std::size_t i = 0; i < bytes.size() && digits.size() == 64; ++i) {
        const int high = value(digits[2 * i]), low = value(digits[2 * i + 1]);
        if (high < 0 || low < 0) return {};
        bytes[i] = static_cast<char>(high * 16 + low);
    }
    return bytes;
}

/// Which of two files changed, by the image's checksum in a table.
std::string changed(const std::string& content, const StatedChecksum& stated) {
    const std::string problem = "its digest differs from SHA256SUMS.";
    if (stated.crc32 == 0) return problem + " The file or SHA256SUMS changed.";
    const std::uint32_t found = crc32_of(content.data(), content.size());
    return found == stated.crc32
               ? concat(problem, " SHA256SUMS changed: the file's CRC-32 matches ", stated.table,
                        ".")
               : concat(problem, " The file changed: its CRC-32 is ", crc32_text(found), ", ",
                        stated.table, " has ", crc32_text(stated.crc32), ".");
}

/// The paths below a folder of everything that is no folder, and not one of merge's notes.
TextSource listing_of(const fs::path& folder) {
    auto entry = std::make_shared<fs::recursive_directory_iterator>();
    bool begun = false;
    return [=]() mutable -> std::optional<std::string> {
        if (!std::exchange(begun, true))
            *entry = fs::recursive_directory_iterator(folder);
        else
            ++*entry;
        for (; *entry != fs::recursive_directory_iterator(); ++*entry) {
            const bool is_folder = (*entry)->is_directory() && !(*entry)->is_symlink();
            if (is_folder && (*entry)->path() == release_notes(folder))
                entry->disable_recursion_pending();
            if (!is_folder) return (*entry)->path().lexically_relative(folder).generic_string();
        }
        return std::nullopt;
    };
}

} // namespace

ListedFiles::ListedFiles(fs::path release, const Communicator& communicator, ProblemList& problems)
    : release_(std::move(release)), communicator_(communicator), problems_(problems),
      openable_(release_) {
    try {
        read_list();
        has_list_ = true;
    } catch (const Error& error) {
        if (communicator_.rank() == 0) {
            const std::string why = openable_.refusal(k_sums_file);
            add_damage(k_sums_file, why == OpenableFiles::k_missing
                                        ? "is missing. Run `ecgpress merge` if the release was not "
                                          "finished, `ecgpress repair` if the file was lost."
                                    : !why.empty() ? why
                                                   : std::string(error.what()));
        }
    }
    merge_duplicates();
}

void ListedFiles::read_list() {
    std::optional<HashedLines> file;
    SharedItems lines(communicator_, [&] {
        if (!file) file.emplace(release_, k_sums_file);
        auto line = file->next();
        if (!line) list_sha256_ = file->sha256();
        return line;
    });
    while (const auto line = lines.next()) add_line(*line);
}

void ListedFiles::add_line(const std::string& line) {
    const auto stated = parse_sums_line(line);
    const bool is_root = communicator_.rank() == 0;
    if (!stated) {
        if (!is_root) return;
        ++bad_lines_;
        problems_.add(k_sums_file,
                      concat("line `", printable(line), "` is not a digest and a path"));
        return;
    }
    ++lines_;
    if (is_root && !states_digest(stated->path)) tree_.add(line + "\n");
    if (const auto page = page_at(stated->path)) {
        if (is_mine(*page))
            pages_.push_back({hash_of(stated->path), bytes_of_digits(stated->sha256)});
    } else if (is_root &&
               !about_release_.emplace(stated->path, ReleaseFile{stated->sha256}).second) {
        --lines_; // check_unread() reads it once
        problems_.add(stated->path, std::string("is listed twice in SHA256SUMS"));
    }
}

void ListedFiles::merge_duplicates() {
    const auto before = [](const Entry& a, const Entry& b) { return a.path_hash < b.path_hash; };
    std::stable_sort(pages_.begin(), pages_.end(), before);
    std::size_t kept = 0;
    for (const Entry& entry : pages_) {
        if (kept > 0 && pages_[kept - 1].path_hash == entry.path_hash)
            pages_[kept - 1].lines = 2;
        else
            pages_[kept++] = entry;
    }
    pages_.resize(kept);
}

bool ListedFiles::is_mine(std::uint64_t page) const {
    // Mixed (the finaliser of SplitMix64), because neighbouring pages may differ in size by a rule.
    std::uint64_t x = page + 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    const auto size = static_cast<std::uint64_t>(communicator_.size());
    return (x ^ x >> 31) % size == static_cast<std::uint64_t>(communicator_.rank());
}

ListedFiles::Entry* ListedFiles::entry_of(const std::string& path) {
    const std::uint64_t hash = hash_of(path);
    const auto found = std::lower_bound(
        pages_.begin(), pages_.end(), hash,
        [](const Entry& entry, std::uint64_t key) { return entry.path_hash < key; });
    return found != pages_.end() && found->path_hash == hash ? &*found : nullptr;
}

ListedFiles::Listed ListedFiles::mark(const std::string& path, const std::string& sha256) {
    if (page_at(path)) {
        Entry* entry = entry_of(path);
        if (entry == nullptr) return Listed::no;
        entry->seen = true;
        return entry->sha256 == bytes_of_digits(sha256) ? Listed::same : Listed::other;
    }
    const auto found = about_release_.find(path);
    if (found == about_release_.end()) return Listed::no;
    found->second.seen = true;
    return found->second.sha256 == sha256 ? Listed::same : Listed::other;
}

void ListedFiles::add_damage(const std::string& path, const std::string& problem) {
    if (!note_damage(path)) return;
    damaged_.push_back(path);
    problems_.add(path, problem);
}

/// Notes that a file is damaged. @return false if that is known of a listed file
bool ListedFiles::note_damage(const std::string& path) {
    if (page_at(path)) {
        Entry* entry = entry_of(path);
        return entry == nullptr || !std::exchange(entry->damaged, true);
    }
    const auto found = about_release_.find(path);
    return found == about_release_.end() || !std::exchange(found->second.damaged, true);
}

bool ListedFiles::may_open(const std::string& path) {
    const std::string why = openable_.refusal(path); // a list may contain any path
    if (why.empty()) return true;
    add_damage(path, why == OpenableFiles::k_missing ? introduction(path) + why : why);
    return false;
}

const std::string* ListedFiles::read(const std::string& path, const StatedChecksum& stated) {
    const auto [kept, is_new] = kept_.try_emplace(path);
    std::optional<std::string>& content = kept->second;
    if (!is_new) return content ? &*content : nullptr;
    try {
        if (may_open(path)) content = InputFile::below(release_, path).text(k_whole_file);
    } catch (const Error& error) {
        add_damage(path, introduction(path) + error.what());
    }
    const Listed listed = mark(path, content ? sha256_of(*content) : "");
    if (listed == Listed::no && has_list_ && page_at(path)) // others: compare_listing()
        problems_.add(path, std::string("is in the tables but not in SHA256SUMS"));
    if (!content) return nullptr;
    if (listed == Listed::other) {
        add_damage(path, introduction(path) + changed(*content, stated));
    } else if (stated.table[0] != '\0') {
        // NOLINTNEXTLINE(clang-analyzer-cplusplus.InnerPointer): nothing above frees the content.
        const std::uint32_t found = crc32_of(content->data(), content->size());
        if (found != stated.crc32)
            problems_.add(path, concat(introduction(path), "its CRC-32 is ", crc32_text(found),
                                       ", ", stated.table, " has ", crc32_text(stated.crc32)));
    }
    return &*content;
}

void ListedFiles::require(const std::string& path) {
    if (about_release_.count(path) == 0) may_open(path); // otherwise check_rest() looks at it
}

void ListedFiles::note_read(const std::string& path, const std::string& sha256) {
    if (mark(path, sha256) == Listed::other) add_damage(path, introduction(path) + changed("", {}));
}

void ListedFiles::hash(const WrittenFile& file, const DigestOf& digest_of) {
    try {
        if (may_open(file.path) && digest_of(InputFile::below(release_, file.path)) != file.sha256)
            add_damage(file.path, introduction(file.path) + changed("", {}));
    } catch (const Error& error) {
        add_damage(file.path, introduction(file.path) + error.what());
    }
}

void ListedFiles::check_rest(const Unread& unread, const DigestOf& digest_of) {
    if (!has_list_) return;
    check_unread(unread, digest_of);
    compare_listing();
    require_total();
}

void ListedFiles::check_unread(const Unread& unread, const DigestOf& digest_of) try {
    std::optional<HashedLines> list;
    const auto is_read = [&](const std::string& line) { // about the release, on rank 0
        const auto file = parse_sums_line(line);
        if (!file) return true;
        const auto known = about_release_.find(file->path);
        if (known == about_release_.end() || !std::exchange(known->second.seen, true)) return false;
        return true;
    };
    SharedItems lines(communicator_, [&]() -> std::optional<std::string> {
        if (!list) list.emplace(release_, k_sums_file);
        for (auto line = list->next(); line; line = list->next())
            if (!is_read(*line)) return line;
        return std::nullopt;
    });
    if (communicator_.rank() == 0)
        for (const auto& [path, file] : about_release_) files_ += file.seen ? 1 : 0;
    std::uint64_t about_release = 0;
    while (const auto line = lines.next()) {
        const auto file = parse_sums_line(*line);
        const auto page = page_at(file->path);
        const auto turn = static_cast<int>(
            page ? 0 : about_release++ % static_cast<std::uint64_t>(communicator_.size()));
        if (page ? !is_mine(*page) : turn != communicator_.rank()) continue;
        ++files_;
        Entry* entry = page ? entry_of(file->path) : nullptr;
        if (entry != nullptr && entry->lines > 1)
            problems_.add(file->path, std::string("is listed twice in SHA256SUMS"));
        if (entry != nullptr && std::exchange(entry->seen, true)) continue;
        hash(*file, digest_of);
        if (unread) unread(file->path);
    }
    if (communicator_.rank() == 0 && list->sha256() != list_sha256_)
        add_damage(k_sums_file, "changed while it was checked");
} catch (const Error& error) {
    if (communicator_.rank() == 0) add_damage(k_sums_file, error.what());
}

void ListedFiles::compare_listing() try {
    SharedItems listing(communicator_, listing_of(release_));
    while (const auto path = listing.next()) {
        const auto page = page_at(*path);
        if (page ? !is_mine(*page) : communicator_.rank() != 0) continue;
        if (mark_present(*path)) continue;
        ++extra_;
        problems_.add(*path,
                      std::string("is not in SHA256SUMS. It does not belong to the release."));
    }
    report_vanished();
} catch (const Error& error) { // on all ranks
    if (communicator_.rank() == 0)
        problems_.add("folder", concat("cannot be listed to its end. ", error.what()));
}

bool ListedFiles::mark_present(const std::string& path) {
    if (path == k_sums_file) return true;
    if (page_at(path)) {
        Entry* entry = entry_of(path);
        return entry != nullptr && (entry->present = true);
    }
    const auto found = about_release_.find(path);
    return found != about_release_.end() && (found->second.present = true);
}

/// Files that were there when they were read, and are not there now.
void ListedFiles::report_vanished() {
    std::vector<std::string> about_release; // damaged, and therefore reported by some rank
    for (const std::string& path : damaged_)
        if (!mark_present(path)) about_release.push_back(path);
    for (const auto& paths : communicator_.gather(about_release))
        for (const std::string& path : paths) mark_present(path);
    const auto is_gone = [](const Entry& file) { return !file.present; };
    auto gone = std::count_if(pages_.begin(), pages_.end(), is_gone);
    for (const auto& [path, file] : about_release_) gone += file.present ? 0 : 1;
    std::int64_t vanished = 0;
    for (const std::int64_t rank : communicator_.gather(static_cast<std::int64_t>(gone)))
        vanished += rank;
    if (communicator_.rank() == 0 && vanished > 0)
        problems_.add(k_sums_file, concat("lists ", counted(vanished, "file"),
                                          " that vanished after being read. Run ",
                                          "verify again when nothing writes to the release."));
}

void ListedFiles::require_total() {
    std::uint64_t checked = 0;
    for (const std::uint64_t files : communicator_.gather(files_)) checked += files;
    if (communicator_.rank() == 0 && checked != lines_)
        problems_.add(k_sums_file, concat("lists ", counted(lines_, "file"), ", but ", checked,
                                          " were checked. Run verify again when nothing writes to "
                                          "the release."));
}

} // namespace ecgpress
