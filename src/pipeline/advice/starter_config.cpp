#include "pipeline/advice/starter_config.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/process.hpp"
#include "core/program/shell_word.hpp"
#include "core/strings.hpp"
#include "dataset/formats/list.hpp"
#include "pipeline/keys/yaml_text.hpp"

namespace ecgpress {

namespace {

constexpr std::size_t k_comment_column = 30;

struct Purpose {
    const char* name;
    const char* meaning;
    const char* datasets;
    const char* jpeg; ///< of page images; empty: the purpose has only crops, which are PNG
};

constexpr const char* k_usual_jpeg = "{quality: 97, least_quality: 72}";
constexpr Purpose k_purposes[] = {
    {"detection", "page images with boxes of leads and of lead names", "[detection]", k_usual_jpeg},
    {"digitization", "page images with the signals of their leads", "[digitization]", k_usual_jpeg},
    {"segmentation", "one crop per lead with the mask of its trace", "[segmentation]", ""},
    {"everything", "page images with signals and boxes, and crops with masks",
     "[digitization, detection, segmentation, overlap]", k_usual_jpeg},
};

const Purpose& purpose_named(const std::string& name) {
    return *std::find_if(std::begin(k_purposes), std::end(k_purposes),
                         [&](const Purpose& purpose) { return name == purpose.name; });
}

/// A line of YAML with a comment.
std::string noted(std::string line, const std::string& comment) {
    line.resize(std::max(line.size() + 1, k_comment_column), ' ');
    return concat(line, "# ", comment, '\n');
}

/// Rounded down to two digits, because it is an estimate.
double two_digits(double number) {
    if (number < 1) return 0;
    const double unit = std::pow(10, std::max(0.0, std::floor(std::log10(number)) - 1));
    return std::floor(number / unit) * unit;
}

std::string source_block(const MachineFacts& facts) {
    const std::string head =
        noted("source:", "the recordings; `ecgpress list sources` lists other kinds");
    if (facts.ptbxl.empty()) {
        std::string text = head;
        if (!facts.not_ptbxl.empty())
            text += concat("  # ECGPRESS_PTBXL is ", facts.not_ptbxl,
                           ", which has no ptbxl_database.csv.\n");
        return concat(text, "  # With PTB-XL: kind: ptb-xl and path: DIR instead of ",
                      "kind and records.\n", noted("  kind: simulated", "no download"),
                      noted("  records: 1000", "number of simulated records, two per patient"));
    }
    const std::string path = trimmed(yaml_text(ConfigNode::string(facts.ptbxl)));
    return concat(head, "  kind: ptb-xl\n", noted("  path: " + path, "from ECGPRESS_PTBXL"),
                  noted("  rate_hz: 500", "samples per second: 500 or 100"));
}

std::string pages_block(const Purpose& purpose) {
    std::string text = concat(
        noted("pages:", "groups of pages; each has its own settings"),
        noted("  - name: pages", "letters, digits, _ and -; appears in the release's tables"),
        noted("    layouts: {3x4+1R: 4, 3x4: 1, 6x2: 1, 12x1: 1}",
              "weights; `ecgpress list layouts`"),
        noted("    count: 200", "pages; train : val : test = 8 : 1 : 1"),
        noted(concat("    datasets: ", purpose.datasets),
              "of digitization, detection, segmentation, overlap"),
        noted("    looks: default",
              "a mixture of machines and print styles; `ecgpress list looks`"),
        noted("    artifacts: default",
              "a mixture of scans and photographs; `ecgpress list presets`; clean: none"));
    if (*purpose.jpeg != '\0')
        text += noted(concat("    jpeg: ", purpose.jpeg), "quality of page images, 1 to 100");
    return text;
}

std::string release_block() {
    std::vector<std::string> others;
    for (const ReleaseFormat& format : release_formats())
        if (std::string(format.name) != release_formats().front().name)
            others.emplace_back(format.name);
    return concat("release:\n", noted(concat("  formats: [", release_formats().front().name, ']'),
                                      concat("also: ", join(others, ", "))));
}

} // namespace

const std::vector<std::string>& starter_purposes() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const Purpose& purpose : k_purposes) all.emplace_back(purpose.name);
        return all;
    }();
    return names;
}

MachineFacts machine_facts(const std::string& ptbxl, const fs::path& place) {
    MachineFacts facts;
    facts.cores = usable_cores();
    std::error_code failed;
    const fs::path root = fs::absolute(ptbxl, failed).lexically_normal();
    if (!ptbxl.empty() && fs::is_regular_file(root / "ptbxl_database.csv", failed))
        facts.ptbxl = root.string();
    else
        facts.not_ptbxl = ptbxl;
    facts.free = free_space(place);
    return facts;
}

std::string starter_config(const std::string& purpose, const std::string& name,
                           const MachineFacts& facts, const std::string& measured) {
    const Purpose& chosen = purpose_named(purpose);
    const std::string file = shell_word(name);
    const std::string folder = shell_word(fs::path(name).stem().string() + "-run");
    return concat("# ecgpress configuration for ", chosen.name, ": ", chosen.meaning, ".\n",
                  "#   ecgpress plan --config ", file, "\n#   ecgpress run --config ", file,
                  " --out ", folder, " -j auto",
                  "\n# Keys that are left out have their defaults. `ecgpress explain` lists the "
                  "keys, `ecgpress explain KEY` explains one.\n# This machine has ",
                  counted(static_cast<std::uint64_t>(facts.cores), "core"), " and ",
                  size_text(static_cast<double>(facts.free.bytes)), " free here.\n", measured, '\n',
                  noted("seed: 1", "determines every random choice; 0 or more"), '\n',
                  source_block(facts), '\n', pages_block(chosen), '\n', release_block());
}

std::string measured_text(const RunInputs& inputs, const Estimate& estimate,
                          const MachineFacts& facts) {
    const int cores = facts.cores;
    const auto pages = static_cast<double>(inputs.config.page_count());
    const double bytes = peak_of(inputs.config, estimate).bytes;
    std::string text =
        concat("# Measured on it: ", counted(inputs.config.page_count(), "page"), " take about ",
               duration_text(std::max(1.0, estimate.time_s(1))), " on one core");
    if (cores > 1)
        text += concat(", ", duration_text(std::max(1.0, estimate.time_s(cores))), " on ", cores,
                       " (-j auto)");
    const double fitting = static_cast<double>(facts.free.bytes) / bytes * pages;
    return concat(text, ", and ", size_text(bytes), ".\n# The free space is enough for about ",
                  fixed(two_digits(fitting), 0), " such pages.\n");
}

} // namespace ecgpress
