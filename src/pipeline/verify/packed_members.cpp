#include "pipeline/verify/packed_members.hpp"

#include <algorithm>
#include <utility>

#include "codec/tar_reader.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/sums.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_lines_at_once = 4096;
constexpr std::size_t k_piece_bytes = std::size_t{1} << 18;

std::string digest_of_member(TarReader& tar) {
    static thread_local std::string piece(k_piece_bytes, '\0');
    Sha256 digest;
    while (const std::size_t count = tar.read(piece.data(), piece.size()))
        digest.update(piece.data(), count);
    return digest.finish();
}

} // namespace

std::string PackedMembers::read_archive(InputFile archive) {
    const auto number = static_cast<std::uint32_t>(archives_.size());
    archives_.push_back(archive.path().filename().string());
    TarReader tar(std::move(archive));
    try {
        std::uint32_t place = 0;
        while (const auto name = tar.next())
            members_.push_back(
                {std::hash<std::string>{}(*name), digest_of_member(tar), number, place++});
    } catch (const DataError& error) {
        problems_.add(archives_.back(), std::string(error.what()));
    }
    return tar.finish();
}

bool PackedMembers::has(const std::string& name, const std::string& sha256) {
    const std::uint64_t hash = std::hash<std::string>{}(name);
    const auto found =
        std::lower_bound(members_.begin(), members_.end(), hash,
                         [](const Member& m, std::uint64_t key) { return m.name_hash < key; });
    if (found == members_.end() || found->name_hash != hash) return false;
    found->is_listed = true;
    if (!sha256.empty() && found->sha256 != sha256)
        problems_.add(concat(archives_[found->archive], ": ", name),
                      std::string("its digest differs from the release's SHA256SUMS"));
    return true;
}

void PackedMembers::compare(SharedItems& lines) {
    std::sort(members_.begin(), members_.end(),
              [](const Member& a, const Member& b) { return a.name_hash < b.name_hash; });
    std::vector<std::string> names{k_sums_file};
    std::string found(1, has(k_sums_file, "") ? '1' : '0');
    std::uint64_t listed = 1;
    bool is_last = false;
    while (!is_last) {
        const auto line = lines.next();
        is_last = !line;
        if (const auto file = line ? parse_sums_line(*line) : std::nullopt) {
            ++listed;
            names.push_back(file->path);
            found += has(file->path, file->sha256) ? '1' : '0';
        }
        if (names.size() < k_lines_at_once && !is_last) continue;
        report_missing(names, found);
        names.clear();
        found.clear();
    }
    for (const Member& member : members_)
        if (!member.is_listed)
            problems_.add(archives_[member.archive], concat("its member ", member.place + 1,
                                                            " is not in the release's SHA256SUMS"));
    std::uint64_t all = 0;
    for (const std::uint64_t count : communicator_.gather(count())) all += count;
    if (communicator_.rank() == 0 && all != listed)
        problems_.add("archives",
                      concat("have ", all, " members, the release has ", listed, " files"));
}

void PackedMembers::report_missing(const std::vector<std::string>& names,
                                   const std::string& found) {
    const std::vector<std::string> ranks = communicator_.gather(found);
    if (communicator_.rank() != 0) return;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (std::all_of(ranks.begin(), ranks.end(),
                        [&](const std::string& rank) { return rank[i] == '0'; }))
            problems_.add(names[i], std::string("is in no archive"));
}

} // namespace ecgpress
