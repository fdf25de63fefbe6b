package io.eipmeter.jobs.bandwidth.domain;

import io.eipmeter.jobs.log.Slot;

/**
 * Sums of minutes before the shuffle, by slot. A piece of a flow is first laid down beside others
 * of its slot, and added up when the slot's room is full: the rows that a slot's pieces meet then
 * lie in the processor's nearest cache, where rows of all addresses at once would not.
 */
public final class MinutePieces {
  private static final int PIECES_A_SLOT = 256;

  // The cells of a piece.
  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int DETAIL = 2;
  private static final int BYTES = 3;
  private static final int PACKETS = 4;
  private static final int DURATION_MS = 5;
  private static final int RATE_AND_MARKS = 6;
  private static final int DROPPED_BYTES = 7;
  private static final int DROPPED_PACKETS = 8;
  private static final int CELLS = 9;

  /** The piece is of the flow's inbound side. */
  static final int IN = 1;

  /** The flow ends in this piece. */
  static final int ENDS = 2;

  /** The flow's sampling rate never came and is taken as 1. */
  static final int RATE_UNKNOWN = 4;

  private static final int MARK_BITS = 3;

  private final long[] pieces = new long[Slot.COUNT * PIECES_A_SLOT * CELLS];
  private final int[] waiting = new int[Slot.COUNT];
  private final SumTable[] tables = new SumTable[Slot.COUNT];
  private int rows;

  public MinutePieces() {
    for (int slot = 0; slot < Slot.COUNT; slot++) {
      tables[slot] = new SumTable(SumKind.MINUTE);
    }
  }

  /**
   * Takes a piece.
   *
   * @param rate 1 in how many packets was sampled; bytes and packets are scaled by it already
   * @param marks of {@link #IN}, {@link #ENDS}, {@link #RATE_UNKNOWN}
   */
  void add(
      long high,
      long low,
      long detail,
      long bytes,
      long packets,
      long durationMs,
      long rate,
      int marks,
      long droppedBytes,
      long droppedPackets) {
    int slot = Slot.of(high, low);
    int piece = waiting[slot];
    int at = (slot * PIECES_A_SLOT + piece) * CELLS;
    pieces[at + HIGH] = high;
    pieces[at + LOW] = low;
    pieces[at + DETAIL] = detail;
    pieces[at + BYTES] = bytes;
    pieces[at + PACKETS] = packets;
    pieces[at + DURATION_MS] = durationMs;
    pieces[at + RATE_AND_MARKS] = rate << MARK_BITS | marks;
    pieces[at + DROPPED_BYTES] = droppedBytes;
    pieces[at + DROPPED_PACKETS] = droppedPackets;
    waiting[slot] = piece + 1;
    if (piece + 1 == PIECES_A_SLOT) {
      addUp(slot);
    }
  }

  private void addUp(int slot) {
    SumTable table = tables[slot];
    int rowsBefore = table.rows();
    int at = slot * PIECES_A_SLOT * CELLS;
    for (int end = at + waiting[slot] * CELLS; at < end; at += CELLS) {
      addUp(table, at);
    }
    waiting[slot] = 0;
    rows += table.rows() - rowsBefore;
  }

  private void addUp(SumTable table, int at) {
    int row = table.row(pieces[at + HIGH], pieces[at + LOW], pieces[at + DETAIL]);
    int marks = (int) pieces[at + RATE_AND_MARKS] & (1 << MARK_BITS) - 1;
    boolean ends = (marks & ENDS) != 0;
    boolean in = (marks & IN) != 0;
    table.add(row + bytesColumn(in), pieces[at + BYTES]);
    table.add(row + packetsColumn(in), pieces[at + PACKETS]);
    if (ends) {
      table.add(row + flowsColumn(in), 1);
    }
    if ((pieces[at + DROPPED_BYTES] | pieces[at + DROPPED_PACKETS]) != 0) {
      table.add(row + UsageColumn.DROPPED_BYTES.ordinal(), pieces[at + DROPPED_BYTES]);
      table.add(row + UsageColumn.DROPPED_PACKETS.ordinal(), pieces[at + DROPPED_PACKETS]);
    }
    quality(table, row, at, ends, (marks & RATE_UNKNOWN) != 0);
  }

  private static int bytesColumn(boolean in) {
    return (in ? UsageColumn.BYTES_IN : UsageColumn.BYTES_OUT).ordinal();
  }

  private static int packetsColumn(boolean in) {
    return (in ? UsageColumn.PACKETS_IN : UsageColumn.PACKETS_OUT).ordinal();
  }

  private static int flowsColumn(boolean in) {
    return (in ? UsageColumn.FLOWS_IN : UsageColumn.FLOWS_OUT).ordinal();
  }

  /** How sure the number is (I7). */
  private void quality(SumTable table, int row, int at, boolean ends, boolean rateUnknown) {
    long rate = pieces[at + RATE_AND_MARKS] >>> MARK_BITS;
    table.max(row + UsageColumn.LONGEST_RECORD_MS.ordinal(), pieces[at + DURATION_MS]);
    table.max(row + UsageColumn.SAMPLING_RATE_MAX.ordinal(), rate);
    table.merge(row, UsageColumn.SAMPLING_RATE_MIN.ordinal(), rate);
    if (rateUnknown && ends) {
      table.add(row + UsageColumn.UNKNOWN_RATE_RECORDS.ordinal(), 1);
    }
    if (rate > 1) {
      if (ends) {
        table.add(row + UsageColumn.SAMPLES.ordinal(), 1);
      }
      variance(table, row, rate, pieces[at + BYTES], pieces[at + PACKETS]);
    }
  }

  /**
   * Of k sampled packets of mean size x at 1 in N, the estimate's variance is about k N (N-1) x^2.
   * With the scaled piece B = k N x and P = k N packets that is B^2 (N-1) / P, in whole bytes
   * squared.
   */
  private static void variance(SumTable table, int row, long rate, long bytes, long packets) {
    if (packets == 0) {
      return;
    }
    long size = bytes / packets; // at most 2^16 for any real packet
    long factor = SumColumn.multiplySaturating(size, rate - 1);
    table.merge(row, UsageColumn.VARIANCE_HIGH.ordinal(), Math.multiplyHigh(bytes, factor));
    table.merge(row, UsageColumn.VARIANCE_LOW.ordinal(), bytes * factor);
  }

  /** Rows of all slots, without those of pieces that are not added up yet. */
  public int rows() {
    return rows;
  }

  /** The sums of a slot, every piece of it added up. */
  public SumTable slot(int slot) {
    addUp(slot);
    return tables[slot];
  }

  /** Forgets the sums of a slot. */
  public void clear(int slot) {
    rows -= tables[slot].rows();
    tables[slot].clear();
  }
}
