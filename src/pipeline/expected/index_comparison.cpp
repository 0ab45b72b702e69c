#include "pipeline/expected/index_comparison.hpp"

#include <algorithm>
#include <limits>
#include <utility>

#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/cards/publication.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/sums.hpp"
#include "pipeline/merge/complete_release.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_most_surplus = 100; ///< lines of SHA256SUMS that are reported one by one
constexpr std::size_t k_most_format_files = 10; ///< of a format whose index needs the parts

MergeIndex indexed(const MergeInputs& inputs, const RunFolder& run, const ReleaseFormat& format,
                   const fs::path& place) {
    require_all_shards(inputs, run);
    make_folder(release_notes(place));
    MergeIndex index = index_release(inputs, run, format, place);
    index.writer->use_shards(run.shards());
    return index;
}

/// What a release's SHA256SUMS says: its digest, and the files that croissant.json describes.
struct Listed {
    MerkleTree tree;
    std::vector<WrittenFile> files;
};

/// @param described_end  lines from there on are not in croissant.json
Listed read_listed(const fs::path& release, std::uint64_t described_end) {
    Listed listed;
    SumsWalk sums(release);
    for (; const WrittenFile* file = sums.next(); sums.skip()) {
        if (states_digest(file->path)) continue;
        listed.tree.add(sums_line(*file) + "\n");
        if (sums.position() < described_end) listed.files.push_back(*file);
    }
    return listed;
}

/// pixels_root in digest.json; "" if it cannot be read, which is reported elsewhere.
std::string stated_pixels_root(const fs::path& release) {
    try {
        return parse_digest(OpenableFiles(release).text("digest.json")).pixels_root;
    } catch (const Error&) {
        return "";
    }
}

} // namespace

IndexComparison::IndexComparison(const MergeInputs& inputs, const RunFolder& run,
                                 const ReleaseFormat& format, fs::path place, ProblemList& problems,
                                 std::vector<std::string>& not_checked)
    : inputs_(inputs), format_(format), release_(run.release(format.name)),
      place_(std::move(place)), not_checked_(not_checked), files_(release_, place_, problems),
      sums_(release_), index_(indexed(inputs, run, format, place_)) {}

void IndexComparison::compare(const std::vector<ComparedPart>& parts, bool notes_are_whole) {
    compare_head(notes_are_whole);
    head_end_ = sums_.position();
    compare_tail(parts, compare_gaps(parts));
}

/// Compares the tables, the format's files and logs.json, which are the first in SHA256SUMS.
void IndexComparison::compare_head(bool notes_are_whole) {
    for (const WrittenFile& file : write_tables(index_)) files_.compare(sums_, file);
    if (notes_are_whole || !format_.index_needs_parts) {
        for (const WrittenFile& file : write_format_files(index_)) files_.compare(sums_, file);
    } else {
        std::vector<std::string> names;
        for (; names.size() < k_most_format_files && sums_.next() != nullptr &&
               sums_.next()->path != k_citation_file;
             sums_.skip())
            names.push_back(sums_.next()->path);
        not_checked_.push_back(
            concat(join(names, ", "), ": compared with the shards only if all pages are"));
    }
    for (const WrittenFile& file : write_statements(inputs_, place_, format_, index_))
        files_.compare(sums_, file);
}

/// Reports lines of SHA256SUMS between parts that follow each other. @return where the lines of the
/// last part end; no value if that is not known
std::optional<std::uint64_t> IndexComparison::compare_gaps(const std::vector<ComparedPart>& parts) {
    std::size_t follower = 0; // the part whose lines should begin at `end`
    std::uint64_t end = head_end_;
    bool is_known = true;
    std::size_t reported = 0;
    for (const ComparedPart& part : parts) {
        const bool follows = is_known && part.number == follower;
        follower = part.number + 1;
        is_known = follows && part.is_written && part.files == 0;
        if (is_known) continue; // no page of the part is in the release
        if (follows && part.is_found)
            for (sums_.seek(end); sums_.position() < part.begin && reported < k_most_surplus;
                 ++reported, sums_.skip())
                files_.report_surplus(sums_.next()->path);
        end = part.end;
        is_known = part.is_found && part.is_written;
    }
    if (!is_known || follower != index_.parts.size()) return std::nullopt;
    return end;
}

std::string IndexComparison::pixels_root(const std::vector<ComparedPart>& parts) const {
    if (!inputs_.config.release.pixel_digest) return "";
    if (!are_all(parts)) return stated_pixels_root(release_);
    for (const ComparedPart& part : parts)
        write_file(place_ / pixels_note(index_.parts[part.number].key), part.pixels);
    return pixels_root_of(place_, index_.parts);
}

bool IndexComparison::are_all(const std::vector<ComparedPart>& parts) const {
    return parts.size() == index_.parts.size() &&
           std::all_of(parts.begin(), parts.end(),
                       [](const ComparedPart& part) { return part.is_written; });
}

/// Compares the files that state the release's digest, which are the last in SHA256SUMS. What they
/// say of other files is compared with SHA256SUMS, so that they are not wrong because another file
/// is.
void IndexComparison::compare_tail(const std::vector<ComparedPart>& parts,
                                   std::optional<std::uint64_t> begin) {
    constexpr auto k_everywhere = std::numeric_limits<std::uint64_t>::max();
    const Listed listed = read_listed(release_, has_image_files(index_) ? head_end_ : k_everywhere);
    const ReleaseDigest digest{listed.tree.leaves(), listed.tree.root(), pixels_root(parts)};
    const auto files = write_digest_files(inputs_, place_, index_, digest, listed.files);
    sums_.seek(begin.value_or(head_end_));
    if (!begin) sums_.find(files.front().path);
    for (const WrittenFile& file : files) files_.compare(sums_, file);
    for (std::size_t i = 0; i < k_most_surplus && sums_.next() != nullptr; ++i, sums_.skip())
        files_.report_surplus(sums_.next()->path);
}

} // namespace ecgpress
