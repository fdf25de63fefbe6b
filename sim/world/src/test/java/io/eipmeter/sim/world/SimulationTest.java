package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
  private static final Scenario DEFAULT = Scenario.named("default");
  private static final Scenario LONG_FLOWS = Scenario.named("long-flows");

  private static SimulationOptions options(long seed, int eips, int minutes, Scenario scenario) {
    return new SimulationOptions(seed, eips, minutes, SimulationOptions.DEFAULT_START_MS, scenario);
  }

  @Test
  void theSameSeedGivesTheSameDatagramsHoweverTheRunIsDivided() {
    SimulationOptions options = options(7, 40, 4, DEFAULT);
    Recording whole = new Recording();
    Recording.run(options, whole);

    Recording steps = new Recording();
    Simulation stepped = new Simulation(options, steps, steps);
    for (long ms = options.startMs(); ms < options.endMs() + 30_000; ms += 137) {
      stepped.runTo(ms);
    }
    stepped.runTo(options.endMs() + 30_000);
    stepped.finish();

    assertThat(whole.inOrder).hasSizeGreaterThan(100);
    assertThat(steps.inOrder).containsExactlyElementsOf(whole.inOrder);
    assertThat(steps.said).isEqualTo(whole.said);
  }

  @Test
  void anotherSeedGivesAnotherWorld() {
    Recording one = new Recording();
    Recording two = new Recording();
    Simulation first = Recording.run(options(1, 20, 2, DEFAULT), one);
    Simulation second = Recording.run(options(2, 20, 2, DEFAULT), two);
    assertThat(first.ledger().packets()).isNotEqualTo(second.ledger().packets());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void bothTruthsAgreeInEveryMinuteWhereRecordsAreCutAtMinutes(long seed) {
    Ledger ledger = Recording.run(options(seed, 60, 6, DEFAULT), new Recording()).ledger();
    SortedMap<AddressMinute, Usage> records = new TreeMap<>();
    ledger.records().forEach((key, usage) -> records.put(key, usage.withoutFlows()));
    assertThat(records).hasSizeGreaterThan(100).isEqualTo(ledger.packets());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void bothTruthsAgreeInSumForEveryAddressWhateverTheTimeouts(long seed) {
    Ledger ledger = Recording.run(options(seed, 60, 75, LONG_FLOWS), new Recording()).ledger();
    SortedMap<Address, Usage> records = new TreeMap<>();
    Ledger.totals(ledger.records()).forEach((key, sum) -> records.put(key, sum.withoutFlows()));
    assertThat(records).isEqualTo(Ledger.totals(ledger.packets()));
    assertThat(ledger.records()).isNotEqualTo(ledger.packets());
  }

  @Test
  void longFlowsCrossEdgesOfMonthAndOwnerAndMostOfTheirBytesComeLate() {
    SimulationOptions options = options(5, 60, 75, LONG_FLOWS);
    Ledger ledger = Recording.run(options, new Recording()).ledger();
    long monthEdgeMs = options.startMs() + 30 * 60_000;
    long lateBytes = 0;
    long allBytes = 0;
    long acrossMonth = 0;
    long acrossOwners = 0;
    SortedMap<Address, List<OwnerInterval>> owners = ledger.owners();
    for (ExporterTotals exporter : ledger.exporters()) {
      for (SentDatagram datagram : ledger.datagrams(exporter.exporter())) {
        for (var sent : datagram.records()) {
          allBytes += sent.bytes();
          long promptMs = datagram.atMs() - 150_000; // a whole minute and the settle delay
          SplitRule rule = new SplitRule(sent.startMs(), sent.endMs());
          lateBytes += rule.piece(sent.bytes(), sent.startMs(), promptMs);
          acrossMonth += sent.startMs() < monthEdgeMs && sent.endMs() >= monthEdgeMs ? 1 : 0;
          for (OwnerInterval held : owners.getOrDefault(sent.path().dst(), List.of())) {
            acrossOwners += sent.startMs() < held.toMs() && held.toMs() <= sent.endMs() ? 1 : 0;
          }
        }
      }
    }
    assertThat(acrossMonth).isGreaterThan(10);
    assertThat(acrossOwners).isGreaterThan(0);
    assertThat(lateBytes).isGreaterThan(allBytes / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "long-flows", "sampled", "nat-events", "clock-skew"})
  void whoReadsOnlyTheDatagramsFindsTheTruthOfRecords(String scenario) {
    Recording recording = new Recording();
    Simulation world = Recording.run(options(11, 40, 20, Scenario.named(scenario)), recording);
    long rate = Scenario.named(scenario).plan().samplingRate();
    SortedMap<AddressMinute, Usage> found = new TreeMap<>();
    for (List<byte[]> datagrams : recording.datagrams.values()) {
      IpfixReader reader = new IpfixReader();
      for (byte[] datagram : datagrams) {
        reader.read(datagram).records().forEach(record -> count(record, rate, found));
      }
    }
    assertThat(found).isEqualTo(world.ledger().records());
  }

  @Test
  void everyExporterSendsTemplatesFirstAndCountsItsRecordsToTheEnd() {
    Recording recording = new Recording();
    Simulation world = Recording.run(options(3, 60, 5, DEFAULT), recording);
    assertThat(recording.datagrams).hasSize(3);
    for (ExporterTotals totals : world.ledger().exporters()) {
      List<byte[]> datagrams = recording.datagrams.getOrDefault(totals.exporter(), List.of());
      assertThat(datagrams).hasSize((int) totals.datagrams());
      IpfixReader reader = new IpfixReader();
      long records = 0;
      int templateMessages = 0;
      IpfixReader.Message message = new IpfixReader().read(datagrams.get(0));
      for (byte[] datagram : datagrams) {
        assertThat(datagram.length).isLessThanOrEqualTo(1_400);
        message = reader.read(datagram); // throws if data comes before its template
        assertThat(message.sequence()).isEqualTo(records);
        records += message.records().size();
        templateMessages += message.templates() == 4 ? 1 : 0;
      }
      assertThat(records).isEqualTo(totals.records()).isGreaterThan(100);
      assertThat(templateMessages).isGreaterThanOrEqualTo(6);
      assertThat(message.records()).isEmpty();
      assertThat(message.sequence()).isEqualTo(totals.records());
    }
  }

  @Test
  void ownersOfAnAddressDoNotOverlapAndSomeAddressesPassToAnotherAccount() {
    Ledger ledger = Recording.run(options(9, 100, 30, DEFAULT), new Recording()).ledger();
    int handedOn = 0;
    for (List<OwnerInterval> held : ledger.owners().values()) {
      for (int i = 1; i < held.size(); i++) {
        assertThat(held.get(i).fromMs()).isGreaterThanOrEqualTo(held.get(i - 1).toMs());
        handedOn += held.get(i).account().equals(held.get(i - 1).account()) ? 0 : 1;
      }
    }
    assertThat(handedOn).isGreaterThan(5);
  }

  @Test
  void theStatementsInOrderGiveTheOwnersOfTheLedger() {
    Recording recording = new Recording();
    Ledger ledger = Recording.run(options(9, 50, 20, DEFAULT), recording).ledger();
    SortedMap<String, OwnerInterval> stated = new TreeMap<>();
    long lastMs = 0;
    for (Recording.Said said : recording.said) {
      assertThat(said.atMs()).isGreaterThanOrEqualTo(lastMs);
      lastMs = said.atMs();
      var event = said.event();
      stated.put(
          event.getOwnershipId(),
          new OwnerInterval(
              Address.ofBytes(event.getAddress().toByteArray()),
              event.getPrefixLength(),
              event.getOwnershipId(),
              event.getAccount(),
              event.getEipId(),
              event.getFromMs(),
              event.getToMs() == 0 ? Long.MAX_VALUE : event.getToMs(),
              event.getAssociationKind(),
              event.getAssociationId()));
    }
    stated.values().removeIf(interval -> interval.fromMs() == interval.toMs());
    assertThat(ledger.owners().values().stream().flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(stated.values());
  }

  @Test
  void whatALostDatagramCarriedIsTakenFromTheTruthOfRecords() {
    Recording recording = new Recording();
    Simulation world = Recording.run(options(4, 40, 6, LONG_FLOWS), recording);
    Ledger ledger = world.ledger();
    Address exporter = ledger.exporters().get(0).exporter();
    List<SentDatagram> lost =
        ledger.datagrams(exporter).stream().filter(sent -> sent.ordinal() % 3 == 2).toList();
    assertThat(lost.stream().mapToInt(sent -> sent.records().size()).sum()).isGreaterThan(20);

    long rate = 1;
    SortedMap<AddressMinute, Usage> found = new TreeMap<>();
    recording.datagrams.forEach(
        (source, datagrams) -> {
          IpfixReader reader = new IpfixReader();
          for (int i = 0; i < datagrams.size(); i++) {
            IpfixReader.Message message = reader.read(datagrams.get(i));
            if (!source.equals(exporter) || i % 3 != 2) {
              message.records().forEach(record -> count(record, rate, found));
            }
          }
        });
    assertThat(found).isEqualTo(ledger.recordsWithout(lost));
  }

  /** design.md's rule in BigInteger, from the bytes of a record. */
  private static void count(
      Map<Integer, byte[]> record, long rate, SortedMap<AddressMinute, Usage> into) {
    if (!record.containsKey(1)) {
      return; // an event or an option
    }
    boolean ipv4 = record.containsKey(8);
    Address src = Address.ofBytes(value(record, record.containsKey(225) ? 225 : ipv4 ? 8 : 27));
    Address dst = Address.ofBytes(value(record, ipv4 ? 12 : 28));
    long startMs = IpfixReader.number(record, 152);
    long endMs = IpfixReader.number(record, 153);
    long minuteMs = startMs - startMs % 60_000;
    for (; minuteMs <= endMs; minuteMs += 60_000) {
      long bytes = piece(rate * IpfixReader.number(record, 1), startMs, endMs, minuteMs);
      long packets = piece(rate * IpfixReader.number(record, 2), startMs, endMs, minuteMs);
      long flows = endMs < minuteMs + 60_000 ? 1 : 0;
      if (bytes + packets + flows > 0) {
        if (ours(src)) {
          into.merge(
              new AddressMinute(unit(src), minuteMs),
              new Usage(bytes, 0, packets, 0, flows, 0),
              Usage::plus);
        }
        if (ours(dst)) {
          into.merge(
              new AddressMinute(unit(dst), minuteMs),
              new Usage(0, bytes, 0, packets, 0, flows),
              Usage::plus);
        }
      }
    }
  }

  private static byte[] value(Map<Integer, byte[]> record, int element) {
    return record.getOrDefault(element, new byte[0]);
  }

  private static long piece(long count, long startMs, long endMs, long minuteMs) {
    BigInteger span = BigInteger.valueOf(endMs + 1 - startMs);
    BigInteger all = BigInteger.valueOf(count);
    long t1 = Math.max(startMs, minuteMs);
    long t2 = Math.min(endMs + 1, minuteMs + 60_000);
    return all.multiply(BigInteger.valueOf(t2 - startMs)).divide(span).longValueExact()
        - all.multiply(BigInteger.valueOf(t1 - startMs)).divide(span).longValueExact();
  }

  private static boolean ours(Address address) {
    String text = address.toString();
    return text.startsWith("198.18.")
        || text.startsWith("198.19.")
        || text.startsWith("203.0.113.")
        || text.startsWith("2001:db8:1:")
        || text.startsWith("2001:db8:3:");
  }

  private static Address unit(Address address) {
    return address.toString().startsWith("2001:db8:3:") ? address.prefix(64) : address;
  }
}
