#include "pipeline/expected/expected_release.hpp"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>

#include "codec/json.hpp"
#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/file.hpp"
#include "core/random.hpp"
#include "core/strings.hpp"
#include "core/version.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/openable_files.hpp"
#include "dataset/release/sums.hpp"
#include "pipeline/config/load_config.hpp"
#include "pipeline/expected/index_comparison.hpp"
#include "pipeline/expected/part_comparison.hpp"
#include "pipeline/expected/private_folder.hpp"
#include "pipeline/merge/complete_release.hpp"
#include "pipeline/merge/release_settings.hpp"

namespace ecgpress {

namespace {

constexpr std::uint64_t k_default_sample = 10000; ///< pages
constexpr FileKind k_note{"note of a part", std::uint64_t{1} << 32};
constexpr const char* k_subject = "comparison with the shards";

/// What rank 0 decides: which parts are compared, and with which settings they are written.
struct Task {
    std::string config; ///< JSON; empty if nothing is compared
    std::vector<MergePart> parts;
    std::vector<std::size_t> chosen; ///< ascending indices of parts

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.config, self.parts, self.chosen);
    }
};

/// A file that a part left for the files about the whole release.
struct Note {
    std::string name, content;

    /// For packed().
    template <class Self> static auto parts_of(Self& self) {
        return std::tie(self.name, self.content);
    }
};

