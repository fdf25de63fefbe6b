package io.eipmeter.protocols;

import static io.eipmeter.protocols.Exports.NOW_S;
import static io.eipmeter.protocols.Exports.fields;
import static io.eipmeter.protocols.Exports.ipfix;
import static io.eipmeter.protocols.Exports.netflow5;
import static io.eipmeter.protocols.Exports.netflow5Record;
import static io.eipmeter.protocols.Exports.netflow9;
import static io.eipmeter.protocols.Exports.set;
import static io.eipmeter.protocols.Exports.template;
import static io.eipmeter.protocols.Exports.u16;
import static io.eipmeter.protocols.Exports.u32;
import static io.eipmeter.protocols.Exports.u64;
import static io.eipmeter.protocols.Exports.u8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SamplingScopesTest {
  private final Exporter exporter = new Exporter();

  /** Bytes, and the interfaces by which they came and left. */
  private static final byte[] DATA = set(2, template(256, 1, 4, 10, 4, 14, 4));

  private static byte[] ipfixOptions(int scopes, int... elements) {
    return set(3, u16(300), u16(elements.length / 2), u16(scopes), fields(elements));
  }

  private List<String> rates() {
    return exporter.seen.flows.stream()
        .map(
            flow ->
                flow.unknownRate() ? "unknown" : flow.samplingRate() + "/" + flow.samplingSize())
        .toList();
  }

  private int sent;

  private void data(long domain, int inIf, int outIf) {
    sent++; // no two datagrams are the same
    exporter.send(ipfix(domain, 0, NOW_S, DATA, set(256, u32(sent), u32(inIf), u32(outIf))));
  }

  @Test
  void anInterfacesRateIsThatOfItsRecordsAlone() {
    exporter.send(
        ipfix(0, ipfixOptions(1, 10, 4, 34, 4), set(300, u32(1), u32(100), u32(2), u32(1_000))));
    data(0, 1, 3);
    data(0, 2, 1);
    data(0, 3, 1);
    assertThat(rates()).containsExactly("100/1", "1000/1");
    exporter.passTime(1_800_000);
    assertThat(rates()).containsExactly("100/1", "1000/1", "unknown");
    data(0, 3, 1);
    assertThat(rates()).endsWith("unknown"); // it waits no longer
  }

  @Test
  void anEgressInterfacesRateIsThatOfWhatLeavesThere() {
    exporter.send(ipfix(0, ipfixOptions(1, 14, 4, 34, 4), set(300, u32(1), u32(100))));
    data(0, 3, 1);
    assertThat(rates()).containsExactly("100/1");
  }

  @Test
  void theNarrowestScopeThatWasToldWins() {
    exporter.send(ipfix(0, ipfixOptions(1, 144, 4, 34, 4), set(300, u32(1), u32(5))));
    data(0, 1, 2);
    exporter.send(ipfix(0, ipfixOptions(1, 149, 4, 34, 4), set(300, u32(7), u32(6))));
    data(7, 1, 2);
    exporter.send(ipfix(7, 0, NOW_S, ipfixOptions(1, 145, 2, 34, 4), set(300, u16(256), u32(7))));
    data(7, 1, 2);
    exporter.send(ipfix(7, 0, NOW_S, ipfixOptions(1, 10, 4, 34, 4), set(300, u32(1), u32(8))));
    data(7, 1, 2);
    data(7, 2, 2); // of no interface that was told: its template's
    data(8, 1, 2); // of the interface, by another domain of the exporter
    data(8, 2, 2); // the exporter's
    assertThat(rates()).containsExactly("5/1", "6/1", "7/1", "8/1", "7/1", "8/1", "5/1");
  }

  @Test
  void aLineCardsRateIsThatOfItsRecords() {
    exporter.send(
        netflow9(
            1,
            0,
            9,
            NOW_S,
            set(1, u16(300), u16(4), u16(4), fields(3, 2, 34, 4)),
            set(300, u16(4), u32(50))));
    exporter.send(
        netflow9(1, 1, 9, NOW_S, set(0, template(256, 1, 4, 141, 4)), set(256, u32(9), u32(4))));
    assertThat(rates()).containsExactly("50/1");
  }

  @Test
  void samplersOfOneRateNeedNotBeNamed() {
    byte[] options = ipfixOptions(1, 302, 4, 305, 4, 306, 4);
    exporter.send(ipfix(0, options, set(300, u32(1), u32(1), u32(99), u32(2), u32(1), u32(99))));
    data(0, 1, 2);
    data(5, 1, 2); // and where they are another domain's
    assertThat(rates()).containsExactly("100/1", "100/1");
  }

  @Test
  void samplersOfSeveralRatesMustBeNamedUntilOneIsGone() {
    byte[] options = ipfixOptions(1, 302, 4, 34, 4);
    exporter.send(ipfix(0, options, set(300, u32(1), u32(1_000))));
    data(0, 1, 2);
    exporter.send(ipfix(1, options, set(300, u32(2), u32(500))));
    data(0, 1, 3);
    assertThat(rates()).containsExactly("1000/1"); // the second waits
    exporter.send(ipfix(2, options, set(300, u32(2), u32(500))));
    data(0, 1, 4); // the second sampler was told twice since the first was
    assertThat(rates()).containsExactly("1000/1", "500/1");
    exporter.passTime(1_800_000);
    assertThat(rates()).containsExactly("1000/1", "500/1", "500/1");
  }

  @Test
  void whereSeveralRatesMayBeMeantTheRateIsUnknown() {
    byte[] options = ipfixOptions(1, 302, 4, 34, 4);
    exporter.send(ipfix(0, options, set(300, u32(1), u32(1_000), u32(2), u32(500))));
    data(0, 1, 2);
    exporter.passTime(1_800_000);
    assertThat(rates()).containsExactly("unknown");
    data(0, 1, 3);
    assertThat(rates()).containsExactly("unknown", "unknown");
  }

  @Test
  void samplerZeroIsASamplerWhereItIsTold() {
    exporter.send(
        netflow9(
            1,
            0,
            9,
            NOW_S,
            set(1, u16(300), u16(4), u16(8), fields(1, 4, 48, 1, 50, 4)),
            set(300, u32(0), u8(0), u32(1_000))));
    byte[] named = set(0, template(256, 1, 4, 48, 1, 34, 4));
    exporter.send(netflow9(1, 1, 9, NOW_S, named, set(256, u32(9), u8(0), u32(0))));
    assertThat(rates()).containsExactly("1000/1");
  }

  @Test
  void anOwnRateOfZeroIsNone() {
    byte[] named = set(0, template(256, 1, 4, 48, 1, 34, 4));
    exporter.send(netflow9(1, 0, 9, NOW_S, named, set(256, u32(9), u8(1), u32(0))));
    assertThat(rates()).isEmpty();
    exporter.send(
        netflow9(
            1,
            1,
            9,
            NOW_S,
            set(1, u16(300), u16(4), u16(8), fields(1, 4, 48, 1, 50, 4)),
            set(300, u32(0), u8(1), u32(1_000))));
    assertThat(rates()).containsExactly("1000/1");
  }

  @Test
  void twoOfThreeIsOneAndAHalf() {
    exporter.send(
        ipfix(0, ipfixOptions(1, 302, 4, 305, 4, 306, 4), set(300, u32(1), u32(2), u32(1))));
    data(0, 1, 2);
    assertThat(rates()).containsExactly("3/2");
  }

  @Test
  void aProbabilityIsTheFractionThatItMeans() {
    long bits = Double.doubleToRawLongBits(0.001);
    exporter.send(ipfix(0, ipfixOptions(1, 149, 4, 311, 8), set(300, u32(0), u64(bits))));
    data(0, 1, 2);
    assertThat(rates()).containsExactly("1000/1");
    int shortBits = Float.floatToRawIntBits(0.001f);
    exporter.send(ipfix(0, ipfixOptions(1, 149, 4, 311, 4), set(300, u32(9), u32(shortBits))));
    data(9, 1, 2);
    assertThat(rates()).endsWith("1000/1");
  }

  @Property
  void everyProbabilityOfAFractionIsThatFraction(
      @ForAll @LongRange(min = 1, max = 2_000) long population,
      @ForAll @LongRange(min = 1, max = 2_000) long size) {
    if (size <= population) {
      assertThat(SamplingRate.ofProbability((double) size / population))
          .isEqualTo(new SamplingRate(population, size));
    }
  }

  @Test
  void whatIsNoProbabilityIsNoRate() {
    for (double none : new double[] {0, -1, 1.1, Double.NaN, Double.POSITIVE_INFINITY, 1e-300}) {
      assertThat(SamplingRate.ofProbability(none)).isNull();
    }
    assertThat(SamplingRate.ofProbability(1)).isEqualTo(new SamplingRate(1, 1));
  }

  @Test
  void anIntervalWithoutItsSpaceIsARiddleAndNotOne() {
    exporter.send(ipfix(0, ipfixOptions(1, 149, 4, 305, 4), set(300, u32(0), u32(1_000))));
    data(0, 1, 2);
    assertThat(rates()).containsExactly("unknown");
    assertThat(exporter.seen.fact(Fact.UNKNOWN_RATE)).isEqualTo(1);
  }

  @Test
  void whatWasCountedBeforeTheFirstRateIsTold() {
    data(0, 1, 2);
    data(0, 2, 2);
    exporter.restore();
    exporter.send(ipfix(2, ipfixOptions(1, 149, 4, 34, 4), set(300, u32(0), u32(1_000))));
    exporter.send(ipfix(2, ipfixOptions(1, 149, 4, 34, 4), set(300, u32(0), u32(1_000))));
    assertThat(exporter.seen.fact(Fact.COUNTED_BEFORE_RATE)).isEqualTo(2);
  }

  @Test
  void theFirstDataWaitsForAFirstRateIfSoToldAndNotForever() {
    Exporter patient = new Exporter(DecoderOptions.DEFAULT.withRateWaitMs(30_000));
    byte[] one = ipfix(0, DATA, set(256, u32(1_000), u32(1), u32(2)));
    assertThat(patient.send(one)).isEqualTo(Outcome.WAITING);
    patient.restore();
    patient.passTime(10_000);
    patient.send(ipfix(1, ipfixOptions(1, 149, 4, 34, 4), set(300, u32(0), u32(1_000))));
    assertThat(patient.seen.only().samplingRate()).isEqualTo(1_000);
    assertThat(patient.seen.fact(Fact.COUNTED_BEFORE_RATE)).isZero();

    Exporter silent = new Exporter(DecoderOptions.DEFAULT.withRateWaitMs(30_000));
    silent.send(one);
    silent.passTime(29_999);
    assertThat(silent.seen.flows).isEmpty();
    silent.passTime(1);
    assertThat(silent.seen.only().unknownRate()).isFalse();
    byte[] two = ipfix(1, set(256, u32(1_000), u32(1), u32(2)));
    assertThat(silent.send(two)).isEqualTo(Outcome.DECODED);
  }

  @Test
  void aSetRateWinsAndADifferenceIsCounted() {
    RateSetting all = new RateSetting(RateSetting.Scope.EXPORTER, 0, new SamplingRate(3, 2), true);
    RateSetting port =
        new RateSetting(RateSetting.Scope.INTERFACE, 7, new SamplingRate(64, 1), true);
    exporter.state.use(
        new ExporterSettings(List.of(all, port), ExporterSettings.Totals.RECOGNISED, false, false));
    data(0, 1, 2);
    data(0, 7, 2);
    assertThat(exporter.seen.fact(Fact.RATE_DISAGREES)).isZero();
    exporter.send(ipfix(2, ipfixOptions(1, 149, 4, 34, 4), set(300, u32(0), u32(64))));
    data(0, 1, 3);
    data(0, 7, 3);
    assertThat(rates()).containsExactly("3/2", "64/1", "3/2", "64/1");
    assertThat(exporter.seen.fact(Fact.RATE_DISAGREES)).isEqualTo(1);
    byte[] five = netflow5(0, 9, NOW_S, 10, netflow5Record("10.0.0.1", "1.1.1.1", 1, 1, 1, 5, 6));
    exporter.send(five);
    assertThat(rates()).endsWith("64/1"); // it came by interface 7
    assertThat(exporter.seen.fact(Fact.RATE_DISAGREES)).isEqualTo(2);
  }

  @Test
  void aRateForWantOfOneHoldsWhereNoneIsTold() {
    RateSetting setting =
        new RateSetting(RateSetting.Scope.SAMPLER, 3, new SamplingRate(64, 1), false);
    exporter.state.use(
        new ExporterSettings(List.of(setting), ExporterSettings.Totals.RECOGNISED, false, false));
    byte[] named = set(2, template(256, 1, 4, 302, 4));
    assertThat(exporter.send(ipfix(0, named, set(256, u32(9), u32(3))))).isEqualTo(Outcome.DECODED);
    exporter.send(ipfix(1, ipfixOptions(1, 302, 4, 34, 4), set(300, u32(3), u32(128))));
    exporter.send(ipfix(1, named, set(256, u32(9), u32(3))));
    assertThat(rates()).containsExactly("64/1", "128/1");
    assertThat(exporter.seen.fact(Fact.RATE_DISAGREES)).isZero();
  }

  /** Version 1 kept the rates of samplers with their domain. */
  @Test
  void ratesOfAStateOfVersionOneAreKept() {
    StateWriter out = new StateWriter();
    out.number(1);
    out.number(5);
    out.number(1);
    new DomainKey(Protocol.IPFIX, 0, 0, 0).write(out);
    new ExportSequence(Protocol.IPFIX).write(out);
    for (long number : new long[] {0, 1, 4, 1_000, 0, 500, 0, 5, 0}) {
      out.number(number); // no template, sampler 4 at 1:1000, no interface, domain at 1:500
    }
    exporter.state = ExporterState.fromBytes(out.toBytes());
    data(0, 1, 2);
    exporter.send(ipfix(1, set(2, template(257, 1, 4, 302, 4)), set(257, u32(9), u32(4))));
    assertThat(rates()).containsExactly("500/1", "1000/1");
  }
}
