package io.eipmeter.jobs.log;

/**
 * A Kafka record with its place in the log and its log time. Values are passed by reference along a
 * chain and never changed.
 *
 * @param partition of the topic it was read from
 * @param offset in that partition
 * @param logMs log time, milliseconds since the epoch: Kafka's timestamp as read from the source,
 *     the running maximum of the partition after {@link TrackLogTime}
 * @param key the address the topic is partitioned by; all zero for a heartbeat
 * @param value the record's value
 */
public record LoggedRecord(int partition, long offset, long logMs, Address key, byte[] value) {
  public static final Address HEARTBEAT = new Address(0, 0);

  public boolean isHeartbeat() {
    return key.equals(HEARTBEAT);
  }

  LoggedRecord at(long newLogMs) {
    return newLogMs == logMs ? this : new LoggedRecord(partition, offset, newLogMs, key, value);
  }
}
