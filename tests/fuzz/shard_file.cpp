// The bytes of a shard, opened as verify does. HDF5 rejects most inputs.
#include "harness.hpp"
#include "read_shard.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace ecgpress;
    write_file(fuzz::shard_path(), data, size);
    fuzz::read_shard();
    return 0;
}
