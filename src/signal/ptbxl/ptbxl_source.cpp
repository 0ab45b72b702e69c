#include "signal/ptbxl/ptbxl_source.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "core/digest.hpp"
#include "core/error.hpp"
#include "core/log.hpp"
#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "signal/exclusion.hpp"
#include "signal/failure_reason.hpp"
#include "signal/ptbxl/ptbxl_table.hpp"
#include "signal/ptbxl/scp_statements.hpp"
#include "signal/text_file.hpp"
#include "signal/tried_path.hpp"
#include "signal/wfdb/annotated_beats.hpp"
#include "signal/wfdb/wfdb.hpp"

namespace ecgpress {
namespace {

constexpr const char* k_attribution =
    "The recordings come from **PTB-XL, a large publicly available electrocardiography dataset**, "
    "version 1.0.3, by "
    "Patrick Wagner, Nils Strodthoff, Ralf-Dieter Bousseljot, Wojciech Samek and Tobias "
    "Schaeffter, PhysioNet (2022), "
    "<https://doi.org/10.13026/kfzx-aw45>; described in P. Wagner, N. Strodthoff, R.-D. "
    "Bousseljot, D. Kreiseler, "
    "F. I. Lunze, W. Samek and T. Schaeffter, \"PTB-XL, a large publicly available "
    "electrocardiography dataset\", "
    "Scientific Data 7:154 (2020), <https://doi.org/10.1038/s41597-020-0495-6>. Licence: "
    "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/).\n\n"
    "Changes: this is derived material. The signals were cut into time windows and drawn as pages "
    "by ecgpress; the images, "
    "masks and labels are not part of PTB-XL, and its authors do not endorse them.\n";

bool is_folder(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored);
}

bool holds_something(const fs::path& path) {
    std::error_code ignored;
    return is_folder(path) && !fs::is_empty(path, ignored);
}

bool is_file(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

const char* records_folder(int rate_hz) {
    return rate_hz == 500 ? "records500" : "records100";
}

/// Suggests a subfolder that is a PTB-XL root, because downloads often add one level of folders.
std::string root_below(const fs::path& folder) {
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored))
        if (is_file(entry.path() / k_ptbxl_table_name))
            return concat(", for example ", entry.path().string());
    return "";
}

void require_rate(int rate_hz) {
    if (rate_hz != 500 && rate_hz != 100)
        throw ConfigError(
            concat("source.rate_hz is ", rate_hz,
                   ". PTB-XL contains each record at 500 and 100 Hz. Set it to 500 or 100."));
}

void require_root(const fs::path& root) {
    const std::string what = tried_path(root);
    if (root.empty())
        throw ConfigError(
            "source.path is not set. A ptb-xl source is a folder. Set it to the PTB-XL root.");
    if (is_file(root))
        throw ConfigError(
            concat(what, " is a file. A ptb-xl source is a folder. Use the folder that contains ",
                   k_ptbxl_table_name, "."));
    if (!is_folder(root))
        throw ConfigError(concat(what, " is not a folder. It does not exist or is not accessible. ",
                                 path_advice(root)));
    if (!is_file(root / k_ptbxl_table_name) && !is_folder(root / records_folder(500)) &&
        !is_folder(root / records_folder(100)))
        throw ConfigError(concat(
            what, " is not a PTB-XL root. It contains neither ", k_ptbxl_table_name,
            " nor records500/ nor records100/. Use the folder that does", root_below(root), "."));
}

/// Requires the table and the folder of the selected rate.
void require_whole(const fs::path& root, int rate_hz) {
    std::vector<std::string> missing;
    if (!is_file(root / k_ptbxl_table_name)) missing.emplace_back(k_ptbxl_table_name);
    if (!holds_something(root / records_folder(rate_hz)))
        missing.push_back(concat(records_folder(rate_hz), "/"));
    if (missing.empty()) return;
    const int other_hz = rate_hz == 500 ? 100 : 500;
    const bool has_other =
        holds_something(root / records_folder(other_hz)) && missing.front() != k_ptbxl_table_name;
    throw ConfigError(concat(
        "the PTB-XL root ", root.string(), " is incomplete. Missing: ", join(missing, " and "),
        ". The download may have been interrupted. Complete it with `wget -r -N -c -np -nH "
        "--cut-dirs=3 -P ",
        root.string(), " https://physionet.org/files/ptb-xl/1.0.3/`",
        has_other ? concat(", or set source.rate_hz to ", other_hz, ".") : "."));
}

/// The table of PTB-XL 1.0.3 has 7 MB.
constexpr FileKind k_table{"table of PTB-XL", std::size_t{1} << 30};

constexpr double k_fiducials_hz = 500; // PTB-XL+ annotates the records of 500 Hz

/// PTB-XL+'s folder of annotation files, given itself or as the root of PTB-XL+. Empty if none is
/// given. @throws ConfigError
fs::path folder_of_fiducials(const std::string& given) {
    if (given.empty()) return {};
    const fs::path below = fs::path(given) / "fiducial_points" / "ecgdeli";
    if (is_folder(below)) return below;
    if (is_folder(given)) return given;
    throw ConfigError(concat("source.annotations \"", given,
                             "\" is not a folder. For a ptb-xl source, it is the folder of PTB-XL+ "
                             "or fiducial_points/ecgdeli in it. Correct the path."));
}

