#include "pipeline/verify/verify.hpp"

#include <algorithm>
#include <chrono>

#include "codec/json.hpp"
#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_digest.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/release/run_folder.hpp"
#include "dataset/shard/shard.hpp"
#include "pipeline/verify/rank_findings.hpp"
#include "pipeline/verify/verify_digest.hpp"
#include "pipeline/verify/verify_release.hpp"
#include "pipeline/verify/verify_shards.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_most_problems = 1000;

bool holds_shards(const fs::path& folder) {
    if (!fs::is_directory(folder)) return false;
    const auto files = fs::directory_iterator(folder);
    return std::any_of(begin(files), end(files),
                       [](const auto& file) { return is_shard_name(file.path()); });
}

/// Any index file identifies a release, so that a release that lost some files is still recognized.
bool is_release(const fs::path& folder) {
    return fs::exists(folder / "SHA256SUMS") || fs::exists(folder / "manifest.csv") ||
           fs::exists(folder / "logs.json");
}

/// Compares the page pixel digest with digest.json. Each element of `pages` is "index split leaf".
/// Pages are sorted by index because the root depends on their order.
void compare_pixels(const fs::path& release, std::vector<std::string> pages, VerifyReport& report) {
    const std::string stated = stated_pixels_root(release);
    if (stated.empty() || pages.empty()) return;
    const auto index_of = [](const std::string& page) { return std::stoull(page); };
    std::sort(pages.begin(), pages.end(), [&](const std::string& a, const std::string& b) {
        return index_of(a) < index_of(b);
    });
    std::vector<MerkleTree> splits(k_split_count);
    for (const std::string& page : pages) {
        const std::vector<std::string> words = split_text(page, ' ');
        if (const auto split = parse_split(words[1]))
            splits[static_cast<std::size_t>(*split)].add(words[2]);
    }
    if (pixels_root(splits) == stated) return;
    ++report.problem_count;
    report.problems.push_back(
        concat("digest.json: pixels_root does not match the images. Their pixels_root is ",
               pixels_root(splits), "."));
}

/// Adds the findings of all ranks, in rank order. @return "index split leaf" of all pages
std::vector<std::string> gather_into(VerifyReport& report, const RankFindings& part,
                                     const Communicator& communicator) {
    OracleReport oracle;
    std::vector<std::string> pixels;
    for (const RankFindings& found : communicator.gather(part)) {
        report.files += found.files;
        report.pages += found.pages;
        report.crops += found.crops;
        report.problem_count += found.problems.count();
        for (const std::string& problem : found.problems.first())
            if (report.problems.size() < k_most_problems) report.problems.push_back(problem);
        oracle.add(found.oracle);
        pixels.insert(pixels.end(), found.pixels.begin(), found.pixels.end());
    }
    report.oracle += oracle.describe();
    return pixels;
}

} // namespace

VerifyReport verify(const fs::path& folder, const Communicator& communicator,
                    const VerifySettings& settings) {
    const auto start = std::chrono::steady_clock::now();
    if (!fs::is_directory(folder))
        throw DataError(concat(folder.string(),
                               " is not a folder. Use a release, a folder of shards, ",
                               "or the --out of a run."));
    VerifyReport report;
    bool known = false;
    for (const fs::path& place : {folder, folder / "shards"})
        if (holds_shards(place)) {
            gather_into(report, verify_shards(place, communicator, settings), communicator);
            known = true;
        }
    std::vector<fs::path> places{folder};
    for (const ReleaseFormat& format : release_formats())
        places.push_back(RunFolder(folder).release(format.name));
    for (const fs::path& place : places)
        if (is_release(place)) {
            compare_pixels(
                place,
                gather_into(report, verify_release(place, communicator, settings), communicator),
                report);
            known = true;
        }
    if (!known)
        throw DataError(
            concat(folder.string(), " contains neither a release (SHA256SUMS) nor shards ",
                   "(shard-*.h5). Use a release, a folder of shards, or the --out of a run."));
    report.wall_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return report;
}

std::string describe(const VerifyReport& report) {
    std::string text;
    for (const std::string& problem : report.problems) text += problem + "\n";
    if (report.problem_count > report.problems.size())
        text += concat("and ", report.problem_count - report.problems.size(), " more problems\n");
    text += report.oracle;
    return text + concat("verified  ", report.files, " files, ", report.pages, " pages, ",
                         report.crops, " crops in ", fixed(report.wall_s, 1), " s: ",
                         report.problem_count == 0 ? std::string("no problems")
                                                   : concat(report.problem_count, " problems"),
                         "\n");
}

} // namespace ecgpress
