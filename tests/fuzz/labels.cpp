// The label texts of a release: YOLO lines and signals.
#include "harness.hpp"
#include "pipeline/checks/label_rules.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    const std::string text(fuzz::text_of(data, size));
    check_yolo(text, 3);
    check_signal(text, 3);
    signal_of(text);
    return 0;
}
