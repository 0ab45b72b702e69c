#include "pipeline/config/config_fields.hpp"

#include "dataset/formats/list.hpp"
#include "signal/sources/list.hpp"

namespace ecgpress {

namespace {

// Sanity limits: a value outside of them is a typing error or has the wrong unit.
constexpr double k_most_pages_a_shard = 1e6;
constexpr double k_lowest_db = -100, k_highest_db = 150;

constexpr const char* k_chroma[] = {"444", "420"};
constexpr const char* k_followed_links[] = {"inside", "all", "none"};
constexpr const char* k_incomplete[] = {"refuse", "print"};
constexpr const char* k_checksums[] = {"require", "warn", "ignore"};
constexpr const char* k_header_sources[] = {"record", "invented"};

template <class Rows> std::vector<std::string> names_of(const Rows& rows) {
    std::vector<std::string> names;
    names.reserve(rows.size());
    for (const auto& row : rows) names.emplace_back(row.name);
    return names;
}

std::vector<ConfigField> source_fields(Config& c) {
    return {
        {"seed", &c.seed, "", "determines every random choice", 0, k_largest_seed},
        {"source.kind", &c.source.kind, "", "kind of recordings", 0, 0, "",
         names_of(source_kinds())},
        {"source.path", &c.source.path, "",
         "the PTB-XL root, the WFDB folder, RECORDS list or CSV table with a column path, the .npy "
         "file, the HDF5, DICOM or aECG file or a folder of them, or the root of CODE-15 or SPH"},
        {"source.rate_hz", &c.source.rate_hz, "Hz",
         "sampling rate (ptb-xl, simulated: 500 or 100; npy, hdf5: of the values; others: stated "
         "by "
         "the source)",
         1, 100000},
        {"source.exclude", &c.source.exclude, "",
         "records that are never used: names (or PTB-XL's ecg_ids), or the path of a file with one "
         "per line and # comments"},
        {"source.follow_links", choice(c.source.follow_links, k_followed_links), "",
         "wfdb only: linked folders that are searched: inside: those that lead to a folder inside "
         "source.path; all: also others, and files of a record may be links that lead out of it; "
         "none"},
        {"source.patients", &c.source.patients, "",
         "not ptb-xl, code-15, sph, simulated: path of a CSV file with the columns record (or "
         "path) "
         "and patient (or patient_id, subject_id), and optionally fold (1 to 10: 9 is val, 10 is "
         "test), age and sex (or gender)"},
        {"source.patient_from", &c.source.patient_from, "",
         "not ptb-xl, code-15, sph, simulated: where the patient of a record is: folder: the "
         "folder that the record is in; "
         "comment (wfdb): the comment `patient` or `subject_id` of its header; file (dicom, aecg): "
         "its file, of which no identity gets into a release; name:REGEX: the "
         "first group of a regular expression in its name"},
        {"source.unit", &c.source.unit, "",
         "not ptb-xl, simulated: unit of the values: nV, uV, mV, V, or the number of mV of one "
         "unit; empty: "
         "the one that the source states, else mV"},
        {"source.check_amplitude", &c.source.check_amplitude, "",
         "not ptb-xl, simulated: refuse recordings whose QRS complexes have a median of less than "
         "0.05 or more "
         "than 20 mV, because their unit is wrong"},
        {"source.dataset", &c.source.dataset, "",
         "hdf5 only: path of the dataset with the recordings in each file; empty: the only dataset "
         "of numbers with two or three axes"},
        {"source.axes", &c.source.axes, "",
         "hdf5 only: the axes of the dataset in their order: record, time and lead, or time and "
         "lead if each file is one record, for example \"record,time,lead\"; empty: the axis that "
         "is as long as there are leads is lead, and the first of three is record"},
        {"source.leads", &c.source.leads, "",
         "hdf5 only: the leads in the order of their axis, for example \"I,II,V1,V2,V3,V4,V5,V6\"; "
         "empty: I, II, III, aVR, aVL, aVF, V1 to V6"},
        {"source.ids", &c.source.ids, "",
         "hdf5 only: path of the dataset with a name for each record (texts or integers); empty: "
         "file and row"},
    };
}

/// How recordings become records, and how they are credited.
std::vector<ConfigField> record_fields(Config& c) {
    return {
        {"source.records", &c.source.records, "", "simulated only: number of records", 1, 1e6},
        {"source.seed", &c.source.seed, "",
         "simulated: seed of the records; others: seed of the positions of windows", 0,
         k_largest_seed},
        {"source.most_lost", &c.source.most_lost, "",
         "share of a lead's printed samples that may be outside the paper, 0 to 1; a record with a "
         "lead "
         "above it is replaced",
         0, 1},
        {"source.reports", &c.source.reports, "",
         "ptb-xl only: tables also have the texts of reports, which cardiologists wrote"},
        {"source.lead_names", &c.source.lead_names, "",
         "further names of leads and the lead that each is: {DI: I, \"V 1\": V1}; standard names, "
         "MDC_ECG_LEAD_V1, ECG lead I, Lead V1, DI, DII, DIII, C1 to C6 and -aVR are known"},
        {"source.derive_leads", &c.source.derive_leads, "",
         "compute limb leads that a record lacks from two that it has; tables mark them as "
         "derived"},
        {"source.incomplete", choice(c.source.incomplete, k_incomplete), "",
         "records that lack leads, have flat leads, or end before a page does: refuse: other "
         "records are printed; print: what exists is printed, missing leads are empty panels"},
        {"source.checksums", choice(c.source.checksums, k_checksums), "",
         "wfdb only: samples that do not have the checksum in the header: require: the record is "
         "not used; warn: it is used and counted in the log; ignore"},
        {"source.annotations", &c.source.annotations, "",
         "wfdb, ptb-xl: where annotations of beats are, in MIT format. wfdb: the ending of a file "
         "beside each header, for example atr, or leads: a file for each lead, whose ending is its "
         "name in lower case (i, avr, v1); ptb-xl: the folder of PTB-XL+, or "
         "fiducial_points/ecgdeli in it. Beats of records without such a file are detected"},
        {"source.window_s", &c.source.window_s, "s",
         "length of the part of each recording that is used as a record, at a random position "
         "(source.seed); only this part is read",
         0, 1e6, "whole recordings"},
        {"source.windows_per_record", &c.source.windows_per_record, "",
         "windows of each recording, at random positions in equal parts of it; they have the same "
         "patient",
         1, 1e6},
        {"source.listings", &c.source.listings, "",
         "wfdb, dicom, aecg: an existing folder that keeps what was read of the files of sources, "
         "so that another run of the same source opens only the files it prints; empty: the run's "
         "folder, for its own later starts"},
        {"source.attribution", &c.source.attribution, "",
         "for the dataset card: where the recordings come from and how to cite them (Markdown); "
         "empty: what the source states"},
        {"source.license", &c.source.licence, "",
         "licence of the recordings, an SPDX identifier: CC-BY-4.0; empty: what the source states"},
        {"source.url", &c.source.url, "", "address of the recordings, for the dataset card"},
    };
}

std::vector<ConfigField> input_fields(Config& c) {
    return {
        {"header.source", choice(c.header.source, k_header_sources), "",
         "record: age and sex of the record, measurements computed from its signals, statements "
         "that "
         "follow from them and its codes; invented: all invented, but consistent; names, numbers "
         "and "
         "dates are always invented"},
        {"typeface.path", &c.typefaces[0], "", "font file; empty: DejaVu Sans"},
        {"typeface.serif_path", &c.typefaces[1], "", "font file; empty: DejaVu Serif"},
        {"typeface.mono_path", &c.typefaces[2], "", "font file; empty: DejaVu Sans Mono"},
        {"typeface.script_path", &c.typefaces[3], "", "font file for handwriting; empty: Kristi"},
        {"typeface.bold_path", &c.typefaces[4], "",
         "font file for bold text, printed condensed; empty: DejaVu Sans Bold"},
        {"typeface.dots_path", &c.typefaces[5], "",
         "font file for the text of dot-matrix recorders; empty: Glass TTY VT220"},
        {"typeface.hand_path", &c.typefaces[6], "",
         "font file for the handwriting of other people; empty: Breip"},
        {"artifacts.textures", &c.textures.folder, "",
         "folder of pictures (JPEG, PNG) of desks for photographs, beside the built-in desks; "
         "empty: "
         "none"},
        {"artifacts.textures_sha256", &c.textures.sha256, "",
         "digest of these pictures, written by the program: a run refuses pictures that changed"},
        {"shard.pages", &c.shard.pages, "", "pages per shard; does not change the release", 0,
         k_most_pages_a_shard, "0.1 % of the run, at least 8 and at most 1000"},
    };
}

std::vector<ConfigField> release_fields(Config& c) {
    return {
        {"release.formats", &c.release.formats, "", "formats of the release, one or more", 0, 0, "",
         names_of(release_formats())},
        {"release.pages_per_folder", &c.release.pages_per_folder, "", "pages per folder", 0, 1e9,
         "one flat folder, as the framework's readers expect"},
        {"release.outline_points", &c.release.outline_points, "",
         "most points of an outline in yolo-seg, with the first one repeated at the end (16 or "
         "more)",
         0, 1e9, "no limit, outlines are exact"},
        {"release.trace_truth", &c.release.trace_truth, "",
         "write the trace truth of each page as one .npz file"},
        {"release.only", &c.release.only, "",
         "condition on columns of manifest.csv, such as difficulty < 0.5 and preset != fax: only "
         "pages for which it is true are in the datasets of the release, and count for caps"},
        {"release.pixel_digest", &c.release.pixel_digest, "",
         "also compute a digest of the decoded pixels of all page images; merging then takes "
         "longer than drawing"},
        {"release.max_files", &c.release.max_files, "",
         "also pack the release into tar archives, each with at most this many files of the "
         "release; not the number of archives, which max_archives limits",
         0, 1e12, "no limit"},
        {"release.max_bytes", &c.release.max_bytes, "bytes",
         "also pack the release into tar archives of at most this size", 0, 1e15, "no limit"},
        {"release.most_files", &c.release.most_files, "",
         "most files of all releases of the run together; with more, commands end with an error "
         "that names formats with fewer files",
         0, 1e12, "no limit"},
        {"release.max_archives", &c.release.max_archives, "",
         "also pack the release into at most this many tar archives", 0, 1e6, "no limit"},
        {"release.pack",
         &c.release.pack,
         "",
         "also pack the release into tar archives for a repository; zenodo: records of at most 100 "
         "files and 50 GB, further ones numbered, archives of 2 GB unless max_bytes is set",
         0,
         0,
         "",
         {"none", "zenodo"}},
        {"release.title", &c.release.publish.title, "", "title in the dataset card"},
        {"release.creator", &c.release.publish.creator, "",
         "creators of the data, separated by `;`"},
        {"release.url", &c.release.publish.url, "", "address of the data"},
        {"release.date", &c.release.publish.date, "", "date of publication, YYYY-MM-DD"},
        {"release.license", &c.release.publish.license, "",
         "licence of the data, an SPDX identifier: CC-BY-4.0; empty: that of the recordings, if "
         "the source states it"},
        {"release.doi", &c.release.publish.doi, "", "DOI of the data: 10.5281/zenodo.123"},
        {"release.version", &c.release.publish.version, "", "version of the data"},
        {"release.description", &c.release.publish.description, "",
         "description of the data; empty: a sentence about pages of electrocardiograms"},
        {"release.citation", &c.release.publish.citation, "",
         "how to cite the data; empty: creators, year, title, version and DOI"},
    };
}

std::vector<ConfigField> label_fields(Config& c) {
    LabelSettings& labels = c.release.labels;
    return {
        {"labels.rhythm_class", &labels.rhythm_class, "",
         "rhythm strips have a class of their own, the one after the other classes"},
        {"labels.pulse_class", &labels.pulse_class, "",
         "calibration pulses have boxes of a class of their own in YOLO's labels of the detection "
         "dataset"},
        {"labels.page_class", &labels.page_class, "",
         "the page has a box of a class of its own in YOLO's labels of the detection dataset"},
    };
}

std::vector<ConfigField> truth_fields(Config& c) {
    TruthSettings& truth = c.release.truth;
    return {
        {"truth.words", &truth.words, "",
         "store every printed or written word: text, role, position (`words.csv`); true if a "
         "format of "
         "the release needs it"},
        {"truth.beats", &truth.beats, "",
         "store every beat of each lead: onset, peak and offset of its waves (`beats.csv`)"},
        {"truth.grid_nodes", &truth.grid_nodes, "",
         "store where the crossings of the grid's major lines are in the image (`grid_nodes` of "
         "the trace truth)"},
    };
}

std::vector<ConfigField> oracle_fields(Config& c) {
    auto& floors = c.oracle.floors_db.db;
    return {
        {"oracle.every", &c.oracle.every, "",
         "pages between two pages that are read back to signals while the run draws them; null: a "
         "tenth of the run, at most 100",
         0, 1e12, "none is read back"},
        {"oracle.floors_db.samples", &floors[0], "dB",
         "lowest signal-to-noise ratio of a page that is read from the positions of its samples "
         "(below it, the page counts as failed)",
         k_lowest_db, k_highest_db},
        {"oracle.floors_db.columns", &floors[1], "dB",
         "the same, from the trace's y at each column", k_lowest_db, k_highest_db},
        {"oracle.floors_db.mask_png", &floors[2], "dB", "the same, from the grey mask", k_lowest_db,
         k_highest_db},
        {"oracle.floors_db.mask_bmp", &floors[3], "dB", "the same, from the binary mask",
         k_lowest_db, k_highest_db},
    };
}

} // namespace

std::vector<ConfigField> fields_of(Config& config) {
    std::vector<ConfigField> fields = source_fields(config);
    for (const auto& more : {record_fields(config), input_fields(config), label_fields(config),
                             truth_fields(config), release_fields(config), oracle_fields(config)})
        fields.insert(fields.end(), more.begin(), more.end());
    return fields;
}

std::vector<ConfigField> fields_of(Caps& c) {
    constexpr double most = 1e12;
    return {
        {"digitization", &c.digitization, "", "keep the first N pages", 1, most},
        {"detection", &c.detection, "", "keep the first N pages", 1, most},
        {"segmentation", &c.segmentation, "", "keep the first N crops", 1, most},
        {"with_overlap", &c.with_overlap, "", "keep the first N crops with overlap", 1, most},
        {"without_overlap", &c.without_overlap, "", "keep the first N crops without overlap", 1,
         most},
        {"required", &c.required, "",
         "a limit that the pages do not reach is an error; false: it is only a limit"},
    };
}

std::vector<ConfigField> fields_of(MaskSettings& m) {
    return {
        {"line_width_mm", &m.line_width_mm, "mm",
         "line width in masks (0.01 or more; 0.05 is a hairline)", 0, 10, "as printed"},
        {"columns_per_px", StepTarget{&m.columns_per_px, {1, 2, 4}}, "",
         "mask columns per pixel, for models that increase the resolution", 1, 4},
        {"visible", &m.visible, "",
         "also write, for each crop, the mask of ink that no later lead covers (`mask-visible/`)"},
        {"overlap", &m.overlap, "",
         "also write, for each page, the mask where two leads overlap (`overlap-masks/`)"},
        {"semantic", &m.semantic, "",
         "also write, for each page, the class of each pixel (`semantic-masks/`)"},
        {"soft", &m.soft, "",
         "also write, for each page, the shares of background, text and trace in each pixel "
         "(`soft-masks/`)"},
    };
}

std::vector<ConfigField> fields_of(JpegSettings& j) {
    return {
        {"quality", &j.quality, "", "JPEG quality of page images", 1, 100},
        {"chroma", choice(j.subsampling, k_chroma), "", "chroma subsampling of page images"},
    };
}

std::vector<ConfigField> fields_of(PageJpegSettings& j) {
    std::vector<ConfigField> fields = fields_of(static_cast<JpegSettings&>(j));
    fields.push_back({"least_quality", &j.least_quality, "",
                      "each page's quality is sampled from here to `quality`", 0, 100, "none"});
    fields.push_back({"exif_orientation", &j.exif_orientation, "",
                      "turned photographs have the EXIF tag that shows them upright; labels stay "
                      "those of the stored pixels"});
    return fields;
}

} // namespace ecgpress
