#include "signal/files/source_listing.hpp"

#include <algorithm>
#include <chrono>
#include <sys/stat.h>
#include <utility>

#include "core/error.hpp"
#include "core/strings.hpp"
#include "core/version.hpp"

namespace ecgpress {
namespace {

/// Times of files are whole seconds on some file systems, two seconds on others.
constexpr std::int64_t k_recent_s = 2;
constexpr std::size_t k_sampled_files = 64;

std::int64_t now_s() {
    return std::chrono::duration_cast<std::chrono::seconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string path_of(const ListedSource& source, const std::string& name) {
    return concat(source.root.string(), '/', name, source.ending);
}

std::string beside(const ListedSource& source, const std::string& name, const std::string& other) {
    const std::size_t slash = name.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : name.substr(0, slash + 1);
    return concat(source.root.string(), '/', folder, other);
}

/// Another version may read more of a file.
std::string whole_subject(const ListedSource& source) {
    return concat(source.subject, '\n', static_cast<int>(source.links), '\n', k_version);
}

/// The state of some files, spread over all.
std::string sample_of(const ListedSource& source, const std::vector<std::string>& names) {
    FilesState state;
    const std::size_t count = std::min(k_sampled_files, names.size());
    for (std::size_t i = 0; i < count; ++i)
        state.add(path_of(source, names[i * names.size() / count]));
    return state.finish();
}

} // namespace

std::string FilesState::add(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        digest_.update("missing\n");
        return "missing";
    }
    newest_s_ = std::max(newest_s_, static_cast<std::int64_t>(status.st_ctim.tv_sec));
    const std::int64_t values[] = {static_cast<std::int64_t>(status.st_mode),
                                   static_cast<std::int64_t>(status.st_ino),
                                   static_cast<std::int64_t>(status.st_size),
                                   static_cast<std::int64_t>(status.st_mtim.tv_sec),
                                   static_cast<std::int64_t>(status.st_mtim.tv_nsec),
                                   static_cast<std::int64_t>(status.st_ctim.tv_sec),
                                   static_cast<std::int64_t>(status.st_ctim.tv_nsec)};
    digest_.update(values, sizeof values);
    return S_ISREG(status.st_mode) ? concat(status.st_size) : "missing";
}

std::string FilesState::add_size(const std::string& path) {
    struct stat status {};
    const bool is_file = ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
    std::string size = is_file ? concat(status.st_size) : "missing";
    digest_.update(size + "\n");
    return size;
}

ListingMaker::ListingMaker(ListedSource source)
    : source_(std::move(source)), started_s_(now_s()), writer_(whole_subject(source_)) {}

std::string ListingMaker::begin(const std::string& name) {
    file_ = {name, {}, {}};
    return state_.add(path_of(source_, name));
}

std::string ListingMaker::other(const std::string& name) {
    file_.others.push_back(name);
    return state_.add_size(beside(source_, file_.name, name));
}

void ListingMaker::end(std::string content) {
    file_.content = std::move(content);
    if (!source_.place.file.empty()) writer_.add(file_);
}

SourceListing ListingMaker::finish(const std::string& fingerprint,
                                   const std::vector<std::string>& names) {
    SourceListing listing;
    if (source_.place.file.empty() || state_.newest_s() > started_s_ - k_recent_s) return listing;
    listing.content = writer_.finish({fingerprint, state_.finish(), sample_of(source_, names)});
    listing.digest = listing_digest(listing.content);
    return listing;
}

std::optional<ReadListing> read_listing(const ListedSource& source, std::vector<std::string>& names,
                                        const std::function<void(const std::string&)>& take) {
    const bool is_known = !source.place.digest.empty(), has_names = !names.empty();
    if (source.place.file.empty() || (!is_known && !has_names)) return std::nullopt;
    try {
        auto reader = ListingReader::open(source.place.file, whole_subject(source));
        if (!reader || (is_known && reader->digest() != source.place.digest)) return std::nullopt;
        FilesState state;
        std::size_t count = 0;
        for (auto file = reader->next(); file; file = reader->next(), ++count) {
            if (!has_names) names.push_back(file->name);
            if (count == names.size() || names[count] != file->name) return std::nullopt;
            if (!is_known) {
                state.add(path_of(source, file->name));
                for (const std::string& other : file->others)
                    state.add_size(beside(source, file->name, other));
            }
            take(file->content);
        }
        const bool fits = count == names.size() && count > 0 &&
                          (is_known ? sample_of(source, names) == reader->end().sample
                                    : state.finish() == reader->end().state);
        if (fits) return ReadListing{{reader->digest(), ""}, reader->end().fingerprint};
    } catch (const DataError&) { // made for this program, but not by it
    }
    if (!has_names) names.clear();
    return std::nullopt;
}

} // namespace ecgpress
