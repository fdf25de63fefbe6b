package io.eipmeter.protocols;

import java.util.Arrays;

/**
 * Ranges of sequence numbers that have not come, in their order. Arithmetic is modulo 2^32; all
 * ranges lie within 2^31 of each other. The oldest are forgotten beyond a limit, as if filled.
 */
final class SequenceGaps {
  /** Not counted as lost, and never will be: before the first datagram seen, or rejected. */
  static final byte UNCOUNTED = 0;

  /** Counted as lost. */
  static final byte COUNTED = 1;

  /** Follows a datagram that waits and whose length in sequence numbers is not known yet. */
  static final byte PENDING = 2;

  private static final int MOST = 1024;

  private int[] starts = new int[8];
  private int[] ends = new int[8];
  private long[] logTimesMs = new long[8];
  private byte[] kinds = new byte[8];
  private int size;

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    size = 0;
  }

  /** The gap that holds this number, or -1. */
  int find(int sequence) {
    for (int i = size - 1; i >= 0; i--) {
      if (sequence - starts[i] >= 0) {
        return sequence - ends[i] < 0 ? i : -1;
      }
    }
    return -1;
  }

  int end(int index) {
    return ends[index];
  }

  void append(int start, int end, long logMs, byte kind) {
    if (size == MOST) {
      remove(0);
    }
    insert(size, start, end, logMs, kind);
  }

  void prepend(int start, int end, long logMs, byte kind) {
    if (size < MOST) {
      insert(0, start, end, logMs, kind);
    }
  }

  /** Fills a part of a gap; returns how much of what was counted as lost is not. */
  long fill(int index, int from, int to) {
    long found = kinds[index] == COUNTED ? to - from & 0xffff_ffffL : 0;
    boolean left = starts[index] != from;
    boolean right = ends[index] != to;
    if (left && right) {
      insert(index + 1, to, ends[index], logTimesMs[index], kinds[index]);
      ends[index] = from;
    } else if (left) {
      ends[index] = from;
    } else if (right) {
      starts[index] = to;
    } else {
      remove(index);
    }
    return found;
  }

  /** Turns the pending gaps into counted ones; returns how much that is. */
  long countPending() {
    long counted = 0;
    for (int i = 0; i < size; i++) {
      if (kinds[i] == PENDING) {
        kinds[i] = COUNTED;
        counted += ends[i] - starts[i] & 0xffff_ffffL;
      }
    }
    return counted;
  }

  void giveUp(int index) {
    if (kinds[index] == PENDING) {
      kinds[index] = UNCOUNTED;
    }
  }

  /** Forgets the gaps found before a log time and those that lie before a number. */
  void forget(long beforeLogMs, int before) {
    for (int i = size - 1; i >= 0; i--) {
      if (logTimesMs[i] < beforeLogMs || starts[i] - before < 0) {
        remove(i);
      }
    }
  }

  private void insert(int index, int start, int end, long logMs, byte kind) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      ends = Arrays.copyOf(ends, size * 2);
      logTimesMs = Arrays.copyOf(logTimesMs, size * 2);
      kinds = Arrays.copyOf(kinds, size * 2);
    }
    move(index, index + 1);
    size++;
    starts[index] = start;
    ends[index] = end;
    logTimesMs[index] = logMs;
    kinds[index] = kind;
  }

  private void remove(int index) {
    move(index + 1, index);
    size--;
  }

  private void move(int from, int to) {
    int count = size - from;
    System.arraycopy(starts, from, starts, to, count);
    System.arraycopy(ends, from, ends, to, count);
    System.arraycopy(logTimesMs, from, logTimesMs, to, count);
    System.arraycopy(kinds, from, kinds, to, count);
  }

  void write(StateWriter out) {
    out.number(size);
    for (int i = 0; i < size; i++) {
      out.word(starts[i]);
      out.word(ends[i] - starts[i]);
      out.number(logTimesMs[i]);
      out.number(kinds[i]);
    }
  }

  static SequenceGaps read(StateReader in) {
    SequenceGaps gaps = new SequenceGaps();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      int start = in.word();
      int length = in.word();
      long logMs = in.number();
      gaps.insert(i, start, start + length, logMs, (byte) in.smallNumber(PENDING));
    }
    return gaps;
  }
}
