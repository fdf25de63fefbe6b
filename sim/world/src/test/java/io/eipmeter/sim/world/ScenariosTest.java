package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenariosTest {
  private static final Address FIRST_EXPORTER = Address.parse("127.1.1.1");

  static Stream<String> names() {
    return Scenario.names().stream();
  }

  private static Simulation run(String scenario, Recording recording) {
    return Recording.run(
        new SimulationOptions(
            13, 40, 6, SimulationOptions.DEFAULT_START_MS, Scenario.named(scenario)),
        recording);
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyScenarioKeepsWhatItPromises(String name) {
    Recording recording = new Recording();
    Scenario scenario = Scenario.named(name);
    Ledger ledger = run(name, recording).ledger();
    SortedMap<AddressMinute, Usage> arrived = withoutFlows(ledger.arrivedRecords());
    assertThat(arrived).hasSizeGreaterThan(40);
    assertThat(arrived.equals(ledger.packets())).isEqualTo(scenario.minuteExact());
    assertThat(Ledger.totals(arrived).equals(Ledger.totals(ledger.packets())))
        .isEqualTo(scenario.packetExact());
    long sent = ledger.exporters().stream().mapToLong(ExporterTotals::datagrams).sum();
    long lost = ledger.exporters().stream().mapToLong(ExporterTotals::lostDatagrams).sum();
    Set<ByteBuffer> different = new HashSet<>();
    recording.inOrder.forEach(datagram -> different.add(ByteBuffer.wrap(datagram)));
    assertThat(recording.inOrder.size() > sent).isEqualTo(scenario.faults().line().doubled() > 0);
    assertThat(lost > 0).isEqualTo(scenario.faults().loses());
    assertThat(different.size()).isLessThanOrEqualTo((int) (sent - lost));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lost", "lost-netflow5"})
  void theSequenceShowsExactlyTheRecordsThatWereLost(String scenario) {
    Recording recording = new Recording();
    Ledger ledger = run(scenario, recording).ledger();
    for (ExporterTotals totals : ledger.exporters()) {
      long expected = 0;
      long missing = 0;
      for (byte[] datagram : recording.datagrams.getOrDefault(totals.exporter(), List.of())) {
        ByteBuffer in = ByteBuffer.wrap(datagram);
        boolean v5 = in.getShort(0) == 5;
        long sequence = Integer.toUnsignedLong(in.getInt(v5 ? 16 : 8));
        missing += sequence - expected;
        expected = sequence + (v5 ? in.getShort(2) : records(datagram));
      }
      assertThat(missing).isEqualTo(totals.lostSequenceUnits()).isPositive();
    }
  }

  @Test
  void theSequenceOfNetflow9ShowsExactlyTheDatagramsThatWereLost() {
    Recording recording = new Recording();
    Ledger ledger = run("lost-netflow9", recording).ledger();
    for (ExporterTotals totals : ledger.exporters()) {
      List<byte[]> arrived = recording.datagrams.getOrDefault(totals.exporter(), List.of());
      byte[] last = arrived.get(arrived.size() - 1);
      long sent = 1 + Integer.toUnsignedLong(ByteBuffer.wrap(last).getInt(12));
      assertThat(sent).isEqualTo(totals.datagrams());
      assertThat(sent - arrived.size()).isEqualTo(totals.lostSequenceUnits()).isPositive();
    }
  }

  @Test
  void arrivedRecordsAreTheRecordsWithoutTheLostDatagrams() {
    Ledger ledger = run("lost", new Recording()).ledger();
    List<SentDatagram> lost = new ArrayList<>();
    for (ExporterTotals totals : ledger.exporters()) {
      ledger.datagrams(totals.exporter()).stream().filter(SentDatagram::lost).forEach(lost::add);
    }
    assertThat(lost).isNotEmpty();
    assertThat(ledger.arrivedRecords())
        .isEqualTo(ledger.recordsWithout(lost))
        .isNotEqualTo(ledger.records());
  }

  @ParameterizedTest
  @MethodSource("names")
  void allBytesThatArriveAreAccountedFor(String name) {
    Ledger ledger = run(name, new Recording()).ledger();
    ControlSums all = ControlSums.NONE;
    for (ControlSums sums : ledger.controls().values()) {
      assertThat(sums.countedBytes())
          .isEqualTo(
              sums.bytesOut()
                  + sums.bytesIn()
                  - sums.bothBytes()
                  + sums.otherBytes()
                  + sums.elsewhereBytes());
      all = all.plus(sums);
    }
    Usage sum = ledger.arrivedRecords().values().stream().reduce(Usage.NONE, Usage::plus);
    assertThat(all.bytesOut()).isEqualTo(sum.bytesOut()).isPositive();
    assertThat(all.bytesIn()).isEqualTo(sum.bytesIn()).isPositive();
    assertThat(all.elsewhereBytes() > 0)
        .isEqualTo(List.of("many-sightings", "two-gateways").contains(name));
  }

  @Test
  void theBorderRouterSeesEverythingAgainAndStrangersToo() {
    Ledger ledger = run("many-sightings", new Recording()).ledger();
    ControlSums border =
        ledger.controls().getOrDefault(Address.parse("127.1.9.1"), ControlSums.NONE);
    assertThat(border.otherBytes()).isPositive();
    assertThat(border.bytesOut()).isZero();
    Usage counted = ledger.packets().values().stream().reduce(Usage.NONE, Usage::plus);
    long both = ledger.controls().values().stream().mapToLong(ControlSums::bothBytes).sum() / 2;
    assertThat(both).isPositive();
    // Once as ingress and once as egress; what goes between two of ours turns at the gateway.
    assertThat(border.elsewhereBytes())
        .isEqualTo(2 * (counted.bytesOut() + counted.bytesIn() - 2 * both));
  }

  @Test
  void whatIsBeyondTheCapIsDroppedAndTheRecordsSaySo() {
    Ledger ledger = run("capped", new Recording()).ledger();
    assertThat(ledger.drops()).hasSizeGreaterThan(3).isEqualTo(ledger.toldDrops());
    // A second's worth may be saved up; beyond that no minute has more than the cap allows.
    long mostBytes = 61L * 200_000_000 / 8;
    assertThat(ledger.packets().values()).allMatch(usage -> usage.bytesOut() <= mostBytes);
    assertThat(run("default", new Recording()).ledger().drops()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"capped", "restart", "many-sightings", "clock-skew"})
  void everyFieldOfARecordIsOnTheWire(String scenario) {
    Recording recording = new Recording();
    Ledger ledger = run(scenario, recording).ledger();
    int translated = 0;
    for (ExporterTotals totals : ledger.exporters()) {
      IpfixReader reader = new IpfixReader();
      List<Map<Integer, byte[]>> read = new ArrayList<>();
      for (byte[] datagram : recording.datagrams.getOrDefault(totals.exporter(), List.of())) {
        read.addAll(reader.read(datagram).records());
      }
      List<FlowRecord> sent =
          ledger.datagrams(totals.exporter()).stream()
              .flatMap(datagram -> datagram.records().stream())
              .toList();
      assertThat(read).hasSameSizeAs(sent);
      for (int i = 0; i < sent.size(); i++) {
        Map<Integer, byte[]> expected = fields(sent.get(i), scenario.equals("capped"));
        translated += expected.containsKey(225) ? 1 : 0;
        assertThat(read.get(i)).containsExactlyInAnyOrderEntriesOf(expected);
      }
    }
    assertThat(translated).isGreaterThan(100);
  }

  /** What IANA's registry has a field for, by element number. */
  private static Map<Integer, byte[]> fields(FlowRecord record, boolean drops) {
    FlowPath path = record.path();
    Map<Integer, byte[]> fields = new HashMap<>();
    fields.put(1, number(record.bytes(), 8));
    fields.put(2, number(record.packets(), 8));
    fields.put(4, number(path.ipProtocol(), 1));
    fields.put(6, number(record.tcpFlags(), 2));
    fields.put(7, number(path.srcPort(), 2));
    fields.put(path.isIpv4() ? 8 : 27, path.src().nativeBytes());
    fields.put(10, number(path.inIf(), 4));
    fields.put(11, number(path.dstPort(), 2));
    fields.put(path.isIpv4() ? 12 : 28, path.dst().nativeBytes());
    fields.put(14, number(path.outIf(), 4));
    fields.put(61, number(path.egress() ? 1 : 0, 1));
    fields.put(136, number(record.endReason(), 1));
    fields.put(152, number(record.startMs(), 8));
    fields.put(153, number(record.endMs(), 8));
    if (drops) {
      fields.put(132, number(record.droppedBytes(), 8));
      fields.put(133, number(record.droppedPackets(), 8));
    }
    if (path.translated()) {
      fields.put(225, path.postSrc().nativeBytes());
      fields.put(226, path.postDst().nativeBytes());
      fields.put(227, number(path.postSrcPort(), 2));
      fields.put(228, number(path.postDstPort(), 2));
    }
    return fields;
  }

  private static byte[] number(long value, int bytes) {
    byte[] all = ByteBuffer.allocate(8).putLong(value).array();
    return Arrays.copyOfRange(all, 8 - bytes, 8);
  }

  @Test
  void backdatedStatementsSayWhatWasMinutesAgo() {
    Recording recording = new Recording();
    run("backdated-owners", recording);
    List<Recording.Said> late =
        recording.said.stream()
            .filter(said -> said.atMs() > SimulationOptions.DEFAULT_START_MS)
            .toList();
    assertThat(late).hasSizeGreaterThan(10);
    // What is still held back at the end is said then.
    long endMs = SimulationOptions.DEFAULT_START_MS + 6 * 60_000;
    assertThat(late.stream().filter(said -> said.atMs() < endMs && said.event().getToMs() == 0))
        .isNotEmpty()
        .allMatch(said -> said.atMs() - said.event().getFromMs() == 240_000);
  }

  @Test
  void sessionsOfSourceTranslationAreToldWithoutCounts() {
    Recording recording = new Recording();
    run("nat-events", recording);
    int created = 0;
    int deleted = 0;
    for (List<byte[]> datagrams : recording.datagrams.values()) {
      IpfixReader reader = new IpfixReader();
      long expected = 0;
      for (byte[] datagram : datagrams) {
        IpfixReader.Message message = reader.read(datagram);
        assertThat(message.sequence()).isEqualTo(expected);
        expected += message.records().size();
        for (Map<Integer, byte[]> record : message.records()) {
          created += IpfixReader.number(record, 230) == 4 ? 1 : 0;
          deleted += IpfixReader.number(record, 230) == 5 ? 1 : 0;
        }
      }
    }
    assertThat(deleted).isPositive().isLessThanOrEqualTo(created);
  }

  @Test
  void aLateSamplingRateComesAfterTheFirstSampledRecords() {
    Recording recording = new Recording();
    run("late-sampling-rate", recording);
    IpfixReader reader = new IpfixReader();
    List<Boolean> isOption = new ArrayList<>();
    for (byte[] datagram : recording.datagrams.getOrDefault(FIRST_EXPORTER, List.of())) {
      reader.read(datagram).records().forEach(record -> isOption.add(record.containsKey(305)));
    }
    assertThat(isOption.indexOf(true)).isGreaterThan(5);
  }

  @Test
  void someDatagramsAreOvertakenWhereTheyAreReordered() {
    Recording recording = new Recording();
    run("reordered", recording);
    int overtaken = 0;
    for (List<byte[]> datagrams : recording.datagrams.values()) {
      long last = 0;
      for (byte[] datagram : datagrams) {
        long sequence = Integer.toUnsignedLong(ByteBuffer.wrap(datagram).getInt(8));
        overtaken += sequence < last ? 1 : 0;
        last = sequence;
      }
    }
    assertThat(overtaken).isGreaterThan(5);
  }

  @Test
  void lateTemplatesComeAfterTheFirstData() {
    Recording recording = new Recording();
    run("late-templates", recording);
    List<byte[]> datagrams = recording.datagrams.getOrDefault(FIRST_EXPORTER, List.of());
    List<Integer> firstSets =
        datagrams.stream().map(datagram -> (int) ByteBuffer.wrap(datagram).getShort(16)).toList();
    assertThat(firstSets.indexOf(2)).isGreaterThan(3);
  }

  @Test
  void aRestartBeginsTheSequenceAnewAndTellsAnotherLayoutOfTheSameTemplates() {
    Recording recording = new Recording();
    Simulation world = run("restart", recording);
    IpfixReader reader = new IpfixReader();
    Map<Long, Long> messagesBySequence = new HashMap<>();
    long bytes = 0;
    Set<List<Integer>> layouts = new HashSet<>();
    for (byte[] datagram : recording.datagrams.getOrDefault(FIRST_EXPORTER, List.of())) {
      IpfixReader.Message message = reader.read(datagram);
      messagesBySequence.merge(message.sequence(), 1L, Long::sum);
      for (Map<Integer, byte[]> record : message.records()) {
        bytes += IpfixReader.number(record, 1);
        layouts.add(List.copyOf(record.keySet()));
      }
    }
    ExporterTotals totals = world.ledger().exporters().get(0);
    assertThat(totals.exporter()).isEqualTo(FIRST_EXPORTER);
    assertThat(bytes).isEqualTo(totals.flowBytes());
    assertThat(messagesBySequence.getOrDefault(0L, 0L)).isGreaterThan(1);
    assertThat(layouts).hasSize(6); // three templates, two orders
  }

  @Test
  void theUptimeWrapsAndStillTellsTheSameStart() {
    Recording recording = new Recording();
    run("uptime-wrap", recording);
    long lastUptimeMs = 0;
    int wraps = 0;
    Set<Long> bootsMs = new HashSet<>();
    for (byte[] datagram : recording.datagrams.getOrDefault(FIRST_EXPORTER, List.of())) {
      ByteBuffer in = ByteBuffer.wrap(datagram);
      long uptimeMs = Integer.toUnsignedLong(in.getInt(4));
      wraps += uptimeMs < lastUptimeMs ? 1 : 0;
      lastUptimeMs = uptimeMs;
      bootsMs.add((in.getInt(8) * 1_000L - uptimeMs) & 0xffffffffL);
    }
    assertThat(wraps).isEqualTo(1);
    assertThat(bootsMs).hasSize(1);
  }

  @Test
  void someMinutesHaveTwoOwnersWhereOwnersChangeAllTheTime() {
    Ledger ledger = run("owner-edges", new Recording()).ledger();
    int shared = 0;
    for (List<OwnerInterval> held : ledger.owners().values()) {
      for (int i = 1; i < held.size(); i++) {
        boolean sameMinute = held.get(i - 1).toMs() / 60_000 == held.get(i).fromMs() / 60_000;
        boolean same = held.get(i).account().equals(held.get(i - 1).account());
        shared += sameMinute && !same ? 1 : 0;
      }
    }
    assertThat(shared).isGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sflow", "sampled", "sampled-netflow9", "sampled-netflow5"})
  void sampledBytesAreNearTheTruth(String scenario) {
    SimulationOptions options =
        new SimulationOptions(
            17, 100, 10, SimulationOptions.DEFAULT_START_MS, Scenario.named(scenario));
    Ledger ledger = Recording.run(options, new Recording()).ledger();
    double found = bytes(ledger.records());
    double truth = bytes(ledger.packets());
    assertThat(found).isBetween(truth * 0.9, truth * 1.1);
  }

  @Test
  void anUnknownScenarioIsRefusedWithTheNamesThatThereAre() {
    assertThatThrownBy(() -> Scenario.named("nonsense"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nonsense")
        .hasMessageContaining("long-flows");
  }

  private static long bytes(SortedMap<AddressMinute, Usage> minutes) {
    return minutes.values().stream().mapToLong(usage -> usage.bytesOut() + usage.bytesIn()).sum();
  }

  private static SortedMap<AddressMinute, Usage> withoutFlows(
      SortedMap<AddressMinute, Usage> minutes) {
    SortedMap<AddressMinute, Usage> bare = new TreeMap<>();
    minutes.forEach((key, usage) -> bare.put(key, usage.withoutFlows()));
    bare.values().removeIf(Usage.NONE::equals); // a flow of which every packet was dropped
    return bare;
  }

  /** Data records of an IPFIX message, by the lengths of the exporter's three records. */
  private static int records(byte[] datagram) {
    ByteBuffer in = ByteBuffer.wrap(datagram);
    Map<Integer, Integer> lengths = Map.of(256, 69, 257, 57, 258, 81, 259, 32);
    int records = 0;
    for (int at = 16; at < datagram.length; at += in.getShort(at + 2)) {
      int length = lengths.getOrDefault((int) in.getShort(at), Integer.MAX_VALUE);
      records += (in.getShort(at + 2) - 4) / length;
    }
    return records;
  }
}
