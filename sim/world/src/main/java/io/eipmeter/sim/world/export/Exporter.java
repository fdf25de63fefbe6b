package io.eipmeter.sim.world.export;

/** Puts a gateway's flow records into datagrams of one protocol. */
public interface Exporter {
  /** Takes a record; it leaves within a few seconds. */
  void export(FlowRecord record, long nowMs);

  /** Takes a NAT event; protocols that cannot say it leave it out. */
  void export(NatSession session, long nowMs);

  /** Called every 100 ms of virtual time: sends what is due. */
  void tick(long nowMs);

  /** The device starts anew: what waits is sent, then uptime and sequence begin at zero. */
  void restart(long nowMs);

  /** The sequence falls to zero, and nothing tells so; protocols with an uptime do not do that. */
  default void resetSequence(long nowMs) {}

  /** The templates get another layout under the same ids; protocols without templates have none. */
  default void changeLayout(long nowMs) {}

  /** How many datagrams wait to be sent. */
  int waiting();

  /**
   * Sends all that waits, and something that shows in the sequence if the last datagram was lost.
   */
  void close(long nowMs);
}
