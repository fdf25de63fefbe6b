package io.eipmeter.jobs.bandwidth.domain;

/**
 * A column of sums: how two values of it become one. All merges are commutative and associative,
 * with 0 as nothing.
 */
interface SumColumn {
  /** How two values become one. */
  enum Merge {
    /**
     * Sum of counts that are never negative; stays at the largest long, so that no input can
     * overflow it.
     */
    ADD,
    /** Sum that may fall; wraps. */
    ADD_SIGNED,
    /** High half of an unsigned 128-bit sum; the low half is the next column. */
    ADD_WIDE,
    /** Low half of the column before: nothing to do of its own. */
    WIDE_LOW,
    MAX,
    /** Smallest, where 0 is none. */
    MIN_POSITIVE
  }

  Merge merge();

  int ordinal();

  static Merge[] merges(SumColumn[] columns) {
    Merge[] merges = new Merge[columns.length];
    for (SumColumn column : columns) {
      merges[column.ordinal()] = column.merge();
    }
    return merges;
  }

  /** Sum of two counts that are not negative, at most the largest long. */
  static long addSaturating(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** Product of two counts that are not negative, at most the largest long. */
  static long multiplySaturating(long a, long b) {
    long product = a * b;
    return Math.multiplyHigh(a, b) == 0 && product >= 0 ? product : Long.MAX_VALUE;
  }
}