class PtbxlSource final : public RecordSource {
  public:
    explicit PtbxlSource(const SourceSettings& settings)
        : root_(settings.path), source_root_(root_), rate_hz_(settings.rate_hz),
          reports_(settings.reports), fiducials_(folder_of_fiducials(settings.annotations)) {
        const std::string table = read_text(root_ / k_ptbxl_table_name, k_table);
        // Tables and rate identify the records. Their files are not read here; each header has
        // checksums of its signals, which are compared when a record is read.
        Sha256 digest;
        digest.update(concat("ptb-xl ", rate_hz_, "\n"));
        if (!fiducials_.empty()) digest.update("annotations\n");
        digest.update(table);
        if (is_file(root_ / k_scp_statements_name)) {
            const std::string statements = read_text(root_ / k_scp_statements_name, k_table);
            digest.update(concat("\n", k_scp_statements_name, "\n", statements));
            statements_ = ScpStatements(statements);
        }
        fingerprint_ = digest.finish();
        take_rows(read_ptbxl_table(table, rate_hz_, statements_), settings.exclude);
        const auto has_codes = [](const RecordFacts& facts) { return !facts.scp_codes.empty(); };
        if (!is_file(root_ / k_scp_statements_name) &&
            std::any_of(facts_.begin(), facts_.end(), has_codes))
            log_warning(
                concat("the PTB-XL root ", root_.string(), " has no ", k_scp_statements_name,
                       ". Superclasses and subclasses of the records stay empty, because the "
                       "file defines them. Download it from PhysioNet."));
    }

    const std::vector<RecordInfo>& catalogue() const override { return catalogue_; }
    std::string fingerprint() const override { return fingerprint_; }

    Record read(std::size_t position) const override {
        const File& file = files_.at(position);
        try {
            return read_whole(file.header, catalogue_[position].name);
        } catch (const DataError& error) {
            throw DataError(concat(without_root(error.what(), root_), " [", k_ptbxl_table_name, ":",
                                   file.line, "]"));
        }
    }

    AboutRecord about(std::size_t position) const override {
        const RecordFacts& facts = facts_.at(position);
        return {facts, statements_.in_words(facts.scp_codes)};
    }

    RecordBeats beats(std::size_t position, const Record& record) const override {
        if (fiducials_.empty()) return {};
        const long long id = files_.at(position).ecg_id;
        const fs::path folder = fiducials_ / padded(id / 1000 * 1000);
        const SourceRoot root(fiducials_);
        std::vector<AnnotationFile> files;
        for (const Lead lead : all_leads()) {
            const fs::path path =
                folder / concat(padded(id), "_points_lead_", name_of(lead), ".atr");
            if (auto bytes = read_annotation_file(path, root))
                files.push_back({path.string(), std::move(*bytes), {lead}, {}});
        }
        const double first = std::round(record.start_s * record.rate_hz);
        return annotated_beats(files, {k_fiducials_hz,
                                       record.rate_hz,
                                       {static_cast<std::size_t>(first), record.sample_count()}});
    }

  private:
    struct File {
        std::string header;
        std::size_t line;
        long long ecg_id;
    };

    static std::string padded(long long id) {
        constexpr std::size_t k_digits = 5;
        const std::string digits = concat(id);
        return std::string(k_digits - std::min(k_digits, digits.size()), '0') + digits;
    }

    void take_rows(std::vector<PtbxlRow> rows, const Exclusion& exclude) {
        std::vector<RecordInfo> all;
        std::vector<std::string> ecg_ids;
        for (const PtbxlRow& row : rows) {
            all.push_back(row.info);
            ecg_ids.push_back(row.ecg_id);
        }
        for (const std::size_t i : kept_positions(all, exclude, ecg_ids)) {
            catalogue_.push_back(std::move(rows[i].info));
            facts_.push_back(std::move(rows[i].facts));
            if (!reports_) facts_.back().report.clear();
            long long id = 0;
            parse_number(ecg_ids[i], id);
            files_.push_back({std::move(rows[i].header), rows[i].line, id});
        }
    }

    Record read_whole(const std::string& header, const std::string& name) const {
        Record record = record_from_wfdb(read_wfdb(root_ / header, source_root_));
        if (record.rate_hz != rate_hz_)
            throw DataError(concat(header, " states a rate of ", record.rate_hz,
                                   " Hz, but it is one of the records of ", rate_hz_,
                                   " Hz. Download it again or exclude the record."));
        record.name = name;
        return record;
    }

    fs::path root_;
    SourceRoot source_root_;
    int rate_hz_;
    std::string fingerprint_;
    std::vector<RecordInfo> catalogue_;
    bool reports_;
    fs::path fiducials_; // PTB-XL+'s; empty: not used
    ScpStatements statements_;
    std::vector<File> files_;        // one for each record of the catalogue
    std::vector<RecordFacts> facts_; // likewise
};

} // namespace

std::unique_ptr<RecordSource> open_ptbxl_source(const SourceSettings& settings) {
    require_rate(settings.rate_hz);
    require_root(settings.path);
    require_whole(settings.path, settings.rate_hz);
    return std::make_unique<PtbxlSource>(settings);
}

SourceCredit ptbxl_credit(const SourceSettings& /*settings*/) {
    return {k_attribution, "cc-by-4.0"};
}

} // namespace ecgpress
