package io.eipmeter.collector.logs;

import java.util.function.Function;

/** The provider's logs that can be read: JSON lines, as its log service exports them. */
public enum LogFormat {
  /** Of network interfaces: private addresses on our side. */
  VPC_FLOW_LOG(VpcFlowLog::read),
  /** Of NAT gateways: a line a session of source translation, both directions. */
  NAT_SESSION_LOG(NatSessionLog::read);

  private final Reader reader;

  /** Reads a line. */
  interface Reader {
    LoggedFlow read(LogFields fields, Function<byte[], Boolean> isInternal) throws LineException;
  }

  LogFormat(Reader reader) {
    this.reader = reader;
  }

  LoggedFlow read(LogFields fields, Function<byte[], Boolean> isInternal) throws LineException {
    return reader.read(fields, isInternal);
  }
}
