package io.eipmeter.collector.block;

import io.eipmeter.collector.outbox.OutgoingBlock;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * The open block of one exporter. Its monitor is held while a block is sealed and handed on, so the
 * blocks of an exporter leave in the order of their numbers, however many threads feed it.
 */
final class ExporterBatch {
  private static final int SMALLEST_BYTES = 2 * 1024;

  private final byte[] address;
  private final Origin origin;
  private final BlockLimits limits;
  private final Predicate<OutgoingBlock> outbox;
  private final LongAdder datagramsSeen = new LongAdder();

  private long nextNumber = 1;
  private byte[] payloads = new byte[SMALLEST_BYTES];
  private int payloadBytes;
  private int[] lengths = new int[8];
  private int[] receivedAfterMs = new int[8];
  private int[] ports = new int[8];
  private int datagrams;
  private long firstReceivedMs;
  private long opening;

  ExporterBatch(
      byte[] address, Origin origin, BlockLimits limits, Predicate<OutgoingBlock> outbox) {
    this.address = address;
    this.origin = origin;
    this.limits = limits;
    this.outbox = outbox;
  }

  /** What came of a call: how many datagrams left in a sealed block, how many were refused. */
  record Sealed(int accepted, int refused, int blocks) {
    static final Sealed NOTHING = new Sealed(0, 0, 0);

    boolean isNothing() {
      return accepted == 0 && refused == 0;
    }

    Sealed and(Sealed other) {
      return new Sealed(accepted + other.accepted, refused + other.refused, blocks + other.blocks);
    }
  }

  /**
   * What came of a datagram.
   *
   * @param opened the block that it opened and that is still open, or -1
   */
  record Added(Sealed sealed, long opened) {
    static final Added TO_OPEN_BLOCK = new Added(Sealed.NOTHING, -1);
  }

  /** Adds a datagram, and seals what is full. */
  synchronized Added add(ByteBuffer datagram, int port, long receivedMs) {
    int length = datagram.remaining();
    datagramsSeen.increment();
    Sealed sealed = Sealed.NOTHING;
    if (datagrams > 0 && payloadBytes + length > limits.payloadBytes()) {
      sealed = seal();
    }
    append(datagram, length, port, receivedMs);
    if (payloadBytes >= limits.payloadBytes() || datagrams >= limits.datagrams()) {
      return new Added(sealed.and(seal()), -1);
    }
    return datagrams == 1 ? new Added(sealed, opening) : Added.TO_OPEN_BLOCK;
  }

  private void append(ByteBuffer datagram, int length, int port, long receivedMs) {
    if (datagrams == 0) {
      firstReceivedMs = receivedMs;
      opening++;
    }
    if (datagrams == lengths.length) {
      lengths = Arrays.copyOf(lengths, datagrams * 2);
      receivedAfterMs = Arrays.copyOf(receivedAfterMs, datagrams * 2);
      ports = Arrays.copyOf(ports, datagrams * 2);
    }
    if (payloadBytes + length > payloads.length) {
      payloads = Arrays.copyOf(payloads, Math.max(payloads.length * 2, payloadBytes + length));
    }
    datagram.get(payloads, payloadBytes, length);
    payloadBytes += length;
    lengths[datagrams] = length;
    // A clock that steps back inside a block is shown as standing still.
    receivedAfterMs[datagrams] = (int) Math.max(0, receivedMs - firstReceivedMs);
    ports[datagrams] = port;
    datagrams++;
  }

  /** Seals the block if it is the one that is meant. */
  synchronized Sealed sealIf(long meant) {
    return datagrams > 0 && opening == meant ? seal() : Sealed.NOTHING;
  }

  /** Seals what is open. */
  synchronized Sealed seal() {
    if (datagrams == 0) {
      return Sealed.NOTHING;
    }
    byte[] encoded =
        BlockEncoder.encode(
            address,
            origin,
            nextNumber,
            firstReceivedMs,
            receivedAfterMs,
            lengths,
            ports,
            datagrams,
            payloads,
            payloadBytes);
    int count = datagrams;
    boolean accepted = outbox.test(new OutgoingBlock(address, count, encoded));
    if (accepted) {
      nextNumber += count; // a refused block takes no number: the numbers have no hole
    }
    boolean roomy = payloads.length > SMALLEST_BYTES && payloadBytes < payloads.length / 4;
    datagrams = 0;
    payloadBytes = 0;
    if (roomy) {
      payloads = new byte[payloads.length / 2]; // a quiet exporter gives its memory back
    }
    return accepted ? new Sealed(count, 0, 1) : new Sealed(0, count, 0);
  }

  byte[] address() {
    return address;
  }

  long datagramsSeen() {
    return datagramsSeen.sum();
  }
}
