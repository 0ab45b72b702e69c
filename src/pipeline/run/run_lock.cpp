#include "pipeline/run/run_lock.hpp"

#include <algorithm>
#include <chrono>
#include <system_error>
#include <thread>

#include "core/error.hpp"
#include "core/log.hpp"
#include "core/printable.hpp"
#include "core/process.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "dataset/release/release_writer.hpp"
#include "pipeline/run/job_file.hpp"

namespace ecgpress {

namespace {

/// Numbers in the lock file of the first release and of its archives; greater than those of shards.
constexpr std::uint64_t k_first_release = std::uint64_t{1} << 40;
constexpr std::uint64_t k_first_archives = k_first_release + (std::uint64_t{1} << 20);
/// A job that is killed and restarted at once may find its predecessor still exiting.
constexpr std::chrono::seconds k_patience{5};
constexpr std::chrono::milliseconds k_pause{100};

/// Other jobs with a recent update, according to DIR/logs.
std::vector<std::string> other_jobs(const RunFolder& folder) {
    constexpr double k_missed_updates = 3;
    std::vector<std::string> jobs;
    for (const JobState& job : read_jobs(folder.logs()))
        if ((job.end == "working" || job.end == "stopping") && job.job != job_name() &&
            now_s() - job.last_update_s < k_missed_updates * job.interval_s)
            jobs.push_back(on_one_line(concat("job ", job.job, " on ", job.host)));
    return jobs;
}

[[noreturn]] void refuse(const RunFolder& folder, const std::string& what, std::string holder) {
    if (holder.empty()) holder = join(other_jobs(folder), ", ");
    throw IoError(concat(folder.root().string(), ": another job is working on ", what, ": ",
                         holder.empty() ? "its process holds run.lock" : printable(holder),
                         ". Wait for it (ecgpress status ", folder.root().string(),
                         " shows its progress), or use another --out."));
}

} // namespace

RunLock::RunLock(const RunFolder& folder, const Range& range, LockKind kind) {
    const auto deadline = std::chrono::steady_clock::now() + k_patience;
    for (;;) {
        lock_ = std::make_unique<RangeLock>(folder.lock_file(), range.first, range.end, kind);
        if (lock_->result() != LockResult::held) break;
        if (std::chrono::steady_clock::now() > deadline)
            refuse(folder, range.what, lock_->last_name());
        std::this_thread::sleep_for(k_pause);
    }
    if (lock_->result() == LockResult::taken) {
        lock_->sign(concat("job ", job_name(), " on ", host_name()));
        return;
    }
    const std::string reason = std::generic_category().message(lock_->error());
    if (folder.locking() == Locking::required)
        throw IoError(concat(
            "cannot lock ", folder.lock_file().string(), ": ", reason,
            ". Without locks, a second job that works on the same data is not found. Use a file "
            "system with locks (Lustre: mounted with flock), or add --no-lock if no other job "
            "works there."));
    warn_once("locks", concat("The file system of ", folder.root().string(), " has no locks (",
                              reason, "). With --no-lock, only the job files in ",
                              folder.logs().string(), " show whether another job works there."));
    if (!other_jobs(folder).empty()) refuse(folder, range.what, {});
}

RunLock RunLock::for_shards(const RunFolder& folder, std::size_t first, std::size_t end) {
    return {folder, {first, std::max(end, first + 1), "these shards"}, LockKind::exclusive};
}

RunLock RunLock::for_reading_shards(const RunFolder& folder, std::size_t count) {
    return {folder, {0, count, "its shards"}, LockKind::shared};
}

RunLock::Range RunLock::release_range(const std::string& format) {
    const auto& formats = release_formats();
    const auto at = std::find_if(formats.begin(), formats.end(),
                                 [&](const ReleaseFormat& each) { return each.name == format; });
    const std::uint64_t number = k_first_release + static_cast<std::uint64_t>(at - formats.begin());
    return {number, number + 1, concat("its release of format ", format)};
}

RunLock RunLock::for_release(const RunFolder& folder, const std::string& format) {
    return {folder, release_range(format), LockKind::exclusive};
}

RunLock RunLock::for_reading_release(const RunFolder& folder, const std::string& format) {
    return {folder, release_range(format), LockKind::shared};
}

RunLock RunLock::for_archives(const RunFolder& folder, const std::string& format) {
    Range range = release_range(format);
    range.first += k_first_archives - k_first_release;
    range.end += k_first_archives - k_first_release;
    range.what = concat("the archives of ", range.what);
    return {folder, range, LockKind::exclusive};
}

} // namespace ecgpress
