// A configuration. Every configuration that is accepted must round-trip: written and read again, it
// is the same.

#include <cstdlib>

#include "harness.hpp"
#include "pipeline/config/config_text.hpp"
#include "pipeline/config/load_config.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    fuzz::read_or_refuse([&] {
        const Config config = parse_config(std::string(fuzz::text_of(data, size)), "x.yaml", {});
        const std::string written = effective_config(config);
        if (effective_config(config_from_json(written)) != written) std::abort();
    });
    return 0;
}
