#include "rows.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "core/digest.hpp"
#include "core/strings.hpp"
#include "measure.hpp"
#include "stages.hpp"

namespace ecgpress::bench {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t k_start_pages = 2; ///< of the runs whose cost is subtracted
constexpr std::size_t k_most_merged =
    60; ///< pages of merges: shards, release and copy are in memory

/// CPU time of a page in a complete run, without the start of the run.
double page_ms(const Workshop& workshop, const RunPages& pages, std::size_t count) {
    const double start_s = workshop.generate(pages, k_start_pages).cpu_s;
    return 1e3 * (workshop.generate(pages, k_start_pages + count).cpu_s - start_s) /
           static_cast<double>(count);
}

double default_ms(const Workshop& workshop, std::size_t pages) {
    return page_ms(workshop, letter_pages("default", "default"), pages);
}
double phone_ms(const Workshop& workshop, std::size_t pages) {
    return page_ms(workshop, letter_pages("default", "phone-photo"), pages);
}
double damaged_ms(const Workshop& workshop, std::size_t pages) {
    return page_ms(workshop, letter_pages("default", "damaged"), pages);
}
double own_style_ms(const Workshop& workshop, std::size_t pages) {
    return page_ms(workshop, letter_pages("export", "clean"), pages);
}
double paper_ms(const Workshop& workshop, std::size_t pages) {
    return page_ms(workshop, paper_pages(), pages);
}

/// Stages from composing to labels, in units of libjpeg-turbo's encoding of such pixels.
double encodes(const Workshop& workshop, const RunPages& pages, std::size_t count) {
    const auto spent_s = [&](std::size_t printed) {
        workshop.generate(pages, printed);
        return workshop.page_stages_s();
    };
    const double start_s = spent_s(k_start_pages);
    const double page_s = (spent_s(k_start_pages + count) - start_s) / static_cast<double>(count);
    return 1e3 * page_s / libjpeg_page_ms(pages.layout, std::min<std::size_t>(count, 30));
}
double fixed_style_encodes(const Workshop& workshop, std::size_t pages) {
    return encodes(workshop, letter_pages(), pages);
}
double dense_encodes(const Workshop& workshop, std::size_t pages) {
    return encodes(workshop, dense_letter_pages(), pages);
}

/// Pages per second of two ranks, divided by that of two independent processes with half of the
/// pages each, both without their starts. Both wait for the slower half.
double two_ranks(const Workshop& workshop, std::size_t count) {
    RunPages pages = letter_pages("default", "default");
    pages.pages_a_shard = k_start_pages; // small, so that the last shards do not decide
    const auto walls = [&](std::size_t printed) {
        const double apart_s = workshop.generate_apart(pages, printed, 2).wall_s;
        return std::pair{apart_s, workshop.generate(pages, printed, 2).wall_s};
    };
    const auto [apart_start_s, ranks_start_s] = walls(2 * k_start_pages);
    const auto [apart_s, ranks_s] = walls(2 * k_start_pages + 2 * count);
    return (apart_s - apart_start_s) / (ranks_s - ranks_start_s);
}

/// Returns a cost of a run of paper-size pages, without that of a run of two pages.
template <class Cost> double less_start_s(const Workshop& workshop, std::size_t pages, Cost cost) {
    workshop.generate(paper_pages(), k_start_pages);
    const double start_s = cost();
    workshop.generate(paper_pages(), k_start_pages + std::min(pages, k_most_merged));
    return cost() - start_s;
}

/// CPU time to copy a tree. The copy is made in the place of an earlier one.
double copy_s(const Workshop& workshop, const fs::path& tree) {
    fs::remove_all(workshop.copy());
    return workshop.run({"cp", "-r", tree.string(), workshop.copy().string()}).cpu_s;
}

double merge_folder(const Workshop& workshop, std::size_t pages) {
    const double merge_s = less_start_s(workshop, pages, [&] { return workshop.merge().cpu_s; });
    const double copied_s = copy_s(workshop, workshop.release());
    fs::remove_all(workshop.copy());
    return merge_s / copied_s;
}

/// The archives of the release are unpacked, and `tar` archives their members again.
double merge_webdataset(const Workshop& workshop, std::size_t pages) {
    const double merge_s =
        less_start_s(workshop, pages, [&] { return workshop.merge("webdataset").cpu_s; });
    const fs::path members = workshop.copy(), tar = workshop.run_folder() / "copy.tar";
    fs::remove_all(members);
    fs::create_directory(members);
    for (const fs::directory_entry& entry : fs::directory_iterator(workshop.release("webdataset")))
        if (entry.path().extension() == ".tar")
            workshop.run({"tar", "-xf", entry.path().string(), "-C", members.string()});
    const double tar_s =
        workshop.run({"tar", "-cf", tar.string(), "-C", members.string(), "."}).cpu_s;
    fs::remove_all(members);
    return merge_s / tar_s;
}

double merge_nnunet_ms(const Workshop& workshop, std::size_t pages) {
    return 1e3 * less_start_s(workshop, pages, [&] { return workshop.merge("nnunet").cpu_s; }) /
           static_cast<double>(std::min(pages, k_most_merged));
}

/// CPU time to read and hash all files of a folder.
double hashing_s(const fs::path& folder) {
    return 1e-3 * cpu_ms_of([&] {
               for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder))
                   if (entry.is_regular_file()) sha256_of_file(entry.path());
           });
}

