package io.eipmeter.protocols;

/** Where the slots of a record are whose template has fields of variable length (RFC 7011 7). */
final class VariableRecord {
  /** The set's bytes don't fit its template. */
  static final int BROKEN = -1;

  final int[] at = new int[Slot.COUNT];
  final long[] mask = new long[Slot.COUNT];

  /** Where a record ends, or {@link #BROKEN} where that is beyond {@code to}. */
  static int end(FlowPlan plan, byte[] bytes, int from, int to) {
    int at = from;
    int[] runs = plan.runLengths;
    for (int i = 0; i < runs.length - 1; i++) {
      at += runs[i];
      if (at >= to) {
        return BROKEN;
      }
      int length = BigEndian.u8(bytes, at++);
      if (length == 255) {
        if (to - at < 2) {
          return BROKEN;
        }
        length = BigEndian.u16(bytes, at);
        at += 2;
      }
      at += length;
    }
    at += runs[runs.length - 1];
    return at <= to ? at : BROKEN;
  }

  /** Finds the slots of a record with variable fields; returns where the record ends. */
  int place(FlowPlan plan, byte[] bytes, int from) {
    int[] runs = plan.runLengths;
    int position = from;
    for (int run = 0; run < runs.length; run++) {
      for (int slot = 0; slot < Slot.COUNT; slot++) {
        if (plan.segment[slot] == run) {
          this.at[slot] = plan.mask[slot] == 0 ? -8 : position - from + plan.at[slot];
          mask[slot] = plan.mask[slot];
        }
      }
      position += runs[run];
      if (run < runs.length - 1) {
        int length = BigEndian.u8(bytes, position++);
        if (length == 255) {
          length = BigEndian.u16(bytes, position);
          position += 2;
        }
        position += length;
        for (int slot = 0; slot < Slot.COUNT; slot++) {
          if (plan.segment[slot] == ~run) {
            this.at[slot] = position - from - 8;
            mask[slot] = length >= 8 ? -1 : (1L << 8 * length) - 1;
          }
        }
      }
    }
    return position;
  }
}
