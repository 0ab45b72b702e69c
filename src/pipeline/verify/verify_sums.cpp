#include "pipeline/verify/verify_sums.hpp"

#include <fstream>
#include <map>
#include <unordered_set>

#include "codec/crc32.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/text.hpp"
#include "dataset/release/openable_files.hpp"
#include "pipeline/verify/rank_findings.hpp"
#include "pipeline/verify/verify_digest.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_digest_digits = 64; // SHA-256 in hexadecimal

/// An image's checksum in a table; crc32 is 0 if no table has one.
struct ToldChecksum {
    std::uint32_t crc32 = 0;
    const char* table = "";
};

/// The tables' checksums of the images among some files.
class ToldChecksums {
  public:
    ToldChecksums(const ReleaseTables& tables, const std::vector<std::string>& files)
        : paths_(tables.paths()) {
        for (const std::string& file : files)
            if (const auto page = item_at(file).page) pages_.insert(*page);
        if (pages_.empty()) return;
        tables.for_each_page([this](const ReleasePage& page) { add(page); });
        tables.for_each_lead([this](const ReleaseLead& lead) { add(lead); });
    }

    ToldChecksum of(const std::string& file) const {
        const auto found = told_.find(file);
        return found == told_.end() ? ToldChecksum() : found->second;
    }

  private:
    void add(const ReleasePage& page) {
        if (pages_.count(page.index) == 0) return;
        told_[paths_.detection_image(page.index, page.name)] = {page.crc32[0], "manifest.csv"};
        told_[paths_.digitization_image(page.index, page.name)] = {page.crc32[0], "manifest.csv"};
        told_[paths_.overlap_mask(page.index, page.name)] = {page.crc32[1], "manifest.csv"};
    }

    void add(const ReleaseLead& lead) {
        if (pages_.count(lead.page) == 0) return;
        for (const OverlapSet set :
             {OverlapSet::none, OverlapSet::with_overlap, OverlapSet::without_overlap}) {
            const CropPaths crop = paths_.crop(set, lead.page, lead.name);
            told_[crop.image] = {lead.crc32[0], "leads.csv"};
            told_[crop.mask_png] = {lead.crc32[1], "leads.csv"};
            told_[crop.mask_bmp] = {lead.crc32[2], "leads.csv"};
            told_[crop.mask_visible] = {lead.crc32[3], "leads.csv"};
        }
    }

    ReleasePaths paths_;
    std::unordered_set<std::uint64_t> pages_; ///< pages of these files
    std::map<std::string, ToldChecksum> told_;
};

std::string problem_of(const fs::path& file, const ToldChecksum& told) {
    const std::string problem = "its digest differs from SHA256SUMS.";
    if (told.crc32 == 0) return problem + " The file or SHA256SUMS changed.";
    const std::string content = read_file(file);
    const std::uint32_t found = crc32_of(content.data(), content.size());
    return found == told.crc32
               ? concat(problem, " SHA256SUMS changed: the file's CRC-32 matches ", told.table, ".")
               : concat(problem, " The file changed: its CRC-32 is ", crc32_text(found), ", ",
                        told.table, " has ", crc32_text(told.crc32), ".");
}

} // namespace

SumsReport check_sums(const fs::path& release, const Communicator& communicator) {
    SumsReport report;
    OpenableFiles files(release);
    if (const std::string why = files.refusal("SHA256SUMS");
        !why.empty() && why != OpenableFiles::k_missing) {
        if (communicator.rank() == 0) report.refused["SHA256SUMS"] = why;
        return report;
    }
    std::ifstream in(release / "SHA256SUMS", std::ios::binary);
    if (!in && communicator.rank() == 0) report.missing.push_back("SHA256SUMS");
    Share share(communicator);
    for (std::string line; std::getline(in, line);) {
        const bool mine = share.next_is_mine();
        if (line.size() < k_digest_digits + 3 || line.compare(k_digest_digits, 2, "  ") != 0) {
            if (mine) report.bad_lines.push_back(line);
            continue;
        }
        const std::string path = line.substr(k_digest_digits + 2);
        report.listed.add(path);
        if (!mine) continue;
        ++report.files;
        const std::string why = files.refusal(path); // a corrupt line may contain any path
        if (why == OpenableFiles::k_missing)
            report.missing.push_back(path);
        else if (!why.empty())
            report.refused[path] = why;
        else if (line.compare(0, k_digest_digits, sha256_of_file(release / path)) != 0)
            report.changed.push_back(path);
    }
    if (communicator.rank() != 0) return report;
    for (const auto& entry : fs::recursive_directory_iterator(release)) {
        if (!entry.is_symlink() && !entry.is_regular_file()) continue;
        const std::string path = entry.path().lexically_relative(release).generic_string();
        if (path != "SHA256SUMS" && !report.listed.has(path)) report.extra.push_back(path);
    }
    return report;
}

void report_sums(const fs::path& release, const SumsReport& sums, const ReleaseTables* tables,
                 ProblemList& problems) {
    for (const std::string& line : sums.bad_lines)
        problems.add("SHA256SUMS", concat("line `", line, "` is not a digest and a path"));
    for (const auto& [file, why] : sums.refused) problems.add(file, why);
    for (const std::string& file : sums.missing)
        problems.add(file, file == "SHA256SUMS"
                               ? "is missing. Run `ecgpress merge` if the release was not "
                                 "finished, `ecgpress repair` if the file was lost."
                               : introduction(file) + "is missing");
    for (const std::string& file : sums.extra)
        problems.add(file, std::string("is not in SHA256SUMS. It does not belong to the release."));
    std::optional<ToldChecksums> told;
    try {
        if (tables != nullptr) told.emplace(*tables, sums.changed);
    } catch (const Error&) { // reported by the check of the tables
        told.reset();
    }
    for (const std::string& file : sums.changed)
        problems.add(file, introduction(file) +
                               problem_of(release / file, told ? told->of(file) : ToldChecksum()));
}

} // namespace ecgpress
