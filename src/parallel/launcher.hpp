// The launcher that started this process (mpirun or srun). Without one, a program can start its own
// ranks with mpirun.
#pragma once

#include <string>
#include <vector>

namespace ecgpress {

/// Whether a launcher started this process, by the environment variables of Open MPI's mpirun, PMIx
/// (srun --mpi=pmix) and PMI (MPICH's mpirun, srun --mpi=pmi2).
bool is_launched();

/// Path of mpirun or mpiexec, from PATH; empty if there is none.
std::string find_mpirun();

/// Runs this program again as `ranks` ranks under mpirun on this host, and waits for them. They may
/// be more than its cores, and are not bound to cores, so that several runs can share a host.
///
/// SIGINT, SIGTERM, SIGUSR1 and SIGHUP ask the ranks to stop at the end of their pages, as SIGUSR1
/// does under mpirun; a second SIGINT or SIGTERM ends the job. If this process is killed, the job
/// ends as after SIGTERM. Standard input of the ranks is empty.
///
/// Open MPI's messages on ranks that end with an error are suppressed: ranks report their errors.
///
/// @param mpirun  as find_mpirun(); @param arguments  of this program
/// @return the exit code of the job; `stopped` if it ended by a signal after a request to stop
/// @throws IoError if no process can be started
int run_own_ranks(const std::string& mpirun, int ranks, const std::vector<std::string>& arguments,
                  int stopped);

/// Number of ranks for which run_own_ranks() started this process; 0 if another program did.
int own_ranks();

} // namespace ecgpress
