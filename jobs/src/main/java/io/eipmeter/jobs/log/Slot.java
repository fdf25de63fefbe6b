package io.eipmeter.jobs.log;

/**
 * Which of a fixed number of slots an address belongs to: the unit of the shuffle, of state and of
 * the output partitions. The number is the jobs' maximum parallelism and is fixed for ever.
 */
public final class Slot {
  public static final int COUNT = 256;

  private Slot() {}

  public static int of(long high, long low) {
    long h = (low ^ high * 0x9E3779B97F4A7C15L) * 0xD6E8FEB86659FD93L;
    return (int) (h >>> 56);
  }

  /** The partition of an output topic; a slot stays whole. */
  public static int partition(int slot, int partitions) {
    return slot * partitions / COUNT;
  }
}
