// This process among others: its name in a cluster, and whether it was asked to end.
#pragma once

#include <string>

namespace ecgpress {

/// The machine's host name without its domain.
std::string host_name();

/// "n12-4711": host and process id; no two processes that are alive at a time have the same.
std::string process_name();

/// From now on SIGUSR1 (a batch system's warning before the time limit), SIGTERM (preemption, an
/// administrator) and SIGINT (Ctrl-C) only ask: who works looks at stop_requested() where it can
/// stop without loss. A second SIGINT or SIGTERM ends the process as it would have without this.
void catch_stop_signals();

/// Has one of the caught signals come?
bool stop_requested();

} // namespace ecgpress
