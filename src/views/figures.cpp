#include "views/figures.hpp"

#include <algorithm>
#include <cmath>

#include "core/numbers.hpp"
#include "core/strings.hpp"
#include "views/html.hpp"

namespace ecgpress {

namespace {

// In units of the SVG's viewBox, which the browser scales to the width of the figure.
constexpr double k_width = 640, k_height = 250, k_left = 58, k_right = 14, k_top = 20,
                 k_bottom = 46;
constexpr std::size_t k_most_bins = 40;

std::string number(double value, int decimals) {
    return fixed(value, decimals);
}

/// Returns the smallest 1, 2 or 5 times a power of ten of which at most `parts` fit into `whole`.
double nice_step(double whole, double parts) {
    if (!(whole > 0)) return 1;
    const double power = std::pow(10, std::floor(std::log10(whole / parts)));
    for (const double factor : {1.0, 2.0, 5.0, 10.0})
        if (whole / (factor * power) <= parts) return factor * power;
    return 10 * power;
}

std::string text_at(double x, double y, const char* anchor, const std::string& text,
                    const char* more = "") {
    return concat("<text x=\"", fixed(x, 1), "\" y=\"", fixed(y, 1), "\" text-anchor=\"", anchor,
                  "\"", more, ">", escaped_html(text), "</text>");
}

std::string line(double x0, double y0, double x1, double y1, const char* kind) {
    return concat("<line class=\"", kind, "\" x1=\"", fixed(x0, 1), "\" y1=\"", fixed(y0, 1),
                  "\" x2=\"", fixed(x1, 1), "\" y2=\"", fixed(y1, 1), "\"/>");
}

/// A bar with a tooltip.
std::string bar(double x, double y, double width, double height, const std::string& kind,
                const std::string& title) {
    return concat("<rect class=\"", kind, "\" x=\"", fixed(x, 2), "\" y=\"", fixed(y, 2),
                  "\" width=\"", fixed(width, 2), "\" height=\"", fixed(height, 2), "\"><title>",
                  escaped_html(title), "</title></rect>");
}

std::string svg(double height, const std::string& label, const std::string& content) {
    return concat("<svg viewBox=\"0 0 ", fixed(k_width, 0), " ", fixed(height, 0),
                  "\" role=\"img\" aria-label=\"", escaped_html(label), "\">", content, "</svg>");
}

/// A figure with caption, drawing, note and a table of numbers that can be opened.
std::string figure(const FigureText& text, const std::string& summary, const std::string& drawing,
                   const std::string& numbers) {
    return concat("<figure id=\"", text.id, "\"><figcaption><b>", escaped_html(text.title),
                  "</b> <span class=\"soft number\">", summary, "</span></figcaption>", drawing,
                  text.note.empty() ? "" : "<p class=\"soft note\">" + text.note + "</p>",
                  "<details><summary>Numbers</summary>", numbers, "</details></figure>\n");
}

/// Returns the multiples of a step from `begin` to `end` inclusive.
std::vector<double> ticks(double begin, double end, double step) {
    constexpr double k_rounding = 1e-9; // of a step
    std::vector<double> places;
    for (auto i = std::llround(std::ceil(begin / step - k_rounding));
         static_cast<double>(i) <= end / step + k_rounding; ++i)
        places.push_back(static_cast<double>(i) * step);
    return places;
}

/// Draws the axis of counts with grid lines.
std::string count_axis(double most, const std::string& things) {
    const double step = std::max(1.0, nice_step(most, 5)), room = k_height - k_top - k_bottom;
    std::string drawn;
    for (const double count : ticks(0, most, step)) {
        const double y = k_height - k_bottom - count / most * room;
        drawn += line(k_left, y, k_width - k_right, y, count == 0 ? "axis" : "grid");
        drawn += text_at(k_left - 7, y + 4, "end", number(count, 0));
    }
    return drawn + text_at(0, 0, "middle", things,
                           concat(" transform=\"translate(13 ",
                                  fixed((k_top + k_height - k_bottom) / 2, 0), ") rotate(-90)\"")
                               .c_str());
}

std::string value_axis(const std::vector<Distribution::Bin>& bins, const std::string& values) {
    const double begin = bins.front().begin, whole = bins.back().end - begin;
    const double step = nice_step(whole, 8);
    const int decimals = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    std::string drawn;
    for (const double at : ticks(begin, bins.back().end, step)) {
        const double x = k_left + (at - begin) / whole * (k_width - k_left - k_right);
        drawn += line(x, k_height - k_bottom, x, k_height - k_bottom + 4, "axis");
        drawn += text_at(x, k_height - k_bottom + 18, "middle", number(at, decimals));
    }
    return drawn + text_at((k_left + k_width - k_right) / 2, k_height - 7, "middle", values);
}

/// Returns "<" or "≥" if a bin also counts values beyond the axis, else "".
const char* beyond(const std::vector<Distribution::Bin>& bins, std::size_t i,
                   const Distribution& values) {
    if (i + 1 == bins.size() && values.most() >= bins[i].end) return "≥";
    return i == 0 && values.least() < bins[i].begin ? "<" : "";
}

/// A few values as text: their histogram would show nothing more.
std::string listed(const std::vector<double>& values, const std::string& axis, int decimals) {
    std::string text;
    for (const double value : values)
        text += concat(text.empty() ? "" : ", ", number(value, decimals));
    return concat("<p class=\"few\"><b class=\"number\">", text, "</b><br><span class=\"soft\">",
                  escaped_html(axis), "</span></p>");
}

/// "12.5 to 15", "≥ 15"
std::string range_text(const Distribution::Bin& bin, const std::string& beyond, int decimals) {
    if (!beyond.empty())
        return concat(beyond, " ", number(beyond == "<" ? bin.end : bin.begin, decimals));
    return concat(number(bin.begin, decimals), " to ", number(bin.end, decimals));
}

} // namespace

std::string table(const std::vector<std::string>& head,
                  const std::vector<std::vector<std::string>>& rows) {
    std::string text = "<div class=\"scroll\"><table><thead><tr>";
    for (const std::string& cell : head) text += "<th scope=\"col\">" + cell + "</th>";
    text += "</tr></thead><tbody>\n";
    for (const auto& row : rows) {
        text += "<tr>";
        for (std::size_t i = 0; i < row.size(); ++i)
            text +=
                (i == 0 ? "<th scope=\"row\">" : "<td>") + row[i] + (i == 0 ? "</th>" : "</td>");
        text += "</tr>\n";
    }
    return text + "</tbody></table></div>";
}

std::string histogram(const FigureText& text, const Distribution& values, int decimals) {
    const auto bins = values.bins(k_most_bins, text.bin);
    if (bins.empty())
        return figure(text, "n = 0", "<p class=\"soft\">No values in this release.</p>", "");
    std::uint64_t most = 1;
    for (const auto& bin : bins) most = std::max(most, bin.count);
    const double room = k_height - k_top - k_bottom,
                 step = (k_width - k_left - k_right) / static_cast<double>(bins.size());
    std::string drawn = count_axis(static_cast<double>(most), text.things);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < bins.size(); ++i) {
        const double height = static_cast<double>(bins[i].count) / static_cast<double>(most) * room;
        const std::string open = beyond(bins, i, values),
                          range = range_text(bins[i], open, decimals);
        const double x = k_left + static_cast<double>(i) * step, y = k_height - k_bottom - height;
        rows.push_back({escaped_html(range), concat(bins[i].count)});
        if (bins[i].count > 0)
            drawn += bar(x + 0.5, y, std::max(step - 1, 0.5), height,
                         open.empty() ? "bar" : "bar open", concat(range, ": ", bins[i].count));
        if (!open.empty()) drawn += text_at(x + step / 2, y - 3, "middle", open);
    }
    const std::string summary =
        concat("n = ", values.count(), ", mean ", number(values.mean(), decimals), ", median ",
               number(values.quantile(0.5), decimals), ", ", number(values.least(), decimals),
               " to ", number(values.most(), decimals));
    const std::string numbers = table({escaped_html(text.values), escaped_html(text.things)}, rows);
    const std::vector<double> few = values.few();
    if (!few.empty()) return figure(text, summary, listed(few, text.values, decimals), numbers);
    return figure(
        text, summary,
        svg(k_height, concat(text.title, ": ", summary), drawn + value_axis(bins, text.values)),
        numbers);
}

