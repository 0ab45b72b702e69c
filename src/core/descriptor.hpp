// An open file of the system, closed by its destructor.
#pragma once

#include <utility>

namespace ecgpress {

class Descriptor {
  public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    Descriptor(Descriptor&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(number_, other.number_);
        return *this;
    }

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }

    /// @return 0, or the errno of close(2): network file systems may report a full disk only there
    int close();

  private:
    int number_;
};

} // namespace ecgpress
