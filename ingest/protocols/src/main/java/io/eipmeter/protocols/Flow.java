package io.eipmeter.protocols;

/**
 * One flow record as its exporter told it: a view that the decoder fills again for the next record.
 * A sink copies what it keeps. Public fields, because a getter per field is what the hot path would
 * spend its time on (RATIONALE.md, "Why a mutable Flow?").
 *
 * <p>Addresses are 128 bits in two halves, IPv4 mapped (::ffff:a.b.c.d); an absent one is all zero.
 * Which fields the record had is told by {@link #has}.
 */
public final class Flow {
  public static final int SRC = 1;
  public static final int DST = 1 << 1;
  public static final int SRC_PORT = 1 << 2;
  public static final int DST_PORT = 1 << 3;
  public static final int IP_PROTOCOL = 1 << 4;
  public static final int BYTES = 1 << 5;
  public static final int PACKETS = 1 << 6;
  public static final int TIMES = 1 << 7;
  public static final int SAMPLING_RATE = 1 << 8;
  public static final int POST_NAT_SRC = 1 << 9;
  public static final int POST_NAT_DST = 1 << 10;
  public static final int POST_NAT_SRC_PORT = 1 << 11;
  public static final int POST_NAT_DST_PORT = 1 << 12;
  public static final int NAT_EVENT = 1 << 13;
  public static final int TCP_FLAGS = 1 << 14;
  public static final int IN_IF = 1 << 15;
  public static final int OUT_IF = 1 << 16;
  public static final int DIRECTION = 1 << 17;
  public static final int DROPPED_BYTES = 1 << 18;
  public static final int DROPPED_PACKETS = 1 << 19;

  /** Which fields the record had: the constants above, or-ed. */
  public int present;

  public Protocol protocol = Protocol.IPFIX;

  /**
   * IPFIX observation domain, v9 source id, v5 engine type and id, sFlow sub-agent. Unsigned 32
   * bits.
   */
  public long domain;

  public long srcHigh;
  public long srcLow;
  public long dstHigh;
  public long dstLow;
  public long postNatSrcHigh;
  public long postNatSrcLow;
  public long postNatDstHigh;
  public long postNatDstLow;
  public int srcPort;
  public int dstPort;
  public int postNatSrcPort;
  public int postNatDstPort;
  public int ipProtocol;

  /** IP-layer bytes as in the record, not multiplied by the sampling rate. Not negative. */
  public long bytes;

  /** Packets as in the record, not multiplied by the sampling rate. Not negative. */
  public long packets;

  /** First and last packet, milliseconds since the epoch, after any clock correction. */
  public long startMs;

  public long endMs;

  /**
   * Counts are to be multiplied by {@code samplingRate / samplingSize}: of so many packets, that
   * many were sampled. In lowest terms, 1 to 2^32 - 1; 1 and 1 where nothing was told.
   */
  public long samplingRate;

  /** Nearly always 1; not more than {@link #samplingRate}. */
  public long samplingSize = 1;

  /** The record is or may be sampled, at no known rate; {@link #samplingRate} is then 1. */
  public boolean samplingRateUnknown;

  /** The times were beyond the bound and were moved to the receive time. */
  public boolean timesCorrected;

  /** IPFIX natEvent (230). */
  public int natEvent;

  public int tcpFlags;

  /** Unsigned 32 bits; sFlow's interface formats are reduced to their index. */
  public int inIf;

  public int outIf;

  /** IPFIX flowDirection (61): 0 ingress, 1 egress. */
  public int direction;

  public long droppedBytes;
  public long droppedPackets;

  /** When the datagram that carried this record was received, milliseconds since the epoch. */
  public long receivedMs;

  public boolean has(int field) {
    return (present & field) != 0;
  }
}
