package io.eipmeter.sim.world.export;

import java.util.List;

/**
 * An IPFIX exporting process over UDP, RFC 7011: one observation domain, templates refreshed
 * (section 8.4), a sequence that counts data records (section 3.1). Element numbers from IANA's
 * IPFIX registry, the post-NAT ones from RFC 8158.
 */
public final class IpfixExporter extends TemplateExporter {
  private static final int VERSION = 10;
  private static final int TEMPLATE_SET = 2;

  private static final int[][] TIMES_AND_COUNTS = {{152, 8}, {153, 8}, {1, 8}, {2, 8}};
  private static final int[][] IPV4_ADDRESSES = {{8, 4}, {12, 4}};
  private static final int[][] IPV6_ADDRESSES = {{27, 16}, {28, 16}};
  private static final int[][] PORTS_AND_INTERFACES = {
    {7, 2}, {11, 2}, {4, 1}, {6, 2}, {10, 4}, {14, 4}, {61, 1}, {136, 1}
  };
  private static final int[][] TRANSLATION = {{225, 4}, {226, 4}, {227, 2}, {228, 2}};
  private static final List<RecordLayout> LAYOUTS =
      List.of(
          RecordLayout.of(256, TIMES_AND_COUNTS, IPV4_ADDRESSES, PORTS_AND_INTERFACES, TRANSLATION),
          RecordLayout.of(257, TIMES_AND_COUNTS, IPV4_ADDRESSES, PORTS_AND_INTERFACES),
          RecordLayout.of(258, TIMES_AND_COUNTS, IPV6_ADDRESSES, PORTS_AND_INTERFACES));

  private final long domain;

  /**
   * @param templatesDueMs when templates go out for the first time
   */
  public IpfixExporter(long domain, DeviceClock clock, long templatesDueMs, Sender sender) {
    super(sender, clock, LAYOUTS, TEMPLATE_SET, 1, 10, templatesDueMs);
    this.domain = domain;
  }

  @Override
  void beginMessage(Wire wire) {
    wire.u16(VERSION);
    wire.u16(0); // length
    wire.u32(0); // export time
    wire.u32(0); // sequence
    wire.u32(domain);
  }

  @Override
  void finishMessage(Message message, long deviceMs, long sequence) {
    message.wire.u16At(2, message.wire.length());
    message.wire.u32At(4, deviceMs / 1_000);
    message.wire.u32At(8, sequence);
  }

  @Override
  long sequenceUnits(Message message) {
    return message.records.size();
  }

  @Override
  boolean maySend(long nowMs) {
    return true;
  }

  @Override
  int layoutOf(FlowPath path) {
    if (!path.isIpv4()) {
      return 2;
    }
    return path.translated() ? 0 : 1;
  }
}
