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
  private static final int SAMPLING_TEMPLATE = 301;
  private static final Dialect DIALECT = new Dialect(0, 1, 4, 1);

  private static final int[][] TIMES_AND_COUNTS = {{22, 4}, {21, 4}, {1, 8}, {2, 4}};
  private static final int[][] IPV4_ADDRESSES = {{8, 4}, {12, 4}};
  private static final int[][] IPV6_ADDRESSES = {{27, 16}, {28, 16}};
  private static final int[][] PORTS_AND_INTERFACES = {
    {7, 2}, {11, 2}, {4, 1}, {6, 1}, {10, 2}, {14, 2}, {61, 1}
  };
  private static final int[][] TRANSLATION = {{225, 4}, {226, 4}, {227, 2}, {228, 2}};
  private static final int[][] SAMPLER = {{48, 1}};
  private static final int[][] NAT_EVENT = {
    {323, 8}, {230, 1}, {8, 4}, {225, 4}, {12, 4}, {7, 2}, {227, 2}, {11, 2}, {4, 1}
  };

  private final long sourceId;

  public Netflow9Exporter(ExporterSetup setup, Sender sender) {
    super(setup, DIALECT, layouts(setup.sampling().rate() > 1 ? SAMPLER : new int[0][]), sender);
    sourceId = setup.domain();
  }

  private static List<RecordLayout> layouts(int[][] sampler) {
    return List.of(
        RecordLayout.of(
            260, TIMES_AND_COUNTS, IPV4_ADDRESSES, PORTS_AND_INTERFACES, sampler, TRANSLATION),
        RecordLayout.of(261, TIMES_AND_COUNTS, IPV4_ADDRESSES, PORTS_AND_INTERFACES, sampler),
        RecordLayout.of(262, TIMES_AND_COUNTS, IPV6_ADDRESSES, PORTS_AND_INTERFACES, sampler),
        RecordLayout.of(263, NAT_EVENT));
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

  /** Its uptime would belie it. */
  @Override
  public void resetSequence(long nowMs) {}

  @Override
  long sequenceUnits(Message message) {
    return 1;
  }

  @Override
  boolean maySend(long nowMs) {
    return clock().shows(nowMs) % 1_000 == 0;
  }

  /** An options template, RFC 3954 section 6.1: lengths in bytes, scope by its own types. */
  @Override
  void writeSamplingTemplate(Wire wire) {
    wire.u16(SAMPLING_TEMPLATE);
    wire.u16(4); // scope length
    wire.u16(12); // option length
    wire.u32(1 << 16 | 4); // scope: system
    wire.u32(48 << 16 | 1); // FLOW_SAMPLER_ID
    wire.u32(49 << 16 | 1); // FLOW_SAMPLER_MODE
    wire.u32(50 << 16 | 4); // FLOW_SAMPLER_RANDOM_INTERVAL
  }

  @Override
  int samplingTemplateId() {
    return SAMPLING_TEMPLATE;
  }

  @Override
  void writeSampling(Wire wire, Sampling told) {
    wire.u32(sourceId);
    wire.u8(Sampling.SAMPLER_ID);
    wire.u8(2); // random
    wire.u32(told.rate());
  }

  @Override
  int layoutOf(FlowPath path) {
    if (!path.isIpv4()) {
      return 2;
    }
    return path.translated() ? 0 : 1;
  }
}
