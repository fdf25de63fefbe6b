package io.eipmeter.sim.world.export;

import java.util.List;

/**
 * An IPFIX exporting process over UDP, RFC 7011: one observation domain, templates refreshed
 * (section 8.4), a sequence that counts data records (section 3.1). Element numbers from IANA's
 * IPFIX registry, the post-NAT ones from RFC 8158.
 */
public final class IpfixExporter extends TemplateExporter {
  private static final int VERSION = 10;
  private static final int SAMPLING_TEMPLATE = 300;
  private static final Dialect DIALECT = new Dialect(2, 3, 1, 10);

  private static final int[][] TIMES_AND_COUNTS = {{152, 8}, {153, 8}, {1, 8}, {2, 8}};
  private static final int[][] IPV4_ADDRESSES = {{8, 4}, {12, 4}};
  private static final int[][] IPV6_ADDRESSES = {{27, 16}, {28, 16}};
  private static final int[][] PORTS_AND_INTERFACES = {
    {7, 2}, {11, 2}, {4, 1}, {6, 2}, {10, 4}, {14, 4}, {61, 1}, {136, 1}
  };
  private static final int[][] TRANSLATION = {{225, 4}, {226, 4}, {227, 2}, {228, 2}};
  private static final int[][] SAMPLER = {{302, 8}};
  private static final int[][] DROPS = {{132, 8}, {133, 8}};
  private static final int[][] NOTHING = {};
  private static final int[][] NAT_EVENT = {
    {323, 8}, {230, 1}, {8, 4}, {225, 4}, {12, 4}, {7, 2}, {227, 2}, {11, 2}, {4, 1}
  };

  private final long domain;

  public IpfixExporter(ExporterSetup setup, Sender sender) {
    super(
        setup,
        DIALECT,
        layouts(
            setup.sampling().rate() > 1 ? SAMPLER : NOTHING, setup.tellsDrops() ? DROPS : NOTHING),
        sender);
    domain = setup.domain();
  }

  private static List<RecordLayout> layouts(int[][] sampler, int[][] drops) {
    return List.of(
        RecordLayout.of(
            256,
            TIMES_AND_COUNTS,
            IPV4_ADDRESSES,
            PORTS_AND_INTERFACES,
            sampler,
            drops,
            TRANSLATION),
        RecordLayout.of(
            257, TIMES_AND_COUNTS, IPV4_ADDRESSES, PORTS_AND_INTERFACES, sampler, drops),
        RecordLayout.of(
            258, TIMES_AND_COUNTS, IPV6_ADDRESSES, PORTS_AND_INTERFACES, sampler, drops),
        RecordLayout.of(259, NAT_EVENT));
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
    return message.dataRecords();
  }

  @Override
  boolean maySend(long nowMs) {
    return true;
  }

  /** An options template, RFC 7011 section 3.4.2.2; its elements are from RFC 5477. */
  @Override
  void writeSamplingTemplate(Wire wire) {
    wire.u16(SAMPLING_TEMPLATE);
    wire.u16(4); // fields
    wire.u16(1); // of which scope
    wire.u32(302 << 16 | 8); // selectorId
    wire.u32(304 << 16 | 2); // selectorAlgorithm
    wire.u32(305 << 16 | 4); // samplingPacketInterval
    wire.u32(306 << 16 | 4); // samplingPacketSpace
  }

  @Override
  int samplingTemplateId() {
    return SAMPLING_TEMPLATE;
  }

  /** One packet in a row is taken, then rate - 1 are left out: on average, they are drawn. */
  @Override
  void writeSampling(Wire wire, Sampling told) {
    wire.u64(Sampling.SAMPLER_ID);
    wire.u16(1); // systematic count-based sampling
    wire.u32(1);
    wire.u32(told.rate() - 1);
  }

  @Override
  int layoutOf(FlowPath path) {
    if (!path.isIpv4()) {
      return 2;
    }
    return path.translated() ? 0 : 1;
  }
}
