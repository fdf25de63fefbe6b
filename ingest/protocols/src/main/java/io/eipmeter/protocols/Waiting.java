package io.eipmeter.protocols;

import java.util.Arrays;

/** A datagram of which some sets wait for their template or sampling rate. */
final class Waiting {
  /** {@link #epoch} of a datagram that was sent again and takes no part in the sequence. */
  static final long NO_EPOCH = Long.MIN_VALUE;

  /** Bytes a waiting datagram costs beside its own. */
  static final int OVERHEAD_BYTES = 96;

  final DomainKey domain;
  final byte[] datagram;
  final long receivedMs;
  final long logMs;

  /** Which epoch of the domain's sequence it is of, and its number there. */
  final long epoch;

  final int sequence;

  /** Where the sets start that wait still, doubled; plus one where its records are counted. */
  int[] sets;

  /** Data records counted so far. */
  int records;

  /** The numbers of records of some sets are not known yet. */
  boolean recordsUnknown;

  /** Some set was rejected. */
  boolean rejected;

  Waiting(
      DomainKey domain,
      byte[] datagram,
      long receivedMs,
      long logMs,
      long epoch,
      int sequence,
      int[] sets) {
    this.domain = domain;
    this.datagram = datagram;
    this.receivedMs = receivedMs;
    this.logMs = logMs;
    this.epoch = epoch;
    this.sequence = sequence;
    this.sets = sets;
  }

  int costBytes() {
    return OVERHEAD_BYTES + datagram.length;
  }

  void remove(int index) {
    int[] left = Arrays.copyOf(sets, sets.length - 1);
    System.arraycopy(sets, index + 1, left, index, left.length - index);
    sets = left;
  }

  void write(StateWriter out) {
    domain.write(out);
    out.bytes(datagram);
    out.number(receivedMs);
    out.number(logMs);
    out.number(epoch);
    out.word(sequence);
    out.number(sets.length);
    for (int set : sets) {
      out.number(set);
    }
    out.number(records);
    out.flag(recordsUnknown);
    out.flag(rejected);
  }

  static Waiting read(StateReader in) {
    DomainKey domain = DomainKey.read(in);
    byte[] datagram = in.bytes();
    long receivedMs = in.number();
    long logMs = in.number();
    long epoch = in.number();
    int sequence = in.word();
    int[] sets = new int[in.count()];
    for (int i = 0; i < sets.length; i++) {
      sets[i] = in.smallNumber(2 * datagram.length);
    }
    Waiting waiting = new Waiting(domain, datagram, receivedMs, logMs, epoch, sequence, sets);
    waiting.records = in.smallNumber(Integer.MAX_VALUE);
    waiting.recordsUnknown = in.flag();
    waiting.rejected = in.flag();
    return waiting;
  }
}
