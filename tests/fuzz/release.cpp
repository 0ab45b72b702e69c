// A small release whose tables and checksums are the input: manifest.csv, leads.csv, logs.json and
// SHA256SUMS. The other files are valid.
#include "harness.hpp"
#include "pipeline/verify/verify_release.hpp"
#include "tiny_dataset.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    static const bool made = (fuzz::write_tiny_release(fuzz::folder() / "release"), true);
    static_cast<void>(made);
    const auto files = fuzz::files_of(fuzz::text_of(data, size), std::size(fuzz::k_tables));
    for (std::size_t i = 0; i < std::size(fuzz::k_tables); ++i)
        write_file(fuzz::folder() / "release" / fuzz::k_tables[i],
                   i < files.size() ? files[i] : std::string_view());
    VerifySettings settings;
    settings.oracle = true;
    fuzz::read_or_refuse(
        [&] { verify_release(fuzz::folder() / "release", Communicator::serial(), settings); });
    return 0;
}
