package io.eipmeter.collector;

/**
 * What a collector counts, in datagrams unless the name says otherwise. What must balance:
 *
 * <pre>
 * RECEIVED = NOT_ALLOWED + TOO_MANY_EXPORTERS + OVERFLOWED + ACCEPTED (+ those in open batches)
 * ACCEPTED + RECOVERED = ACKNOWLEDGED + FAILED + DAMAGED + LEFT_IN_SPOOL + LOST_AT_STOP (+ those under way)
 * </pre>
 *
 * Kernel drops never reached us: they are beside these sums, and so are the datagrams lost before
 * the host.
 */
public enum Count {
  RECEIVED("Datagrams read from the sockets."),
  RECEIVED_BYTES("Bytes of the datagrams read from the sockets, UDP payload."),
  NOT_ALLOWED("Datagrams from addresses outside the allow-list."),
  TOO_MANY_EXPORTERS("Datagrams of exporters beyond the limit of exporters."),
  OVERFLOWED("Datagrams given up because memory and spool were full; they got no number."),
  ACCEPTED("Datagrams that got a number."),
  BLOCKS("Blocks sealed and accepted."),
  RECOVERED("Datagrams found in the spool at the start."),
  SPOOLED("Datagrams written to the spool."),
  ACKNOWLEDGED("Datagrams that Kafka acknowledged."),
  FAILED("Datagrams that Kafka refused for good."),
  DAMAGED("Datagrams of the spool that could not be read again."),
  LEFT_IN_SPOOL("Datagrams left in the spool at the stop, for the next start."),
  LOST_AT_STOP("Datagrams that could neither be sent nor spooled at the stop."),
  KERNEL_DROPS("Datagrams the kernel dropped because a receive buffer was full."),
  HEARTBEATS("Heartbeats acknowledged, one for each partition of flow-datagrams and eip-events."),
  HEARTBEATS_FAILED("Heartbeats that Kafka refused.");

  private final String description;

  Count(String description) {
    this.description = description;
  }

  public String description() {
    return description;
  }
}
