#include "dataset/cards/dataset_card.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "core/strings.hpp"
#include "dataset/cards/front_matter.hpp"
#include "dataset/cards/publication.hpp"
#include "signal/record_source.hpp"

namespace ecgpress {

namespace {

/// A line of the card's table; left out if the release has no such items.
std::string count_line(const char* name, const ReleaseTally& tally,
                       std::uint64_t ItemCounts::*counter) {
    const std::uint64_t total = tally.total().*counter;
    if (total == 0) return "";
    std::string line = concat("| ", name, " |");
    for (const ItemCounts& split : tally.splits) line += concat(" ", split.*counter, " |");
    return line + concat(" ", total, " |\n");
}

/// Pages of each class; empty if the source has no classes.
std::string class_section(const ReleaseTally& tally) {
    const bool has_classes = tally.classes.size() > tally.classes.count("");
    if (!has_classes) return "";
    std::string text = "| class | train | val | test | total |\n|---|---:|---:|---:|---:|\n";
    const auto add = [&](std::string name, const PagesBySplit& counts) {
        std::replace(name.begin(), name.end(), '|', '/');
        text += concat("| ", name, " | ", counts[0], " | ", counts[1], " | ", counts[2], " | ",
                       counts[0] + counts[1] + counts[2], " |\n");
    };
    for (const auto& [name, counts] : tally.classes)
        if (!name.empty()) add(name, counts);
    if (const auto none = tally.classes.find(""); none != tally.classes.end())
        add("none of these", none->second);
    return text +
           "\nPages by class of the record (in `manifest.csv`: `superclasses` of PTB-XL, `dx` of "
           "WFDB records). A record of several classes counts for each of them.\n\n";
}

/// What the configuration of the run states about patients.
std::string split_sentence(const ReleaseSummary& summary) {
    const Json config = Json::parse_or_null(summary.config);
    SourceSettings source;
    if (config.is_object() && config.contains("source")) {
        const Json& stated = config.at("source");
        source.kind = stated.value("kind", source.kind);
        source.patients = stated.value("patients", "");
        source.patient_from = stated.value("patient_from", "");
    }
    if (knows_patients(source)) return "No patient is in two splits.";
    return source.kind == "dicom" || source.kind == "aecg"
               ? "Patients unknown, unless all files of the source name their patient: records of "
                 "the same patient ID are in one split, and a file without one counts as a person "
                 "of its own."
               : "Patients unknown: split by record. The source does not state which records are "
                 "of the same person, so records of one person can be in two splits.";
}

/// The condition of pages that are in the datasets, if there is one.
std::string only_sentence(const ReleaseSummary& summary, const ReleaseTally& tally) {
    const Json config = Json::parse_or_null(summary.config);
    const Json release = config.is_object() ? config.value("release", Json::object()) : Json();
    const std::string only = release.is_object() ? release.value("only", "") : "";
    if (only.empty()) return {};
    return concat("The datasets have only pages for which `", only, "` is true. ", tally.left_out,
                  " pages of `manifest.csv` are in none of them, because of this condition or of "
                  "caps.\n\n");
}

std::string content_section(const FormatCard& format, const ReleaseSummary& summary,
                            const ReleaseTally& tally) {
    std::string text = "## Contents\n\n| | train | val | test | total |\n"
                       "|---|---:|---:|---:|---:|\n";
    text += count_line("pages", tally, &ItemCounts::pages);
    text += count_line("digitization (pages)", tally, &ItemCounts::digitization);
    text += count_line("detection (pages)", tally, &ItemCounts::detection);
    text += count_line("segmentation (crops)", tally, &ItemCounts::segmentation);
    text +=
        count_line("overlap, with another lead's ink (crops)", tally, &ItemCounts::with_overlap);
    text += count_line("overlap, without (crops)", tally, &ItemCounts::without_overlap);
    return text + "\n" + split_sentence(summary) + "\n\n" + only_sentence(summary, tally) +
           class_section(tally) + format.content +
           "- `manifest.csv`: one row per page (`manifest.csv.zst`: the same, compressed). "
           "`leads.csv`: one row per printed lead: time window, boxes and scales in pixels, ink "
           "counts. `logs.json`: configuration, counts, replaced records. `croissant.json`: a "
           "machine-readable description (MLCommons Croissant). `digest.json`, `SHA256SUMS`: "
           "digests of the release and of each file.\n\n"
           "Files are named `<page>_<rows>by<columns>[_lead_<k>]`; k is the lead's position in "
           "I, II, III, aVR, aVL, aVF, V1-V6 (0-11), from 12 on for rhythm strips.\n\n";
}

std::string digest_section(const ReleaseDigest& digest) {
    std::string text = concat("## Digest\n\n- files `", digest.files_root, "`\n");
    if (!digest.pixels_root.empty()) text += concat("- pixels `", digest.pixels_root, "`\n");
    text += "\nTwo releases with equal digests contain the same data. That of the files is the "
            "Merkle root (RFC 6962, SHA-256) over the lines of `SHA256SUMS` except this card, "
            "`digest.json` and `croissant.json`";
    if (!digest.pixels_root.empty())
        text += "; that of the pixels is the same over the pages' decoded pixels";
    return text + ". `ecgpress verify .` recomputes what is stated here.\n\n";
}

std::string publication_section(const PublishSettings& publish, const ReleaseSummary& summary) {
    return concat("## Licence and citation\n\nVersion ", publish.version, ", licence `",
                  licence_of(publish, summary), "`. Cite as:\n\n> ", citation_of(publish),
                  "\n\nand cite the source of the recordings (below). `CITATION.cff` and "
                  "`.zenodo.json` state the same for other programs.\n\n");
}

} // namespace

std::string dataset_card(const FormatCard& format, const ReleaseSummary& summary,
                         const ReleaseTally& tally, const ReleaseDigest& digest,
                         const PublishSettings& publish) {
    std::uint64_t lost = 0;
    for (const Failure& failure : summary.failures) lost += failure.replaced ? 0 : 1;
    return concat(
        front_matter(format, summary, tally, publish), "# ", publish.title, "\n\n",
        description_of(publish),
        "\n\nLabels are computed from geometry: they are exact and not estimated from "
        "pixels.\n\n",
        content_section(format, summary, tally), "## How it was generated\n\nBy ecgpress ",
        summary.version,
        ", with the configuration in `logs.json`: the same configuration, source and version "
        "yield the same bytes. ",
        summary.failures.size() - lost, " records could not be printed and were replaced; ", lost,
        " pages could not be generated (`logs.json` lists each with its reason). "
        "`ecgpress verify .` checks the release.\n\n## How to read it\n\n```python\n",
        format.reading, "```\n\n", digest_section(digest), publication_section(publish, summary),
        "## Source of the recordings\n\n", trimmed(summary.attribution), "\n");
}

} // namespace ecgpress