double verify_folder(const Workshop& workshop, std::size_t pages) {
    const double verify_s = less_start_s(workshop, pages, [&] {
        workshop.merge();
        return workshop.verify_release().cpu_s;
    });
    return verify_s / hashing_s(workshop.release());
}

double memory_mib(const Workshop& workshop, std::size_t pages) {
    return workshop.generate(letter_pages("default", "default"), pages).peak_mib;
}

/// Growth of the peak from an eighth of the pages to all.
double memory_growth(const Workshop& workshop, std::size_t pages) {
    const double early_mib = memory_mib(workshop, std::max<std::size_t>(8, pages / 8));
    return memory_mib(workshop, pages) / early_mib;
}

/// `plan`'s CPU time divided by that of the run that follows, without its start.
double plan_ratio(const Workshop& workshop, std::size_t count) {
    const RunPages pages = letter_pages("default", "default");
    const double planned_s = workshop.planned_s(pages, count);
    return 1e3 * planned_s / (page_ms(workshop, pages, count) * static_cast<double>(count));
}
double busy_plan_ratio(const Workshop& workshop, std::size_t count) {
    const OtherLoad load;
    return plan_ratio(workshop, count);
}

} // namespace

const std::vector<Row>& rows() {
    static const std::vector<Row> all{
        {"default", "default mixture (a million pages: ms/3.6 h)", "ms", {0, 50}, 1, default_ms},
        {"phone-photo", "page under phone-photo", "ms", {0, 50}, 1, phone_ms},
        {"damaged", "page under damaged", "ms", {0, 80}, 1, damaged_ms},
        {"own-style", "clean page with its own style", "ms", {0, 15}, 1, own_style_ms},
        {"fixed-style", "clean page, one style", "encodes", {0, .40}, 2, fixed_style_encodes},
        {"12x1", "12x1 page, one style", "encodes", {0, .8}, 2, dense_encodes},
        {"paper", "paper-size 3x4 page with all files", "ms", {0, 22}, 1, paper_ms},
        {"two-ranks", "two ranks, of two processes", "x", {.98, 0}, 2, two_ranks},
        {"merge-folder", "merge to folder, of `cp -r`", "x", {0, 1.1}, 2, merge_folder},
        {"merge-webdataset", "merge to webdataset, of `tar`", "x", {0, 1.5}, 2, merge_webdataset},
        {"merge-nnunet", "merge to nnunet, per page", "ms", {0, 80}, 1, merge_nnunet_ms},
        {"verify", "verify, of reading and hashing", "x", {0, 1.5}, 2, verify_folder},
        {"memory", "memory of a rank, default mixture", "MiB", {0, 250}, 0, memory_mib},
        {"memory-growth", "the same, of that of an eighth", "x", {0, 1.1}, 2, memory_growth},
        {"plan", "plan's time, of the run's", "x", {.85, 1.15}, 2, plan_ratio},
        {"plan-busy", "the same on a busy machine", "x", {.85, 1.15}, 2, busy_plan_ratio},
    };
    return all;
}

std::vector<Row> rows_named(const std::vector<std::string>& names) {
    if (names.empty()) return rows();
    std::vector<std::string> known;
    for (const Row& row : rows()) known.emplace_back(row.name);
    std::vector<Row> chosen;
    for (const std::string& name : names) {
        const auto row = std::find_if(rows().begin(), rows().end(),
                                      [&](const Row& each) { return each.name == name; });
        if (row == rows().end())
            throw std::runtime_error(
                concat("there is no row '", name, "'. Rows: ", join(known, ", ")));
        chosen.push_back(*row);
    }
    return chosen;
}

} // namespace ecgpress::bench
