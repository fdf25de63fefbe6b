package io.eipmeter.jobs.alerts.domain;

/** Products of longs in 128 bits. */
final class Products {
  private Products() {}

  /** The sign of {@code a * b - c * d}. */
  static int compare(long a, long b, long c, long d) {
    int byHigh = Long.compare(Math.multiplyHigh(a, b), Math.multiplyHigh(c, d));
    return byHigh != 0 ? byHigh : Long.compareUnsigned(a * b, c * d);
  }
}
