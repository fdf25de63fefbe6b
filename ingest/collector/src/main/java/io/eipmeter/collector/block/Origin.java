package io.eipmeter.collector.block;

/**
 * Who numbers the datagrams.
 *
 * @param collector unique among those that feed the topic
 * @param bootMs start of its process, milliseconds since the epoch; grows with every start
 */
public record Origin(String collector, long bootMs) {
  public Origin {
    if (collector.isBlank()) {
      throw new IllegalArgumentException("a collector needs a name");
    }
  }
}
