// The page, its leads and its warp as Python sees them: arrays that share the memory of a page.
#pragma once

#include <memory>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <string>

#include "page_maker.hpp"

namespace ecgpress {

/// A page in Python. Its memory is used again for a later page when no array refers to it.
class MadePage {
  public:
    MadePage(std::shared_ptr<PageMaker> maker, PrintedPage printed)
        : maker_(std::move(maker)), printed_(std::move(printed)) {}
    MadePage(const MadePage&) = delete;
    MadePage& operator=(const MadePage&) = delete;
    ~MadePage() { maker_->recycle(std::move(printed_)); }

    const PrintedPage& printed() const { return printed_; }
    const Config& config() const { return maker_->config(); }
    Bytes jpeg() const { return maker_->jpeg(printed_); }

  private:
    std::shared_ptr<PageMaker> maker_;
    PrintedPage printed_;
};

/// A printed lead of a page.
class MadeLead {
  public:
    MadeLead(std::shared_ptr<MadePage> page, std::size_t number)
        : page_(std::move(page)), number_(number) {}

    const std::shared_ptr<MadePage>& page() const { return page_; }
    const PrintedPage& printed() const { return page_->printed(); }
    std::size_t number() const { return number_; } ///< in Page::panels
    const Panel& panel() const { return printed().page.panels[number_]; }
    const PanelLabels& labels() const { return printed().labels.panels[number_]; }
    const InkMask& ink() const { return printed().rendered.traces[number_]; }

  private:
    std::shared_ptr<MadePage> page_;
    std::size_t number_;
};

/// Adds the classes Page, Lead and Warp to the module.
void bind_page(pybind11::module_& module);

} // namespace ecgpress
