package io.eipmeter.sim.world.export;

import java.util.List;

/**
 * A NetFlow v9 exporter, RFC 3954: one source id, a sequence that counts datagrams, flow times
 * relative to the device's start, with the NAT elements of RFC 8158 under the same numbers as
 * IPFIX.
 *
 * <p>Its header tells the time in whole seconds but the uptime in milliseconds; so that the start
 * can be told to the millisecond, datagrams leave at whole seconds (of the device's clock) only.
 */
public final class Netflow9Exporter extends TemplateExporter {
  private static final int VERSION = 9;
  private static final int TEMPLATE_FLOWSET = 0;

  private static final int[][] TIMES_AND_COUNTS = {{22, 4}, {21, 4}, {1, 8}, {2, 4}};
  private static final int[][] IPV4_ADDRESSES = {{8, 4}, {12, 4}};
  private static final int[][] IPV6_ADDRESSES = {{27, 16}, {28, 16}};
  private static final int[][] PORTS_AND_INTERFACES = {
    {7, 2}, {11, 2}, {4, 1}, {6, 1}, {10, 2}, {14, 2}, {61, 1}
  };
  private static final int[][] TRANSLATION = {{225, 4}, {226, 4}, {227, 2}, {228, 2}};
  private static final List<RecordLayout> LAYOUTS =
      List.of(
          RecordLayout.of(260, TIMES_AND_COUNTS, IPV4_ADDRESSES, PORTS_AND_INTERFACES, TRANSLATION),
          RecordLayout.of(261, TIMES_AND_COUNTS, IPV4_ADDRESSES, PORTS_AND_INTERFACES),
          RecordLayout.of(262, TIMES_AND_COUNTS, IPV6_ADDRESSES, PORTS_AND_INTERFACES));

  private final long sourceId;

  /**
   * @param templatesDueMs when templates go out for the first time
   */
  public Netflow9Exporter(long sourceId, DeviceClock clock, long templatesDueMs, Sender sender) {
    super(sender, clock, LAYOUTS, TEMPLATE_FLOWSET, 4, 1, templatesDueMs);
    this.sourceId = sourceId;
  }

  @Override
  void beginMessage(Wire wire) {
    wire.u16(VERSION);
    wire.u16(0); // count
    wire.u32(0); // sysUptime
    wire.u32(0); // seconds
    wire.u32(0); // sequence
    wire.u32(sourceId);
  }

  @Override
  void finishMessage(Message message, long deviceMs, long sequence) {
    message.wire.u16At(2, message.count());
    message.wire.u32At(4, clock().uptime(deviceMs));
    message.wire.u32At(8, deviceMs / 1_000);
    message.wire.u32At(12, sequence);
  }

  @Override
  long sequenceUnits(Message message) {
    return 1;
  }

  @Override
  boolean maySend(long nowMs) {
    return clock().shows(nowMs) % 1_000 == 0;
  }

  @Override
  int layoutOf(FlowPath path) {
    if (!path.isIpv4()) {
      return 2;
    }
    return path.translated() ? 0 : 1;
  }
}
