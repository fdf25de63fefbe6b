package io.eipmeter.protocols;

/**
 * The last datagrams of a stream, each by a hash of its bytes, its sequence number and its log
 * time. First in, first out; a look-up takes constant time.
 */
final class HashRing {
  private static final int SMALLEST = 64;

  private long[] hashes = new long[SMALLEST];
  private int[] sequences = new int[SMALLEST];
  private long[] logTimesMs = new long[SMALLEST];

  /** Open addressing: index into the arrays above + 1, or 0 where empty. */
  private int[] table = new int[SMALLEST * 2];

  private int first;
  private int size;
  private boolean evicted;
  private int highestEvicted;

  boolean contains(long hash) {
    int slotMask = table.length - 1;
    for (int slot = slotOf(hash); table[slot] != 0; slot = slot + 1 & slotMask) {
      if (hashes[table[slot] - 1] == hash) {
        return true;
      }
    }
    return false;
  }

  /** Whether a datagram of this sequence number, had it come, would still be in the ring. */
  boolean reaches(int sequence) {
    return !evicted || sequence - highestEvicted > 0;
  }

  int size() {
    return size;
  }

  void add(long hash, int sequence, long logMs) {
    if (size == hashes.length) {
      resize(size * 2);
    }
    int index = first + size & hashes.length - 1;
    hashes[index] = hash;
    sequences[index] = sequence;
    logTimesMs[index] = logMs;
    size++;
    link(index);
  }

  /** Log time of the oldest; the ring must not be empty. */
  long oldestLogMs() {
    return logTimesMs[first];
  }

  /** Forgets the oldest while there are more than {@code most}. */
  void trim(int most) {
    while (size > most) {
      if (!evicted || sequences[first] - highestEvicted > 0) {
        evicted = true;
        highestEvicted = sequences[first];
      }
      unlink(first);
      first = first + 1 & hashes.length - 1;
      size--;
    }
    if (hashes.length > SMALLEST && size < hashes.length / 8) {
      resize(hashes.length / 2);
    }
  }

  private int slotOf(long hash) {
    return (int) (hash ^ hash >>> 32) & table.length - 1;
  }

  private void link(int index) {
    int slotMask = table.length - 1;
    int slot = slotOf(hashes[index]);
    while (table[slot] != 0) {
      slot = slot + 1 & slotMask;
    }
    table[slot] = index + 1;
  }

  private void unlink(int index) {
    int slotMask = table.length - 1;
    int slot = slotOf(hashes[index]);
    while (table[slot] != index + 1) {
      slot = slot + 1 & slotMask;
    }
    // close the hole: move back whatever may stand there (Knuth 6.4, algorithm R)
    int hole = slot;
    for (int next = hole + 1 & slotMask; table[next] != 0; next = next + 1 & slotMask) {
      int home = slotOf(hashes[table[next] - 1]);
      if ((next - home & slotMask) >= (next - hole & slotMask)) {
        table[hole] = table[next];
        hole = next;
      }
    }
    table[hole] = 0;
  }

  private void resize(int capacity) {
    long[] newHashes = new long[capacity];
    int[] newSequences = new int[capacity];
    long[] newLogTimesMs = new long[capacity];
    for (int i = 0; i < size; i++) {
      int from = first + i & hashes.length - 1;
      newHashes[i] = hashes[from];
      newSequences[i] = sequences[from];
      newLogTimesMs[i] = logTimesMs[from];
    }
    hashes = newHashes;
    sequences = newSequences;
    logTimesMs = newLogTimesMs;
    first = 0;
    table = new int[capacity * 2];
    for (int i = 0; i < size; i++) {
      link(i);
    }
  }

  void write(StateWriter out) {
    out.flag(evicted);
    out.word(highestEvicted);
    out.number(size);
    long lastMs = 0;
    for (int i = 0; i < size; i++) {
      int index = first + i & hashes.length - 1;
      out.fixed(hashes[index]);
      out.word(sequences[index]);
      out.number(logTimesMs[index] - lastMs);
      lastMs = logTimesMs[index];
    }
  }

  static HashRing read(StateReader in) {
    HashRing ring = new HashRing();
    ring.evicted = in.flag();
    ring.highestEvicted = in.word();
    int count = in.count();
    long lastMs = 0;
    for (int i = 0; i < count; i++) {
      long hash = in.fixed();
      int sequence = in.word();
      lastMs += in.number();
      ring.add(hash, sequence, lastMs);
    }
    return ring;
  }

  /** A hash of the bytes with four independent lanes, so that it costs little beside decoding. */
  static long hash(byte[] bytes, int offset, int length) {
    long a = 0x9e37_79b9_7f4a_7c15L;
    long b = 0xc2b2_ae3d_27d4_eb4fL;
    long c = 0x1656_67b1_9e37_79f9L;
    long d = 0x27d4_eb2f_1656_67c5L ^ length;
    int at = offset;
    int end = offset + length;
    for (; at + 32 <= end; at += 32) {
      a = (a ^ BigEndian.i64(bytes, at)) * 0x9fb2_1c65_1e98_df25L;
      b = (b ^ BigEndian.i64(bytes, at + 8)) * 0x9fb2_1c65_1e98_df25L;
      c = (c ^ BigEndian.i64(bytes, at + 16)) * 0x9fb2_1c65_1e98_df25L;
      d = (d ^ BigEndian.i64(bytes, at + 24)) * 0x9fb2_1c65_1e98_df25L;
      // the multiplication carries only upward: bring the high bits back down
      a ^= a >>> 29;
      b ^= b >>> 29;
      c ^= c >>> 29;
      d ^= d >>> 29;
    }
    for (; at < end; at++) {
      a = (a ^ bytes[at] & 0xff) * 0xd6e8_feb8_6659_fd93L;
      a ^= a >>> 32;
    }
    long mixed =
        a + Long.rotateLeft(b, 17) * 3 + Long.rotateLeft(c, 31) * 5 + Long.rotateLeft(d, 47);
    mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
    mixed = (mixed ^ mixed >>> 32) * 0xd6e8_feb8_6659_fd93L;
    return mixed ^ mixed >>> 32;
  }
}
