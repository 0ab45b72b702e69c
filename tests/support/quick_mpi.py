"""Settings under which a start of mpirun takes about half the CPU time. Tests start it hundreds of times.

They name what Open MPI selects by itself for ranks of one host, so that it does not load its transports for fast networks, nor
read the configuration of every PCI device. The fixture `default_mpi`, the C++ tests under mpirun, `./run demo` and the tests on
Slurm run without them."""

SETTINGS = {
    "HWLOC_COMPONENTS": "-pci,-linuxio",
    "PMIX_MCA_gds": "hash",
    "OMPI_MCA_pml": "ob1",
    "OMPI_MCA_btl": "vader,self",
    "OMPI_MCA_coll": "basic,self,libnbc",
    "OMPI_MCA_osc": "sm",
    "OMPI_MCA_io": "ompio",
    "OMPI_MCA_memory": "^patcher",
    "OMPI_MCA_mpool": "^hugepage",
    "OMPI_MCA_pmix": "^flux,isolated",
    "OMPI_MCA_routed": "direct",
    "OMPI_MCA_reachable": "weighted",
}


def removed(environment):
    """A copy of an environment without these settings."""
    return {name: value for name, value in environment.items() if SETTINGS.get(name) != value}
