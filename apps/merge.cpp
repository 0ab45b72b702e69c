// `ecgpress merge`: writes releases from the shards of a run.
#include <memory>

#include "inputs.hpp"
#include "pipeline/run/stop_notice.hpp"
#include "subcommands.hpp"

namespace ecgpress {

namespace {

ExitCode merge_shards(const RunOptions& options, const Communicator& communicator) {
    start_log(options.talk.level(), communicator.rank(), communicator.size());
    const StopNotice notice(communicator);
    const RunFolder folder = folder_of(options);
    const auto inputs = open_run(options, folder, communicator);
    return make_releases(*inputs, folder, options.talk, communicator);
}

} // namespace

Subcommand add_merge(CLI::App& program) {
    CLI::App* app = program.add_subcommand("merge", "Write releases from the shards in DIR/shards");
    auto options = std::make_shared<RunOptions>();
    add_run_options(*app, *options);
    add_jobs_option(*app, options->jobs);
    add_release_options(*app, *options);
    app->footer("Draws no page. Finished parts of a release are not written again. Missing shards "
                "are listed.\n\n"
                "Examples:\n"
                "  ecgpress merge --out million\n"
                "  ecgpress merge --out million --format webdataset,coco\n"
                "  ecgpress merge --out million --pack zenodo\n"
                "  ecgpress merge --out million --max-files 100000 --max-bytes 5GB\n"
                "  ecgpress merge -j 4 --config config/million.yaml --out million");
    return {app, [options](const Communicator& communicator) {
                return merge_shards(*options, communicator);
            }};
}

} // namespace ecgpress
