// Rank 1 fails while rank 0 waits for a message and rank 2 waits in a barrier; both would wait
// forever if the job did not end. "abort": like main on an error. "throw": an exception propagates
// past the communicator.
#include <cstdio>
#include <stdexcept>
#include <string>

#include "parallel/communicator.hpp"

namespace {

using ecgpress::Communicator;

void fail(const Communicator& communicator, const std::string& way) {
    std::fputs("rank 1 fails\n", stderr);
    if (way == "abort") communicator.abort(3);
    throw std::runtime_error("as asked");
}

void run(const std::string& way) {
    const Communicator communicator = Communicator::from_launcher();
    communicator.barrier();
    if (communicator.rank() == 0) communicator.receive(1);
    if (communicator.rank() == 1) fail(communicator, way);
    if (communicator.rank() == 2) communicator.barrier();
    std::fputs("still here\n", stderr);
}

} // namespace

int main(int argc, char** argv) {
    try {
        run(argc > 1 ? argv[1] : "abort");
    } catch (const std::runtime_error&) {
        return 3;
    }
    return 0;
}
