// Keeps shared objects loaded until exit: Open MPI unloads its plug-ins in MPI_Finalize, and the
// leak sanitizer then can neither name nor suppress what they hold. For sanitizer builds of
// programs that use MPI.

extern "C" int dlclose(void*) {
    return 0;
}
