package io.eipmeter.protocols;

/** The export protocols, told from the datagram itself. */
public enum Protocol {
  NETFLOW5("netflow5"),
  NETFLOW9("netflow9"),
  IPFIX("ipfix"),
  SFLOW5("sflow5");

  private final String label;

  Protocol(String label) {
    this.label = label;
  }

  /** As it stands in JSON and in tables. */
  public String label() {
    return label;
  }
}
