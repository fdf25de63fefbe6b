package io.eipmeter.sim.world.gateway;

/** How a gateway comes to know what passes: a flow cache, or sampling of packets. */
interface Metering {
  void passed(MeteredFlow flow, long atMs, long bytes, long packets, int tcpFlags);

  /** Packets were dropped: counted where the protocol has a place for it. */
  void dropped(MeteredFlow flow, long atMs, long bytes, long packets);

  /** The flow was seen to end. */
  void ended(MeteredFlow flow, long atMs);

  /** Each second of virtual time. */
  void scan(long nowMs);

  /** What is held goes to the exporter. */
  void exportAll(long nowMs);

  int openFlows();
}
