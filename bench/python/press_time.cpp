// press_time CONFIG PAGES ROUNDS: CPU time of pages in C++, to compare with the Python package
// (speed.py). Each round makes the first pages of a configuration and their JPEG files; prints a
// line with the seconds of each round.
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "pipeline/config/load_config.hpp"
#include "pipeline/press/press.hpp"
#include "render/draw/opencv_setup.hpp"

namespace {

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double round_s(ecgpress::Press& press, unsigned long pages) {
    const double start_s = cpu_seconds();
    for (unsigned long index = 0; index < pages; ++index) {
        std::vector<ecgpress::Failure> failures;
        auto printed = press.print(index, failures);
        if (!printed) throw ecgpress::cannot_print(index, failures);
        if (press.encode_jpeg(*printed).empty()) std::abort();
        press.recycle(std::move(*printed));
    }
    return cpu_seconds() - start_s;
}

} // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::fputs("usage: press_time CONFIG PAGES ROUNDS\n", stderr);
        return 2;
    }
    ecgpress::set_up_opencv();
    try {
        const auto inputs = ecgpress::open_inputs(ecgpress::load_config(arguments[1], {}));
        ecgpress::Press press(*inputs);
        const unsigned long pages = std::strtoul(arguments[2], nullptr, 10);
        for (unsigned long i = std::strtoul(arguments[3], nullptr, 10); i > 0; --i)
            std::printf("%.6f\n", round_s(press, pages));
    } catch (const ecgpress::Error& error) {
        std::fprintf(stderr, "press_time: %s\n", error.what());
        return 1;
    }
    return 0;
}
