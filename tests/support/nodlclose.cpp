// Keeps shared objects loaded until exit, for sanitizer builds of programs that use MPI. Open MPI
// unloads its plug-ins in MPI_Finalize, and the leak sanitizer can then neither name nor suppress
// their leaks.

extern "C" int dlclose(void*) {
    return 0;
}
