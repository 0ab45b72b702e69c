#include "core/process.hpp"

#include <array>
#include <csignal>
#include <unistd.h>

#include "core/text.hpp"

namespace ecgpress {

namespace {

// A signal handler can reach nothing else.
volatile std::sig_atomic_t asked_to_stop = 0;

extern "C" void note_stop(int, siginfo_t*, void*) {
    asked_to_stop = 1;
}

void catch_signal(int number, int flags) {
    struct sigaction action {};
    action.sa_sigaction = note_stop;
    action.sa_flags = SA_SIGINFO | SA_RESTART | flags;
    ::sigemptyset(&action.sa_mask);
    ::sigaction(number, &action, nullptr);
}

} // namespace

std::string host_name() {
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) return "localhost";
    const std::string whole = name.data();
    return whole.substr(0, whole.find('.'));
}

std::string process_name() {
    return concat(host_name(), "-", ::getpid());
}

void catch_stop_signals() {
    catch_signal(SIGUSR1, 0);
    catch_signal(SIGTERM, static_cast<int>(SA_RESETHAND));
    catch_signal(SIGINT, static_cast<int>(SA_RESETHAND));
}

bool stop_requested() {
    return asked_to_stop != 0;
}

} // namespace ecgpress
