#include "pipeline/merge/part_records.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_extension = ".sums";
constexpr FileKind k_record{"completion record", std::uint64_t{1} << 32};
constexpr std::size_t k_digest_digits = 64;
/// Digests that are computed again per part. Their cost is small against writing the part.
constexpr std::size_t k_most_sampled = 1024;

/// Calls visit(line) for each line, without its line feed.
template <class Visit> void for_each_line(std::string_view text, Visit visit) {
    for (std::size_t end; (end = text.find('\n')) != std::string_view::npos;
         text.remove_prefix(end + 1))
        visit(text.substr(0, end));
}

std::string digest_of(const fs::path& folder, const std::string& path) {
    InputFile file = InputFile::below(folder, path);
    return sha256_of(file);
}

/// "digest size path". Only lines of valid records are parsed.
WrittenFile file_of(std::string_view line) {
    const std::size_t size_end = line.find(' ', k_digest_digits + 1);
    if (size_end == std::string_view::npos)
        throw IoError(concat("a completion record has the line `", line,
                             "`. Remove the folder .merge of the release, then run merge again."));
    long long size = 0;
    parse_number(line.substr(k_digest_digits + 1, size_end - k_digest_digits - 1), size);
    return {std::string(line.substr(size_end + 1)), std::string(line.substr(0, k_digest_digits)),
            static_cast<std::uint64_t>(size)};
}

} // namespace

PartRecords::PartRecords(fs::path folder, std::string identity)
    : folder_(std::move(folder)), identity_(std::move(identity)) {}

std::string PartRecords::line_of(const WrittenFile& file) {
    return concat(file.sha256, ' ', file.size, ' ', file.path, '\n');
}

void PartRecords::write(const std::string& part, std::string_view lines) const {
    const std::string text = concat(head_of(part), lines);
    write_file_whole(path_of(part), concat(text, sha256_of(text), '\n'));
}

bool PartRecords::exists(const std::string& part) const {
    std::error_code ignored;
    return fs::exists(path_of(part), ignored);
}

void PartRecords::remove(const std::string& part) const {
    std::error_code error;
    fs::remove(path_of(part), error);
    if (error)
        throw IoError(concat("cannot remove ", path_of(part).string(), ": ", error.message(),
                             ". Check the permissions of its folder."));
}

std::vector<std::string> PartRecords::parts() const {
    std::vector<std::string> parts;
    std::error_code error;
    for (fs::directory_iterator entry(release_notes(folder_), error), end; !error && entry != end;
         entry.increment(error))
        if (entry->path().extension() == k_extension)
            parts.push_back(entry->path().stem().string());
    std::sort(parts.begin(), parts.end());
    return parts;
}

void PartRecords::for_each(const std::string& part,
                           const std::function<void(const WrittenFile& file)>& visit) const {
    const auto lines = lines_of(part);
    if (!lines)
        throw IoError(concat(path_of(part).string(), " is no longer a valid completion record. ",
                             "Run the same command again; the part is written again."));
    for_each_line(*lines, [&](std::string_view line) { visit(file_of(line)); });
}

std::string PartRecords::problem_of(const std::string& part, Recheck how) const {
    const auto lines = lines_of(part);
    if (!lines) return "its completion record is not valid";
    const auto count = static_cast<std::size_t>(std::count(lines->begin(), lines->end(), '\n'));
    const std::size_t step = how == Recheck::sample ? count / k_most_sampled + 1 : 1;
    OpenableFiles files(folder_);
    std::string problem;
    std::size_t number = 0;
    for_each_line(*lines, [&](std::string_view line) {
        const bool read = how != Recheck::sizes && number++ % step == 0;
        if (!problem.empty()) return;
        const WrittenFile file = file_of(line);
        const fs::path path = folder_ / file.path;
        const std::string refusal = files.refusal(file.path);
        std::error_code gone;
        if (!refusal.empty())
            problem = concat(file.path, ' ', refusal);
        else if (fs::file_size(path, gone) != file.size || gone)
            problem = concat(file.path, " does not have its size, ", file.size, " bytes");
        else if ((read || is_note(file.path)) && digest_of(folder_, file.path) != file.sha256)
            problem = concat(file.path, " has changed");
    });
    return problem;
}

fs::path PartRecords::path_of(const std::string& part) const {
    return release_notes(folder_) / (part + k_extension);
}

std::string PartRecords::head_of(const std::string& part) const {
    return concat("part ", part, " of ", identity_, '\n');
}

std::optional<std::string> PartRecords::lines_of(const std::string& part) const {
    if (!exists(part)) return std::nullopt;
    std::string text = read_file_below(folder_, note_path(part + k_extension), k_record);
    const std::string head = head_of(part);
    const std::size_t tail_size = k_digest_digits + 1;
    if (text.size() < head.size() + tail_size || text.compare(0, head.size(), head) != 0)
        return std::nullopt;
    const std::string tail = text.substr(text.size() - tail_size);
    text.resize(text.size() - tail_size);
    if (tail != sha256_of(text) + "\n") return std::nullopt;
    return text.substr(head.size());
}

PartRecords records_of(const MergeInputs& inputs, const RunFolder& folder,
                       const ReleaseFormat& format) {
    return {folder.release(format.name),
            sha256_of(concat(format.name, ' ', inputs.fingerprint, ' ', inputs.summary.config))};
}

} // namespace ecgpress
