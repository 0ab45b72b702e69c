// The listing of a source. The input is its content before the digest, which is computed here:
// without it no damaged listing would reach the parser.
#include "core/digest.hpp"
#include "harness.hpp"
#include "signal/files/listing_file.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    const fs::path path = fuzz::folder() / "listing.bin";
    std::string content(fuzz::text_of(data, size));
    content += sha256_of(content);
    write_file(path, content.data(), content.size());
    fuzz::read_or_refuse([&] {
        auto reader = ListingReader::open(path, "fuzz");
        if (!reader) return;
        // What is read can be written, and is then the same.
        ListingWriter writer("fuzz");
        while (const auto file = reader->next()) writer.add(*file);
        const std::string again = writer.finish(reader->end());
        write_file(path, again.data(), again.size());
        auto second = ListingReader::open(path, "fuzz");
        if (!second || second->digest() != listing_digest(again)) __builtin_trap();
        while (second->next()) continue;
    });
    return 0;
}
