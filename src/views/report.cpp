#include "views/report.hpp"

#include "core/strings.hpp"
#include "core/version.hpp"
#include "dataset/release/run_folder.hpp"
#include "views/chosen_pages.hpp"
#include "views/html.hpp"
#include "views/named_output.hpp"
#include "views/report_methods.hpp"
#include "views/report_sections.hpp"

namespace ecgpress {

void write_report(const std::filesystem::path& folder, std::size_t sample,
                  const std::filesystem::path& path) {
    const std::filesystem::path release = find_release(folder);
    NamedOutput file(path); // before the work: a path that cannot be written is reported at once
    const ReleaseFacts facts = read_release_facts(release);
    const ReportTables tables = read_report_tables(release, sample);
    // For a run folder these are its shards, which can contain crops that caps excluded.
    const ReportPages pages = read_report_pages(find_pages(folder), tables.pages_to_read.chosen());
    std::string nav, text;
    for (const ReportSection& section :
         {summary_section(facts, tables), methods_section(facts, tables, pages),
          pages_section(pages), content_section(tables), labels_section(tables),
          signals_section(tables, pages), files_section(pages), failures_section(facts),
          speed_section(read_speed(RunFolder(folder).logs()))}) {
        nav += concat("<a href=\"#", section.id, "\">", section.title, "</a>");
        text += concat("<section id=\"", section.id, "\"><h2>", section.title, "</h2>\n",
                       section.html, "</section>\n");
    }
    file.append(filled(web_text("report.html"),
                       {{"title", escaped_html(title_of(folder))},
                        {"version", k_version},
                        {"style", concat(web_text("common.css"), web_text("report.css"))},
                        {"script", concat(web_text("theme.js"), web_text("report.js"))},
                        {"nav", nav},
                        {"sections", text}}));
    file.publish();
}

} // namespace ecgpress
