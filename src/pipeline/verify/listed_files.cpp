#include "pipeline/verify/listed_files.hpp"

#include <utility>

#include "codec/crc32.hpp"
#include "core/file.hpp"
#include "core/strings.hpp"

namespace ecgpress {

ListedFiles::ListedFiles(fs::path release, const SumsReport& sums, ProblemList& problems)
    : release_(std::move(release)), files_(release_), sums_(sums), problems_(problems),
      changed_(sums.changed.begin(), sums.changed.end()) {}

bool ListedFiles::read(const std::string& path, std::string& text) {
    const bool listed = sums_.listed.has(path);
    if (!listed) problems_.add(path, std::string("is in the tables but not in SHA256SUMS"));
    if (const std::string why = files_.refusal(path); !why.empty()) {
        if (!listed) problems_.add(path, why); // else it was reported by the check of SHA256SUMS
        return false;
    }
    text = read_file(release_ / path);
    return true;
}

void ListedFiles::check_crc32(const std::string& path, const std::string& bytes, std::uint32_t told,
                              const char* table) {
    const std::uint32_t found = crc32_of(bytes.data(), bytes.size());
    // A file that differs from SHA256SUMS is already reported, with its CRC-32.
    if (found == told || changed_.count(path) > 0) return;
    problems_.add(path, concat(introduction(path), "its CRC-32 is ", crc32_text(found), ", ", table,
                               " has ", crc32_text(told)));
}

bool CropFiles::read(const LeadItemType& item) {
    if (!listed.read(path(item), content(item))) return false;
    if (item.crc32 != nullptr)
        listed.check_crc32(path(item), content(item), lead.*item.crc32, "leads.csv");
    return true;
}

} // namespace ecgpress
