#include "core/log.hpp"

#include <algorithm>
#include <memory>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/dist_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <string_view>
#include <utility>

#include "core/error.hpp"
#include "core/printable.hpp"
#include "core/strings.hpp"
#include "core/terminal.hpp"

namespace ecgpress {

namespace {

constexpr const char* k_logger_name = "ecgpress";

/// The prefix "warning: " or "error: "; none for other messages.
class AttentionFlag : public spdlog::custom_flag_formatter {
  public:
    void format(const spdlog::details::log_msg& message, const std::tm&,
                spdlog::memory_buf_t& line) override {
        const std::string_view word = message.level >= spdlog::level::err    ? "error: "
                                      : message.level == spdlog::level::warn ? "warning: "
                                                                             : "";
        line.append(word.data(), word.data() + word.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override {
        return std::make_unique<AttentionFlag>();
    }
};

void set_pattern(spdlog::sinks::sink& sink, const std::string& pattern) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>();
    formatter->add_flag<AttentionFlag>('*').set_pattern(pattern);
    sink.set_formatter(std::move(formatter));
}

spdlog::level::level_enum shown_from(LogLevel level) {
    switch (level) {
    case LogLevel::quiet:
        return spdlog::level::warn;
    case LogLevel::verbose:
        return spdlog::level::debug;
    case LogLevel::normal:
        break;
    }
    return spdlog::level::info;
}

/// The logger; created by the first message if start_log was not called before.
std::shared_ptr<spdlog::logger> logger() {
    if (!spdlog::get(k_logger_name)) start_log(LogLevel::normal, 0, 1);
    return spdlog::get(k_logger_name);
}

} // namespace

void start_log(LogLevel level, int rank, int rank_count) {
    auto sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
    // The terminal's current line may contain a progress bar. Clear it first.
    const bool bar = stderr_is_terminal();
    const std::string who = rank_count > 1 ? concat("[rank ", rank, "]") : "";
    set_pattern(*sink, concat(bar ? "\r\033[K" : "", k_logger_name, who, ": %*%v"));
    sink->set_level(shown_from(level));

    // Another thread may write a line while the list of sinks changes; dist_sink_mt locks the list.
    auto sinks = std::make_shared<spdlog::sinks::dist_sink_mt>();
    sinks->add_sink(std::move(sink));
    auto started = std::make_shared<spdlog::logger>(k_logger_name, std::move(sinks));
    // LogLevel::quiet applies only to the terminal. The file gets every message.
    started->set_level(std::min(shown_from(level), spdlog::level::info));
    started->flush_on(spdlog::level::debug); // so that a killed process loses no line
    spdlog::drop(k_logger_name);
    spdlog::register_logger(started);
}

void log_to_file(const std::filesystem::path& path) {
    try {
        auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path.string());
        set_pattern(*sink, "%Y-%m-%d %H:%M:%S.%e  %*%v");
        auto& sinks = dynamic_cast<spdlog::sinks::dist_sink_mt&>(*logger()->sinks().front());
        // Keep standard error; remove an earlier file.
        sinks.set_sinks({sinks.sinks().front(), std::move(sink)});
    } catch (const spdlog::spdlog_ex& problem) {
        throw IoError(concat("Cannot write the log file ", path.string(), ": ", problem.what(),
                             ". Check that its folder exists and is writable."));
    }
}

void log_debug(const std::string& message) {
    logger()->debug(without_controls(message));
}
void log_info(const std::string& message) {
    logger()->info(without_controls(message));
}
void log_warning(const std::string& message) {
    logger()->warn(without_controls(message));
}
void log_error(const std::string& message) {
    logger()->error(without_controls(message));
}

} // namespace ecgpress
