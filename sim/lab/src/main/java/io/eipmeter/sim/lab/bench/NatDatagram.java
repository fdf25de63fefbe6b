package io.eipmeter.sim.lab.bench;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes IPFIX messages (RFC 7011) of a NAT gateway into an array: 20 elements, 70 bytes a record,
 * 19 records a message, so that a datagram stays below 1,400 bytes.
 */
final class NatDatagram {
  static final int RECORDS = 19;
  static final int RECORD_BYTES = 70;
  static final int BYTES = 16 + 4 + RECORDS * RECORD_BYTES;
  static final int TEMPLATE_ID = 256;

  /** Element (IANA IPFIX registry) and length, in the order of the record. */
  private static final int[][] ELEMENTS = {
    {152, 8}, // flowStartMilliseconds
    {153, 8}, // flowEndMilliseconds
    {8, 4}, // sourceIPv4Address
    {12, 4}, // destinationIPv4Address
    {225, 4}, // postNATSourceIPv4Address
    {226, 4}, // postNATDestinationIPv4Address
    {1, 8}, // octetDeltaCount
    {2, 8}, // packetDeltaCount
    {7, 2}, // sourceTransportPort
    {11, 2}, // destinationTransportPort
    {227, 2}, // postNAPTSourceTransportPort
    {228, 2}, // postNAPTDestinationTransportPort
    {10, 4}, // ingressInterface
    {14, 4}, // egressInterface
    {4, 1}, // protocolIdentifier
    {6, 1}, // tcpControlBits, reduced
    {5, 1}, // ipClassOfService
    {61, 1}, // flowDirection
    {230, 1}, // natEvent
    {136, 1}, // flowEndReason
  };

  static final int TEMPLATE_BYTES = 16 + 4 + 4 + ELEMENTS.length * 4;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

  private NatDatagram() {}

  /** The message that announces the template; it holds no data records. */
  static void writeTemplate(byte[] into, int offset, long exportMs, int sequence) {
    writeHeader(into, offset, TEMPLATE_BYTES, exportMs, sequence);
    int at = offset + 16;
    SHORT.set(into, at, (short) 2);
    SHORT.set(into, at + 2, (short) (TEMPLATE_BYTES - 16));
    SHORT.set(into, at + 4, (short) TEMPLATE_ID);
    SHORT.set(into, at + 6, (short) ELEMENTS.length);
    at += 8;
    for (int[] element : ELEMENTS) {
      SHORT.set(into, at, (short) element[0]);
      SHORT.set(into, at + 2, (short) element[1]);
      at += 4;
    }
  }

  /** The headers of a message of {@link #RECORDS} data records. */
  static void writeDataHeader(byte[] into, int offset, long exportMs, int sequence) {
    writeHeader(into, offset, BYTES, exportMs, sequence);
    SHORT.set(into, offset + 16, (short) TEMPLATE_ID);
    SHORT.set(into, offset + 18, (short) (BYTES - 16));
  }

  private static void writeHeader(
      byte[] into, int offset, int length, long exportMs, int sequence) {
    SHORT.set(into, offset, (short) 10);
    SHORT.set(into, offset + 2, (short) length);
    INT.set(into, offset + 4, (int) (exportMs / 1000));
    INT.set(into, offset + 8, sequence);
    INT.set(into, offset + 12, 1);
  }

  /** Where a data record starts. */
  static int record(int offset, int index) {
    return offset + 20 + index * RECORD_BYTES;
  }

  /**
   * Writes one record.
   *
   * @param out from inside to the Internet; else back
   * @param random anything: addresses and ports of the two ends are made of it
   */
  static void writeRecord(
      byte[] into,
      int at,
      boolean out,
      int eip,
      long startMs,
      long endMs,
      long bytes,
      long packets,
      long random) {
    int inside = 0x0a000000 | (int) random & 0x00ff_ffff;
    int peer = 0x2d000000 | (int) (random >>> 20) & 0x00ff_ffff;
    short insidePort = (short) (random >>> 44);
    short eipPort = (short) (random >>> 46);
    short peerPort = 443;
    LONG.set(into, at, startMs);
    LONG.set(into, at + 8, endMs);
    INT.set(into, at + 16, out ? inside : peer);
    INT.set(into, at + 20, out ? peer : eip);
    INT.set(into, at + 24, out ? eip : peer);
    INT.set(into, at + 28, out ? peer : inside);
    LONG.set(into, at + 32, bytes);
    LONG.set(into, at + 40, packets);
    SHORT.set(into, at + 48, out ? insidePort : peerPort);
    SHORT.set(into, at + 50, out ? peerPort : eipPort);
    SHORT.set(into, at + 52, out ? eipPort : peerPort);
    SHORT.set(into, at + 54, out ? peerPort : insidePort);
    INT.set(into, at + 56, out ? 1 : 2);
    INT.set(into, at + 60, out ? 2 : 1);
    into[at + 64] = 6;
    into[at + 65] = 0x1b;
    into[at + 66] = 0;
    into[at + 67] = (byte) (out ? 1 : 0);
    into[at + 68] = 0;
    into[at + 69] = 3;
  }
}
