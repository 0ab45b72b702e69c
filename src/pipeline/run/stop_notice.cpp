#include "pipeline/run/stop_notice.hpp"

#include <atomic>

#include "core/log.hpp"

namespace ecgpress {

void announce_stop() {
    static std::atomic<bool> announced{false};
    if (!announced.exchange(true))
        log_info("stopping: finishing the current page. The same command resumes the run.");
}

StopNotice::StopNotice(const Communicator& communicator) {
    catch_stop_signals();
    if (communicator.rank() == 0) listener_.emplace(announce_stop);
}

} // namespace ecgpress
