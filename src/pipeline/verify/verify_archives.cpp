#include "pipeline/verify/verify_archives.hpp"

#include <optional>
#include <utility>

#include "codec/tar_reader.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/strings.hpp"
#include "dataset/release/release_writer.hpp"
#include "dataset/release/sums.hpp"
#include "parallel/shared_items.hpp"
#include "pipeline/verify/hashed_lines.hpp"
#include "pipeline/verify/listed_files.hpp"
#include "pipeline/verify/packed_members.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_guide = "UNPACK.txt";
constexpr const char* k_first_archive = "part-00001.tar";

/// The lines of the SHA256SUMS that is the first member of the first archive.
class PackedList {
  public:
    explicit PackedList(const fs::path& folder) : tar_(InputFile::below(folder, k_first_archive)) {
        const auto name = tar_.next();
        if (!name || *name != k_sums_file)
            throw DataError(
                concat(k_first_archive, " does not begin with the release's ", k_sums_file));
    }

    std::optional<std::string> next() {
        std::size_t end = text_.find('\n', begin_);
        while (end == std::string::npos) {
            text_.erase(0, begin_);
            begin_ = 0;
            const std::size_t kept = text_.size();
            if (kept > k_longest_line)
                throw DataError(
                    concat("a line of ", k_sums_file, " in ", k_first_archive, " is too long"));
            text_.resize(kept + k_piece_bytes);
            text_.resize(kept + tar_.read(&text_[kept], k_piece_bytes));
            if (text_.size() == kept) {
                if (sha256_.empty()) sha256_ = digest_.finish();
                return std::nullopt;
            }
            digest_.update(text_.data() + kept, text_.size() - kept);
            end = text_.find('\n');
        }
        const std::string line = text_.substr(begin_, end - begin_);
        begin_ = end + 1;
        return line;
    }

    /// SHA-256 of the list. After the last line.
    const std::string& sha256() const { return sha256_; }

  private:
    static constexpr std::size_t k_piece_bytes = std::size_t{1} << 16;
    static constexpr std::size_t k_longest_line = std::size_t{1} << 20;

    TarReader tar_;
    std::string text_;
    std::size_t begin_ = 0;
    Sha256 digest_;
    std::string sha256_;
};

class ArchivesCheck {
  public:
    ArchivesCheck(fs::path folder, fs::path release, const Communicator& communicator)
        : folder_(std::move(folder)), release_(std::move(release)), communicator_(communicator),
          is_root_(communicator.rank() == 0), files_(folder_, communicator, findings_.problems),
          members_(communicator, findings_.problems) {}

    RankFindings run() {
        if (is_root_) {
            files_.require(k_guide);
            files_.require(k_first_archive);
            read_guide();
        }
        files_.check_rest({}, [this](InputFile file) {
            return file.path().extension() == ".tar" ? members_.read_archive(std::move(file))
                                                     : sha256_of(file);
        });
        if (files_.has_list()) compare_members();
        findings_.files = files_.files() + members_.count();
        return std::move(findings_);
    }

  private:
    void read_guide() {
        if (const std::string* guide = files_.read(k_guide)) guide_ = *guide;
        if (release_.empty()) {
            findings_.not_checked.push_back(
                "whether the archives are of the release that was meant: it is not beside them");
            return;
        }
        try {
            HashedLines list(release_, k_sums_file);
            while (list.next()) {
            }
            if (guide_.find(list.sha256()) == std::string::npos)
                findings_.problems.add(k_guide, concat("states another release than ",
                                                       release_.filename().string(),
                                                       ". Remove the archives and pack again."));
        } catch (const Error& error) { // the release's own check reports it
            findings_.not_checked.push_back(
                concat("whether the archives are of the release beside them: ", error.what()));
        }
    }

    void compare_members() {
        std::optional<PackedList> list;
        SharedItems lines(communicator_, [&] {
            if (!list) list.emplace(folder_);
            return list->next();
        });
        try {
            members_.compare(lines);
        } catch (const Error& error) { // on all ranks
            if (!is_root_) return;
            findings_.problems.add("archives", std::string(error.what()));
            findings_.not_checked.push_back("the files in the archives: their list cannot be read");
            return;
        }
        if (is_root_ && guide_.find(list->sha256()) == std::string::npos)
            findings_.problems.add(
                k_guide, concat("states another release than the SHA256SUMS in ", k_first_archive));
    }

    fs::path folder_, release_;
    const Communicator& communicator_;
    bool is_root_;
    RankFindings findings_;
    ListedFiles files_; ///< adds to findings_, and so does
    PackedMembers members_;
    std::string guide_; ///< UNPACK.txt, on rank 0
};

} // namespace

RankFindings verify_archives(const fs::path& folder, const fs::path& release,
                             const Communicator& communicator) {
    return ArchivesCheck(folder, release, communicator).run();
}

} // namespace ecgpress
