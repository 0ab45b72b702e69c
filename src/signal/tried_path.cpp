#include "signal/tried_path.hpp"

#include "core/printable.hpp"
#include "core/strings.hpp"

namespace ecgpress {

std::string tried_path(const std::filesystem::path& path) {
    std::error_code ignored;
    const std::string text = concat("source.path \"", on_one_line(path.string()), "\"");
    if (path.empty() || path.is_absolute()) return text;
    const auto tried = std::filesystem::absolute(path, ignored).lexically_normal();
    return concat(text, " (", on_one_line(tried.string()), ")");
}

std::string path_advice(const std::filesystem::path& path) {
    const std::string text = path.string();
    if (text.find('$') != std::string::npos)
        return "Variables such as $HOME are not expanded in a configuration. Write the path, or "
               "give it with --set, where the shell expands them.";
    if (text.size() > 1 && text.front() == '~')
        return "Of ~, only ~/ at the beginning is expanded, to the own home folder. Write the "
               "path.";
    return "Correct the path; if the recordings of a run were moved, add --source DIR.";
}

} // namespace ecgpress
