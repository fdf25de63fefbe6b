package io.eipmeter.protocols;

/** Takes nothing: what a decoder holds between datagrams. */
enum NoSink implements DecodeSink {
  INSTANCE;

  @Override
  public void flow(Flow flow) {}

  @Override
  public void interfaceCounters(
      long ifIndex,
      long addedInOctets,
      long addedOutOctets,
      long addedInPackets,
      long addedOutPackets) {}

  @Override
  public void fact(Fact fact, long amount) {}

  @Override
  public void rejected(
      RejectReason reason,
      int setOffsetBytes,
      long receivedMs,
      byte[] bytes,
      int offset,
      int length) {}
}
