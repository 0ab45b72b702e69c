#include "pipeline/verify/verify_sums.hpp"

#include <fstream>
#include <map>
#include <unordered_set>

#include "codec/crc32.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/sums.hpp"
#include "dataset/shard/stored_items.hpp"
#include "pipeline/verify/rank_findings.hpp"

namespace ecgpress {

namespace {

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
        tables.for_each_page([this](const ManifestRow& page) { add(page); });
        tables.for_each_lead([this](const LeadsRow& lead) { add(lead); });
    }

    ToldChecksum of(const std::string& file) const {
        const auto found = told_.find(file);
        return found == told_.end() ? ToldChecksum() : found->second;
    }

  private:
    void add(const ManifestRow& page) {
        if (pages_.count(page.index) == 0) return;
        const ToldChecksum image{page.image_crc32, "manifest.csv"};
        told_[paths_.detection_image(page.index, page.name)] = image;
        told_[paths_.digitization_image(page.index, page.name)] = image;
        for (const PageItemType& item : k_page_items)
            if (item.asked_for != nullptr)
                told_[paths_.page_mask(item, page.index, page.name)] = {page.*item.crc32,
                                                                        "manifest.csv"};
    }

    void add(const LeadsRow& lead) {
        if (pages_.count(lead.page) == 0) return;
        for (const OverlapSet set :
             {OverlapSet::none, OverlapSet::with_overlap, OverlapSet::without_overlap})
            for (const LeadItemType& item : k_lead_items)
                if (item.crc32 != nullptr)
                    told_[paths_.crop_file(item, set, lead.page, lead.name)] = {lead.*item.crc32,
                                                                                "leads.csv"};
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
        const auto told = parse_sums_line(line);
        if (!told) {
            if (mine) report.bad_lines.push_back(line);
            continue;
        }
        const std::string& path = told->path;
        report.listed.add(path);
        if (!mine) continue;
        ++report.files;
        const std::string why = files.refusal(path); // a corrupt line may contain any path
        if (why == OpenableFiles::k_missing)
            report.missing.push_back(path);
        else if (!why.empty())
            report.refused[path] = why;
        else if (told->sha256 != sha256_of_file(release / path))
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