std::string bars_by_split(const FigureText& text, const CountsBySplit& counts) {
    constexpr double k_row = 26, k_names = 150, k_numbers = 100;
    using Row = std::pair<std::string, std::array<std::uint64_t, k_split_count>>;
    std::vector<Row> kinds(counts.begin(), counts.end());
    const auto sum = [](const Row& row) { return row.second[0] + row.second[1] + row.second[2]; };
    std::stable_sort(kinds.begin(), kinds.end(),
                     [&](const Row& a, const Row& b) { return sum(a) > sum(b); });
    std::uint64_t most = 1, all = 0;
    for (const Row& kind : kinds) {
        most = std::max(most, sum(kind));
        all += sum(kind);
    }
    std::string drawn;
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const std::string name = kinds[i].first.empty() ? "unknown" : kinds[i].first;
        const double y = static_cast<double>(i) * k_row;
        double x = k_names;
        drawn += text_at(k_names - 8, y + 17, "end", name);
        std::vector<std::string> row{escaped_html(name)};
        for (std::size_t split = 0; split < k_split_count; ++split) {
            const std::uint64_t count = kinds[i].second[split];
            const double width = static_cast<double>(count) / static_cast<double>(most) *
                                 (k_width - k_names - k_numbers);
            const char* split_name = name_of(static_cast<Split>(split));
            if (count > 0)
                drawn += bar(x, y + 4, width, k_row - 8, concat("bar ", split_name),
                             concat(name, ", ", split_name, ": ", count));
            x += width;
            row.push_back(concat(count));
        }
        const double percent = 100 * static_cast<double>(sum(kinds[i])) /
                               static_cast<double>(std::max<std::uint64_t>(all, 1));
        row.push_back(concat(sum(kinds[i])));
        row.push_back(fixed(percent, 1));
        drawn +=
            text_at(x + 7, y + 17, "start", concat(sum(kinds[i]), " (", fixed(percent, 0), " %)"));
        rows.push_back(std::move(row));
    }
    const double height = static_cast<double>(kinds.size()) * k_row + 4;
    return figure(text, concat("n = ", all, " ", text.things), svg(height, text.title, drawn),
                  table({escaped_html(text.values), "train", "val", "test", "all", "%"}, rows));
}

