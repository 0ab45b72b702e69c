#include "pipeline/verify/verify.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "core/error.hpp"
#include "core/numbers.hpp"
#include "core/program/stopwatch.hpp"
#include "core/strings.hpp"
#include "dataset/release/run_folder.hpp"
#include "parallel/shared_items.hpp"
#include "pipeline/expected/expected_release.hpp"
#include "pipeline/verify/verify_archives.hpp"
#include "pipeline/verify/verify_release.hpp"
#include "pipeline/verify/verify_shards.hpp"
#include "pipeline/verify/verify_subject.hpp"

namespace ecgpress {

namespace {

namespace fs = std::filesystem;

/// Checks the parts of a folder one after the other, all ranks each of them.
class Verification {
  public:
    Verification(fs::path folder, const Communicator& communicator, const VerifySettings& settings)
        : folder_(std::move(folder)), communicator_(communicator), settings_(settings) {}

    VerifyReport run() {
        const Stopwatch watch;
        subject_ = from_rank_0<Subject>(communicator_, [this] { return subject_at(folder_); });
        if (subject_.is_run) check_run();
        for (const std::string& shards : subject_.shards)
            add(verify_shards(folder_ / shards, communicator_, settings_, run_of_subject()), "");
        for (const SubjectPart& release : subject_.releases)
            add(verify_release(folder_ / release.name, communicator_, settings_, run_of_subject(),
                               release.format),
                release.name);
        for (const SubjectPart& release : subject_.releases)
            if (run_ && !release.name.empty()) compare(release);
        for (const SubjectPart& archives : subject_.archives)
            add(verify_archives(folder_ / archives.name, release_of(archives), communicator_),
                archives.name);
        report_.wall_s = watch.seconds();
        return std::move(report_);
    }

  private:
    /// Compares a release of the run with its shards.
    void compare(const SubjectPart& release) {
        const ReleaseComparison compared = compare_with_shards(
            RunFolder(folder_), *run_, release.format, communicator_, settings_.sample);
        RankFindings found;
        found.problems = compared.problems;
        found.not_checked = compared.not_checked;
        add(found, release.name);
    }

    const RunIdentity* run_of_subject() const { return run_ ? &*run_ : nullptr; }

    /// The release beside its archives in a run.
    fs::path release_of(const SubjectPart& archives) const {
        for (const SubjectPart& release : subject_.releases)
            if (release.format == archives.format && !release.name.empty())
                return folder_ / release.name;
        return {};
    }

    /// What run.json asks for. All ranks have its text from rank 0.
    void check_run() {
        RankFindings found;
        std::string problem = subject_.run_problem;
        if (problem.empty()) {
            try {
                run_ = parse_run_identity(subject_.run_json);
                problem = fingerprint_problem(*run_);
            } catch (const DataError& error) {
                problem = error.what();
            }
        }
        if (communicator_.rank() == 0) {
            found.problems = subject_.problems;
            if (!problem.empty()) found.problems.add("run.json", problem);
            if (run_ && !can_check_fingerprint(*run_))
                found.not_checked.push_back(std::string(
                    "whether run.json was edited: another version of the program wrote it"));
            if (!run_)
                found.not_checked.push_back(
                    "which releases and archives must be there: run.json cannot be read");
            if (run_) report_missing_parts(subject_, run_->config, found.problems);
        }
        add(found, "");
    }

    /// Adds the findings of all ranks, in rank order. Shards and releases show the same pages
    /// and leads, which are counted once. @param place  a release in a run, or ""
    void add(const RankFindings& part, const std::string& place) {
        OracleReport oracle;
        std::uint64_t pages = 0, crops = 0, lost_count = 0;
        std::vector<std::string> lost;
        const std::string prefix = place.empty() || place == "release" ? "" : place + "/";
        for (const RankFindings& found : communicator_.gather(part)) {
            report_.files += found.files;
            pages += found.pages;
            crops += found.crops;
            report_.problem_count += found.problems.count();
            for (const std::string& problem : found.problems.first())
                if (report_.problems.size() < ProblemList::k_most)
                    report_.problems.push_back(prefix + problem);
            lost_count += found.lost.count();
            for (const std::string& lead : found.lost.first())
                if (lost.size() < ProblemList::k_most) lost.push_back(lead);
            for (const std::string& what : found.not_checked)
                report_.not_checked.push_back(prefix.empty() ? what : place + ": " + what);
            oracle.add(found.oracle);
        }
        report_.pages = std::max(report_.pages, pages);
        report_.crops = std::max(report_.crops, crops);
        if (lost_count > report_.lost_count) {
            report_.lost_count = lost_count;
            report_.lost = std::move(lost);
        }
        report_.oracle += oracle.describe(place.empty() ? "shards" : place);
    }

    fs::path folder_;
    const Communicator& communicator_;
    const VerifySettings& settings_;
    Subject subject_;
    std::optional<RunIdentity> run_;
    VerifyReport report_;
};

} // namespace

VerifyReport verify(const fs::path& folder, const Communicator& communicator,
                    const VerifySettings& settings) {
    return Verification(folder, communicator, settings).run();
}

std::string describe(const VerifyReport& report) {
    std::string text;
    for (const std::string& problem : report.problems) text += problem + "\n";
    if (report.problem_count > report.problems.size())
        text += concat("and ", report.problem_count - report.problems.size(), " more problems\n");
    constexpr std::size_t k_named = 20;
    for (std::size_t i = 0; i < std::min(k_named, report.lost.size()); ++i)
        text += "off the paper  " + report.lost[i] + "\n";
    if (report.lost_count > k_named)
        text += concat("off the paper  ", report.lost_count - k_named,
                       " more leads: column lost_samples of leads.csv or of shards\n");
    text += report.oracle;
    for (const std::string& what : report.not_checked) text += "not checked  " + what + "\n";
    return text + concat("verified  ", counted(report.files, "file"), ", ",
                         counted(report.pages, "page"), ", ", counted(report.crops, "crop"), " in ",
                         fixed(report.wall_s, 1), " s: ",
                         report.problem_count == 0 ? std::string("no problems")
                                                   : counted(report.problem_count, "problem"),
                         "\n");
}

} // namespace ecgpress
