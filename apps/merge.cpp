// `ecgpress merge`: the release from the shards.
#include "pipeline/merge.hpp"

#include <iostream>
#include <memory>

#include "inputs.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

ExitCode merge_shards(const RunOptions& options, const Communicator& communicator) {
    const RunFolder folder(options.out);
    const auto inputs = open_run(options, folder, communicator);
    const MergeReport report = merge(*inputs, folder, communicator, options.talk.progress());
    if (communicator.rank() == 0 && !options.talk.quiet)
        std::cout << describe(report) << "          in " << folder.release().string() << '\n';
    return report.stopped ? ExitCode::again : ExitCode::ok;
}

} // namespace

Subcommand add_merge(CLI::App& program) {
    CLI::App* app =
        program.add_subcommand("merge", "Write DIR/release from the shards in DIR/shards");
    auto options = std::make_shared<RunOptions>();
    add_run_options(*app, *options);
    app->footer("Opens no image; what is merged already is not written again. Lists the shards "
                "that are missing.\n\n"
                "Examples:\n"
                "  ecgpress merge --out million\n"
                "  mpirun -n 4 ecgpress merge --config config/million.yaml --out million");
    return {app, [options](const Communicator& communicator) {
                return merge_shards(*options, communicator);
            }};
}

} // namespace ecgpress
