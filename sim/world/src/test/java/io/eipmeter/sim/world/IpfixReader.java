package io.eipmeter.sim.world;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads messages of RFC 7011 by their templates alone; knows nothing of the exporter. */
final class IpfixReader {
  /** A message: header fields, and its records as element number to bytes. */
  record Message(
      long exportS,
      long sequence,
      long domain,
      int templates,
      List<Map<Integer, byte[]>> records) {}

  private final Map<Integer, List<int[]>> templates = new HashMap<>();

  Message read(byte[] datagram) {
    ByteBuffer in = ByteBuffer.wrap(datagram);
    require(in.getShort() == 10, "version");
    require(Short.toUnsignedInt(in.getShort()) == datagram.length, "message length");
    long exportS = Integer.toUnsignedLong(in.getInt());
    long sequence = Integer.toUnsignedLong(in.getInt());
    long domain = Integer.toUnsignedLong(in.getInt());
    int learned = 0;
    List<Map<Integer, byte[]>> records = new ArrayList<>();
    while (in.hasRemaining()) {
      int setId = Short.toUnsignedInt(in.getShort());
      int setBytes = Short.toUnsignedInt(in.getShort()) - 4;
      ByteBuffer set = in.slice(in.position(), setBytes);
      in.position(in.position() + setBytes);
      if (setId == 2 || setId == 3) {
        while (set.hasRemaining()) {
          int id = Short.toUnsignedInt(set.getShort());
          List<int[]> elements = new ArrayList<>();
          int fields = set.getShort();
          if (setId == 3) {
            set.getShort(); // how many of them are scope
          }
          for (int left = fields; left > 0; left--) {
            elements.add(
                new int[] {
                  Short.toUnsignedInt(set.getShort()), Short.toUnsignedInt(set.getShort())
                });
          }
          templates.put(id, elements);
          learned++;
        }
      } else {
        List<int[]> elements = templates.get(setId);
        if (elements == null) {
          throw new IllegalStateException("data of " + setId + " before its template");
        }
        while (set.hasRemaining()) {
          Map<Integer, byte[]> record = new LinkedHashMap<>();
          for (int[] element : elements) {
            byte[] value = new byte[element[1]];
            set.get(value);
            record.put(element[0], value);
          }
          records.add(record);
        }
      }
    }
    return new Message(exportS, sequence, domain, learned, records);
  }

  static long number(Map<Integer, byte[]> record, int element) {
    long value = 0;
    for (byte each : record.getOrDefault(element, new byte[0])) {
      value = value << 8 | (each & 255);
    }
    return value;
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new IllegalStateException("bad " + what);
    }
  }
}