std::string bars(const FigureText& text, const std::vector<std::pair<std::string, double>>& values,
                 int decimals) {
    constexpr double k_row = 24, k_names = 150, k_numbers = 100;
    double most = 0, all = 0;
    for (const auto& [name, value] : values) {
        most = std::max(most, value);
        all += value;
    }
    std::string drawn;
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto& [name, value] = values[i];
        const double y = static_cast<double>(i) * k_row,
                     width = most > 0 ? value / most * (k_width - k_names - k_numbers) : 0;
        drawn += text_at(k_names - 8, y + 16, "end", name);
        drawn += bar(k_names, y + 4, width, k_row - 8, "bar", name);
        drawn += text_at(k_names + width + 7, y + 16, "start", number(value, decimals));
        rows.push_back({escaped_html(name), number(value, decimals),
                        fixed(all > 0 ? 100 * value / all : 0, 1)});
    }
    const double axis_y = static_cast<double>(values.size()) * k_row + 16;
    drawn += text_at((k_names + k_width - k_numbers) / 2, axis_y, "middle", text.values);
    return figure(text, concat("sum ", number(all, decimals)), svg(axis_y + 6, text.title, drawn),
                  table({escaped_html(text.things), escaped_html(text.values), "%"}, rows));
}

} // namespace ecgpress
