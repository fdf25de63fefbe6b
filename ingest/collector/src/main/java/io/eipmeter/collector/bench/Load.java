package io.eipmeter.collector.bench;

import java.time.Duration;

/**
 * What is sent to the collector.
 *
 * @param exporters source addresses in 127.0.0.0/8
 * @param sockets of the collector, on one port
 * @param senders threads that send; each has its share of the exporters
 * @param datagramBytes UDP payload of each
 * @param datagramsPerSecond of all exporters together
 * @param lasting for so long
 */
public record Load(
    int exporters,
    int sockets,
    int senders,
    int datagramBytes,
    int datagramsPerSecond,
    Duration lasting) {
  /** The load of the project's goal: 64 exporters, 8 sockets, datagrams of 20 records. */
  public static Load goal(int datagramsPerSecond, Duration lasting) {
    return new Load(64, 8, 2, 1_400, datagramsPerSecond, lasting);
  }
}
