#include "dataset/cards/croissant.hpp"

#include <algorithm>

#include "codec/json.hpp"
#include "core/strings.hpp"
#include "dataset/cards/publication.hpp"
#include "dataset/release/csv_cells.hpp"
#include "dataset/release/table_rows.hpp"

namespace ecgpress {

namespace {

/// The JSON-LD context that the specification requires verbatim (Croissant 1.1, "JSON-LD context").
Json context() {
    Json context{{"@language", "en"}, {"@vocab", "https://schema.org/"}};
    for (const char* term : {"annotation",   "arrayShape",  "citeAs",
                             "column",       "containedIn", "equivalentProperty",
                             "extract",      "field",       "fileObject",
                             "fileProperty", "fileSet",     "format",
                             "includes",     "isArray",     "isLiveDataset",
                             "jsonPath",     "key",         "md5",
                             "parentField",  "path",        "readLines",
                             "recordSet",    "references",  "regex",
                             "repeated",     "replace",     "samplingRate",
                             "separator",    "source",      "subField",
                             "transform",    "unArchive",   "value"})
        context[term] = concat("cr:", term);
    for (const char* term : {"data", "examples"})
        context[term] = {{"@id", concat("cr:", term)}, {"@type", "@json"}};
    context["dataType"] = {{"@id", "cr:dataType"}, {"@type", "@vocab"}};
    context["conformsTo"] = "dct:conformsTo";
    context["cr"] = "http://mlcommons.org/croissant/";
    context["dct"] = "http://purl.org/dc/terms/";
    context["rai"] = "http://mlcommons.org/croissant/RAI/";
    context["sc"] = "https://schema.org/";
    return context;
}

std::string media_type_of(const std::string& path) {
    const std::string suffix = path.substr(std::min(path.size(), path.rfind('.') + 1));
    constexpr std::pair<const char*, const char*> k_types[] = {{"csv", "text/csv"},
                                                               {"json", "application/json"},
                                                               {"jsonl", "application/jsonlines"},
                                                               {"zst", "application/zstd"},
                                                               {"tar", "application/x-tar"},
                                                               {"h5", "application/x-hdf5"},
                                                               {"yaml", "application/yaml"},
                                                               {"png", "image/png"},
                                                               {"jpg", "image/jpeg"}};
    for (const auto& [name, type] : k_types)
        if (suffix == name) return type;
    return "text/plain";
}

Json file_object(const WrittenFile& file) {
    return {{"@type", "cr:FileObject"},
            {"@id", file.path},
            {"name", file.path},
            {"contentUrl", file.path},
            {"encodingFormat", media_type_of(file.path)},
            {"sha256", file.sha256}};
}

/// The page images of all splits as one file set.
Json image_set(const std::string& pattern) {
    std::string glob = pattern;
    const std::string word = "{split}";
    if (const std::size_t at = glob.find(word); at != std::string::npos)
        glob.replace(at, word.size(), 1, '*');
    return {{"@type", "cr:FileSet"},
            {"@id", "page-images"},
            {"name", "page-images"},
            {"encodingFormat", media_type_of(glob)},
            {"includes", glob}};
}

const char* name_of(CellType type) {
    switch (type) {
    case CellType::whole:
        return "sc:Integer";
    case CellType::real:
        return "sc:Float";
    case CellType::text:
        break;
    }
    return "sc:Text";
}

/// The columns of a table as the fields of a record set.
Json table_set(const std::string& id, const std::string& file, const std::vector<CsvCell>& cells) {
    Json fields = Json::array();
    for (const CsvCell& cell : cells)
        fields.push_back(
            {{"@type", "cr:Field"},
             {"@id", concat(id, "/", cell.name)},
             {"name", cell.name},
             {"dataType", name_of(cell.type)},
             {"source", {{"fileObject", {{"@id", file}}}, {"extract", {{"column", cell.name}}}}}});
    return {{"@type", "cr:RecordSet"},
            {"@id", id},
            {"name", id},
            {"key", {{"@id", concat(id, "/name")}}},
            {"field", std::move(fields)}};
}

Json image_records() {
    const Json from{{"fileSet", {{"@id", "page-images"}}}};
    Json name = from, content = from;
    name["extract"] = {{"fileProperty", "filename"}};
    content["extract"] = {{"fileProperty", "content"}};
    return {{"@type", "cr:RecordSet"},
            {"@id", "images"},
            {"name", "images"},
            {"field",
             {{{"@type", "cr:Field"},
               {"@id", "images/filename"},
               {"name", "filename"},
               {"dataType", "sc:Text"},
               {"source", std::move(name)}},
              {{"@type", "cr:Field"},
               {"@id", "images/content"},
               {"name", "content"},
               {"dataType", "sc:ImageObject"},
               {"source", std::move(content)}}}}};
}

} // namespace

std::string croissant_json(const FormatCard& format, const ReleaseSummary& summary,
                           const PublishSettings& publish, const std::vector<WrittenFile>& files) {
    Json distribution = Json::array();
    for (const WrittenFile& file : files) distribution.push_back(file_object(file));
    Json sets{table_set("pages", "manifest.csv", cells_of(manifest_columns())),
              table_set("leads", "leads.csv", cells_of(leads_columns()))};
    if (!format.images.empty()) {
        distribution.push_back(image_set(format.images));
        sets.push_back(image_records());
    }
    Json dataset{{"@context", context()},
                 {"@type", "sc:Dataset"},
                 {"conformsTo", "http://mlcommons.org/croissant/1.1"},
                 {"name", publish.title},
                 {"description", description_of(publish)},
                 {"license", licence_of(publish, summary)},
                 {"version", publish.version},
                 {"isLiveDataset", false},
                 {"keywords", {"ECG", "electrocardiogram", "digitization", "segmentation"}}};
    if (!publish.url.empty() || !publish.doi.empty())
        dataset["url"] = publish.url.empty() ? doi_address(publish) : publish.url;
    if (!publish.doi.empty()) dataset["identifier"] = doi_address(publish);
    Json creators = Json::array();
    for (const std::string& name : creators_of(publish))
        creators.push_back(Json{{"@type", "sc:Person"}, {"name", name}});
    if (!creators.empty()) dataset["creator"] = creators.size() == 1 ? creators[0] : creators;
    if (!publish.date.empty()) dataset["datePublished"] = publish.date;
    dataset["citeAs"] = citation_of(publish);
    dataset["creditText"] = trimmed(summary.attribution); // of the recordings
    dataset["distribution"] = std::move(distribution);
    dataset["recordSet"] = std::move(sets);
    return dataset.dump(2) + "\n";
}

} // namespace ecgpress
