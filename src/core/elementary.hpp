// Elementary functions with bit-identical results on every host. The C library selects an
// implementation by processor, and the last bits differ. These functions use only operations that
// IEEE 754 rounds correctly.
#pragma once

namespace ecgpress {

constexpr double k_pi = 3.14159265358979323846;

double log_of(double x);           ///< natural logarithm. @pre x > 0
double exp_of(double x);           ///< e^x; 0 below -700, e^700 above 700
double pow_of(double x, double y); ///< x^y. @pre x >= 0
double sin_of(double radians);     ///< @pre |radians| < 1e6
double cos_of(double radians);     ///< @pre |radians| < 1e6
double sin_of_turns(double turns); ///< sin(2 pi turns). @pre |turns| < 1e6
double cos_of_turns(double turns); ///< cos(2 pi turns). @pre |turns| < 1e6

} // namespace ecgpress