/// Chooses parts until they have `pages` pages.
std::vector<std::size_t> choose(const std::vector<MergePart>& parts, std::uint64_t pages,
                                std::uint64_t seed) {
    std::vector<std::size_t> chosen;
    std::uint64_t count = 0;
    for (std::uint64_t i = 0; i < parts.size() && count < pages; ++i) {
        chosen.push_back(
            static_cast<std::size_t>(permuted(i, parts.size(), seed, "verified parts")));
        count += parts[chosen.back()].pages;
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

class ExpectedRelease {
  public:
    ExpectedRelease(const RunFolder& folder, const RunIdentity& run, const ReleaseFormat& format,
                    const Communicator& communicator, std::uint64_t sample)
        : folder_(folder), run_(run), format_(format), communicator_(communicator), sample_(sample),
          release_(folder.release(format.name)) {}

    ReleaseComparison compare() {
        Task task;
        guarded([&] {
            place_.emplace("verify");
            if (communicator_.rank() == 0) task = prepare();
        });
        task = communicator_.broadcast(task);
        if (task.config.empty()) return std::move(found_);
        compare_sums();
        const std::vector<ComparedPart> parts = compare_parts(task);
        const bool is_whole = communicator_.broadcast(parts.size() == task.parts.size());
        const bool needs_notes = is_whole && format_.index_needs_parts;
        if (needs_notes) gather_notes();
        if (communicator_.rank() != 0) return std::move(found_);
        if (parts.size() != task.chosen.size())
            found_.problems.add(k_subject, concat("only ", parts.size(), " of ", task.chosen.size(),
                                                  " parts were compared"));
        if (!is_whole || parts.size() < task.parts.size())
            found_.not_checked.push_back(
                concat("pages of ", task.parts.size() - parts.size(), " of ", task.parts.size(),
                       " parts: not compared with the shards. Use --sample with more pages."));
        guarded([&] { compare_index(parts, needs_notes && notes_are_whole_); });
        return std::move(found_);
    }

  private:
    /// An error becomes a problem, so that no rank leaves the others waiting. One of the private
    /// folder ends the job: nothing can be compared without it.
    template <class Function> bool guarded(Function function) {
        try {
            function();
            return true;
        } catch (const OutputError& error) {
            throw OutputError(concat(error.what(), " verify writes parts of the release there to ",
                                     "compare them. TMPDIR can name another folder."));
        } catch (const Error& error) { // a list of shards may follow: their check names them, too
            const std::string what = error.what();
            found_.problems.add(k_subject, what.substr(0, what.find('\n')));
        } catch (const fs::filesystem_error& error) {
            found_.problems.add(k_subject, std::string(error.what()));
        }
        return false;
    }

    fs::path index_place() const { return place_->path() / "index"; }
    fs::path parts_place() const { return place_->path() / "parts"; }

    Task prepare() {
        std::error_code ignored;
        if (!fs::is_regular_file(release_ / k_sums_file, ignored)) return {};
        if (run_.version != k_version) {
            found_.not_checked.push_back(
                concat("comparison with the shards: the run is of version ", run_.version,
                       ", this is ", k_version));
            return {};
        }
        const std::string run_config = run_.texts.effective;
        const std::string config = stated_config(run_config);
        other_settings_ = differences(config, run_config);
        inputs_ = merge_inputs(run_, config_from_json(config).release);
        make_folder(index_place());
        index_.emplace(*inputs_, folder_, format_, index_place(), found_.problems,
                       found_.not_checked);
        const std::uint64_t pages = sample_ == 0 ? k_default_sample : sample_;
        return {config, index_->parts(), choose(index_->parts(), pages, run_.config.seed)};
    }

    /// The run's configuration with the settings that logs.json states. If it states none that are
    /// valid, the run's own: then logs.json differs from what a merge would write.
    std::string stated_config(const std::string& run_config) {
        try {
            const auto config =
                with_stated_settings(run_config, OpenableFiles(release_).text(k_log_file));
            if (!config) return run_config;
            config_from_json(*config);
            return *config;
        } catch (const Error&) {
            return run_config;
        }
    }

    /// Each rank reads SHA256SUMS itself, so all must see the same.
    void compare_sums() {
        std::string sha256;
        guarded([&] { sha256 = sha256_of_file(release_ / k_sums_file); });
        const std::vector<std::string> all = communicator_.gather(sha256);
        for (std::size_t rank = 0; rank < all.size(); ++rank)
            if (all[rank] != all.front())
                found_.problems.add(
                    k_sums_file, concat("is not the same file for rank ", rank, " as for rank 0"));
    }

    /// Compares this rank's parts. @return those of all ranks, in order, on rank 0
    std::vector<ComparedPart> compare_parts(const Task& task) {
        std::vector<ComparedPart> mine;
        guarded([&] {
            if (!place_) return; // already reported
            if (!inputs_) inputs_ = merge_inputs(run_, config_from_json(task.config).release);
            make_folder(release_notes(parts_place()));
            PartComparison comparison(*inputs_, folder_, format_, parts_place(), found_.problems);
            const auto size = static_cast<std::size_t>(communicator_.size());
            for (auto i = static_cast<std::size_t>(communicator_.rank()); i < task.chosen.size();
                 i += size)
                mine.push_back(comparison.compare(task.parts[task.chosen[i]], task.chosen[i]));
        });
        std::vector<ComparedPart> all;
        for (std::vector<ComparedPart>& of_rank : communicator_.gather(mine))
            std::move(of_rank.begin(), of_rank.end(), std::back_inserter(all));
        std::sort(all.begin(), all.end(),
                  [](const ComparedPart& a, const ComparedPart& b) { return a.number < b.number; });
        notes_are_whole_ = std::all_of(all.begin(), all.end(),
                                       [](const ComparedPart& part) { return part.is_written; });
        return all;
    }

    /// Brings the notes of all ranks to rank 0, one file of each rank at a time.
    void gather_notes() {
        std::vector<fs::path> files;
        guarded([&] {
            if (place_) files = files_in(release_notes(parts_place()));
        });
        std::uint64_t most = 0;
        for (const std::uint64_t count : communicator_.gather(std::uint64_t{files.size()}))
            most = std::max(most, count);
        most = communicator_.broadcast(most);
        for (std::size_t i = 0; i < most; ++i) {
            Note note;
            guarded([&] {
                if (i < files.size())
                    note = {files[i].filename().string(), read_file(files[i], k_note)};
            });
            for (const Note& of_rank : communicator_.gather(note))
                if (!of_rank.name.empty())
                    notes_are_whole_ &= guarded([&] {
                        write_file(release_notes(index_place()) / of_rank.name, of_rank.content);
                    });
        }
    }

    void compare_index(const std::vector<ComparedPart>& parts, bool notes_are_whole) {
        const std::uint64_t before = found_.problems.count();
        index_->compare(parts, notes_are_whole);
        if (!other_settings_.empty() && found_.problems.count() > before)
            found_.problems.add(k_log_file,
                                concat("states other settings than run.json, which the files do ",
                                       "not follow: ", other_settings_));
    }

    const RunFolder& folder_;
    const RunIdentity& run_;
    const ReleaseFormat& format_;
    const Communicator& communicator_;
    std::uint64_t sample_;
    const fs::path release_;
    ReleaseComparison found_;
    std::optional<PrivateFolder> place_;
    std::optional<MergeInputs> inputs_;
    std::optional<IndexComparison> index_; ///< on rank 0
    std::string other_settings_;           ///< in which logs.json differs from run.json
    bool notes_are_whole_ = true;
};

} // namespace

ReleaseComparison compare_with_shards(const RunFolder& folder, const RunIdentity& run,
                                      const std::string& format, const Communicator& communicator,
                                      std::uint64_t sample) {
    return ExpectedRelease(folder, run, find_release_format(format), communicator, sample)
        .compare();
}

} // namespace ecgpress
