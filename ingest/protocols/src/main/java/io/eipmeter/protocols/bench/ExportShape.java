package io.eipmeter.protocols.bench;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Export datagrams of a typical NAT gateway, made in memory; each full, as exporters send them. */
public enum ExportShape {
  /** NetFlow v5: 30 records of 48 bytes. */
  NETFLOW5("netflow5", 24, 16),
  /** NetFlow v9: 20 fields, of which four are of NAT; times by uptime. */
  NETFLOW9("netflow9", 20, 12),
  /** IPFIX: 20 fields, of which four are of NAT; times in milliseconds. */
  IPFIX("ipfix", 16, 8);

  /** Receive and export time of all datagrams, milliseconds since the epoch. */
  static final long NOW_MS = 1_700_000_000_000L;

  private static final int UPTIME_MS = 1_000_000_000;
  private static final int MOST_BYTES = 1_452;
  private static final int TEMPLATE_ID = 300;

  /** Element and length, in pairs; times are put between by the protocol. */
  private static final int[] FIELDS = {
    8, 4, 12, 4, 225, 4, 226, 4, 7, 2, 11, 2, 227, 2, 228, 2, 4, 1, 6, 1, 1, 8, 2, 8, 10, 4, 14, 4,
    61, 1, 230, 1, 60, 1, 5, 1
  };

  private final String label;
  private final int headerBytes;
  private final int sequenceAt;

  ExportShape(String label, int headerBytes, int sequenceAt) {
    this.label = label;
    this.headerBytes = headerBytes;
    this.sequenceAt = sequenceAt;
  }

  String label() {
    return label;
  }

  /** Where the sequence number stands in a datagram. */
  int sequenceAt() {
    return sequenceAt;
  }

  /** Records of a datagram. */
  int recordsPerDatagram() {
    return this == NETFLOW5 ? 30 : (MOST_BYTES - headerBytes - 4) / recordBytes();
  }

  /** By how much the sequence number grows with a datagram. */
  int sequenceStep() {
    return this == NETFLOW9 ? 1 : recordsPerDatagram();
  }

  private int recordBytes() {
    int sum = this == IPFIX ? 16 : 8;
    for (int i = 1; i < FIELDS.length; i += 2) {
      sum += FIELDS[i];
    }
    return sum;
  }

  /** The datagram with the template; empty for NetFlow v5. */
  byte[] template() {
    if (this == NETFLOW5) {
      return new byte[0];
    }
    ByteBuffer out = ByteBuffer.allocate(headerBytes + 8 + 4 * (FIELDS.length / 2 + 2));
    header(out, 1, out.capacity());
    out.putShort((short) (this == IPFIX ? 2 : 0)).putShort((short) (out.capacity() - headerBytes));
    out.putShort((short) TEMPLATE_ID).putShort((short) (FIELDS.length / 2 + 2));
    int length = this == IPFIX ? 8 : 4;
    out.putShort((short) (this == IPFIX ? 152 : 22)).putShort((short) length);
    out.putShort((short) (this == IPFIX ? 153 : 21)).putShort((short) length);
    for (int value : FIELDS) {
      out.putShort((short) value);
    }
    return out.array();
  }

  /** Full data datagrams of random flows; sequence numbers are to be put in. */
  List<byte[]> datagrams(int count, long seed) {
    Random random = new Random(seed);
    List<byte[]> datagrams = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      datagrams.add(datagram(random));
    }
    return datagrams;
  }

  private byte[] datagram(Random random) {
    int records = recordsPerDatagram();
    int set = this == NETFLOW5 ? 0 : 4;
    int record = this == NETFLOW5 ? 48 : recordBytes();
    ByteBuffer out = ByteBuffer.allocate(headerBytes + set + records * record);
    header(out, records, out.capacity());
    if (this != NETFLOW5) {
      out.putShort((short) TEMPLATE_ID).putShort((short) (out.capacity() - headerBytes));
    }
    for (int i = 0; i < records; i++) {
      if (this == NETFLOW5) {
        netflow5(out, random);
      } else {
        templated(out, random);
      }
    }
    return out.array();
  }

  private void header(ByteBuffer out, int count, int length) {
    int seconds = (int) (NOW_MS / 1_000);
    switch (this) {
      case NETFLOW5:
        out.putShort((short) 5).putShort((short) count).putInt(UPTIME_MS).putInt(seconds);
        out.putInt(0).putInt(0).putInt(0);
        break;
      case NETFLOW9:
        out.putShort((short) 9).putShort((short) count).putInt(UPTIME_MS).putInt(seconds);
        out.putInt(0).putInt(1);
        break;
      case IPFIX:
        out.putShort((short) 10).putShort((short) length).putInt(seconds).putInt(0).putInt(1);
        break;
    }
  }

  private static void netflow5(ByteBuffer out, Random random) {
    int start = UPTIME_MS - 60_000 + random.nextInt(50_000);
    out.putInt(random.nextInt()).putInt(random.nextInt()).putInt(0);
    out.putShort((short) 1).putShort((short) 2);
    out.putInt(1 + random.nextInt(1_000)).putInt(40 + random.nextInt(1_000_000));
    out.putInt(start).putInt(start + random.nextInt(10_000));
    out.putInt(random.nextInt()).putInt(0x0018_0600).putInt(0).putInt(0);
  }

  private void templated(ByteBuffer out, Random random) {
    int startAgoMs = 10_000 + random.nextInt(50_000);
    int endAgoMs = random.nextInt(10_000);
    if (this == IPFIX) {
      out.putLong(NOW_MS - startAgoMs).putLong(NOW_MS - endAgoMs);
    } else {
      out.putInt(UPTIME_MS - startAgoMs).putInt(UPTIME_MS - endAgoMs);
    }
    out.putInt(random.nextInt()).putInt(random.nextInt());
    out.putInt(random.nextInt()).putInt(random.nextInt());
    out.putInt(random.nextInt()).putInt(random.nextInt());
    out.put((byte) 6).put((byte) 0x18);
    out.putLong(40 + random.nextInt(1_000_000)).putLong(1 + random.nextInt(1_000));
    out.putInt(1).putInt(2);
    out.put((byte) 0).put((byte) 4).put((byte) 4).put((byte) 0);
  }
}
