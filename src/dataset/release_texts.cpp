#include "dataset/release_texts.hpp"

#include <nlohmann/json.hpp>

#include "core/text.hpp"

namespace ecgpress {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const ItemCounts& counts) {
    return {{"digitization", counts.digitization},
            {"detection", counts.detection},
            {"segmentation", counts.segmentation},
            {"with-overlap", counts.with_overlap},
            {"without-overlap", counts.without_overlap}};
}

/// A line of the card's table, left out where the release holds nothing of it.
std::string count_line(const char* name, const ReleaseTally& tally,
                       std::uint64_t ItemCounts::*counter) {
    const std::uint64_t total = tally.total().*counter;
    if (total == 0) return "";
    std::string line = concat("| ", name, " |");
    for (const ItemCounts& split : tally.splits) line += concat(" ", split.*counter, " |");
    return line + concat(" ", total, " |\n");
}

std::string content_section(const ReleaseTally& tally) {
    const ItemCounts total = tally.total();
    std::string text = "## What it holds\n\n| | train | val | test | total |\n"
                       "|---|---:|---:|---:|---:|\n";
    text += count_line("pages", tally, &ItemCounts::pages);
    text += count_line("digitization (pages)", tally, &ItemCounts::digitization);
    text += count_line("detection (pages)", tally, &ItemCounts::detection);
    text += count_line("segmentation (crops)", tally, &ItemCounts::segmentation);
    text +=
        count_line("overlap, with another lead's ink (crops)", tally, &ItemCounts::with_overlap);
    text += count_line("overlap, without (crops)", tally, &ItemCounts::without_overlap);
    text += "\nNo patient is in two splits.\n\n";
    if (total.digitization > 0)
        text += "- `digitization-dataset/`: a folder a page with its image and, for each printed "
                "lead, the millivolts as a bare JSON array (`null` in gaps).\n";
    if (total.detection > 0)
        text += "- `detection-dataset/`: page images and YOLO labels: class 0 is a lead's trace, "
                "classes 1-12 are the printed names I, II, III, aVR, aVL, aVF, V1-V6; "
                "`data.yaml`, `train.txt`, `val.txt`, `test.txt`.\n";
    if (total.segmentation > 0)
        text += "- `segmentation/`: each lead cut out by its box (`image/`), its trace alone as "
                "grey coverage 0-255 (`mask-png/`) and as 0 and 1 (`mask-bmp/`: PNG >= 128), and "
                "its millivolts (`signal-json/`).\n";
    if (total.with_overlap + total.without_overlap > 0)
        text += "- `overlap-dataset/`: the same, sorted by whether another lead's ink enters the "
                "crop; the masks hold the lead alone, whole.\n";
    return text + "- `manifest.csv`: a row a page. `leads.csv`: a row a printed lead: time window, "
                  "boxes and scales in pixels, ink counts. `logs.json`: configuration, counts, "
                  "replaced records. `SHA256SUMS`: every file's digest.\n\n"
                  "Files are named `<page>_<rows>by<columns>[_lead_<k>]`; k is the lead's place in "
                  "I, II, III, aVR, aVL, aVF, V1-V6 (0-11), from 12 on for rhythm strips.\n\n";
}

std::string reading_section(const ReleaseTally& tally) {
    std::string text = "## How to read it\n\n```python\nimport csv, json\n"
                       "from pathlib import Path\n"
                       "import numpy as np\nfrom PIL import Image\n\n"
                       "pages = list(csv.DictReader(open(\"manifest.csv\")))\n";
    if (tally.total().digitization > 0)
        text += "signal = next(Path(\"digitization-dataset\").rglob(\"*_lead_*.json\"))\n"
                "millivolts = np.array(json.load(open(signal)), float)  # NaN in gaps\n"
                "page = Image.open(next(signal.parent.glob(\"*.jpg\")))\n";
    if (tally.total().segmentation > 0)
        text += "crop = next(Path(\"segmentation/image\").rglob(\"*.png\"))\n"
                "image = np.array(Image.open(crop))  # height, width, 3\n"
                "bmp = Path(str(crop).replace(\"/image/\", \"/mask-bmp/\")).with_suffix(\".bmp\")\n"
                "mask = np.array(Image.open(bmp))  # 0 and 1\n";
    return text + "```\n\n";
}

} // namespace

std::string data_yaml() {
    std::string text =
        "# For Ultralytics' trainers as it is, wherever they are started: to them an empty path is "
        "the folder of this file\n# (\".\" would be the one they are started in). For others set "
        "it to that folder's full path.\npath: \"\"\ntrain: train.txt\nval: val.txt\n"
        "test: test.txt\n\nnc: 13\nnames:\n  0: lead\n";
    for (const Lead lead : all_leads())
        text += concat("  ", name_class_of(lead), ": ", name_of(lead), "\n");
    return text;
}

std::string logs_json(const ReleaseSummary& summary, const ReleaseTally& tally) {
    Json splits = Json::object();
    for (const Split split : {Split::train, Split::val, Split::test}) {
        splits[name_of(split)] = {{"pages", tally.of(split).pages}};
        splits[name_of(split)].update(to_json(tally.of(split)));
    }
    Json failures = Json::array();
    for (const Failure& failure : summary.failures)
        failures.push_back({{"page", failure.page},
                            {"record", failure.record},
                            {"reason", failure.reason},
                            {"replaced", failure.replaced}});
    const Json log{
        {"version", summary.version},
        {"configuration", Json::parse(summary.config)},
        {"source_fingerprint", summary.source_fingerprint},
        {"typeface_sha256", summary.typeface_sha256},
        {"counts",
         {{"pages", tally.total().pages}, {"items", to_json(tally.total())}, {"splits", splits}}},
        {"failures", failures}};
    // A record's name comes from outside and need not be UTF-8.
    return log.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string dataset_card(const ReleaseSummary& summary, const ReleaseTally& tally) {
    std::uint64_t lost = 0;
    for (const Failure& failure : summary.failures) lost += failure.replaced ? 0 : 1;
    return concat(
        "# ECG image dataset\n\nPages of 12-lead electrocardiograms, drawn from digital "
        "recordings by ecgpress, with labels from geometry: exact, never read back from "
        "pixels.\n\n",
        content_section(tally), "## How it was made\n\nBy ecgpress ", summary.version,
        ", with the configuration in `logs.json`: the same configuration, source and version give "
        "the same bytes again. ",
        summary.failures.size() - lost, " records could not be printed and were replaced; ", lost,
        " pages could not be made at all (`logs.json` names each with its reason). "
        "`ecgpress verify .` checks every file and every label's rule.\n\n",
        reading_section(tally), "## Whose recordings these are\n\n", trimmed(summary.attribution),
        "\n");
}

} // namespace ecgpress
