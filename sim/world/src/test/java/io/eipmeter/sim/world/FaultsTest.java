package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.world.control.Geography;
import io.eipmeter.sim.world.control.Pool;
import io.eipmeter.sim.world.export.FlowPath;
import io.eipmeter.sim.world.export.FlowRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong between a gateway and the collector, as it shows in the datagrams. */
class FaultsTest {
  private static final Address FIRST_EXPORTER = Address.parse("127.1.1.1");
  private static final Address SECOND_EXPORTER = Address.parse("127.1.2.1");

  private final Recording recording = new Recording();

  private static SimulationOptions options(String scenario) {
    return new SimulationOptions(
        13, 40, 6, SimulationOptions.DEFAULT_START_MS, Scenario.named(scenario));
  }

  private Ledger run(String scenario) {
    return Recording.run(options(scenario), recording).ledger();
  }

  private List<byte[]> datagrams(Address exporter) {
    return recording.datagrams.getOrDefault(exporter, List.of());
  }

  @Test
  void aSequenceFallsToZeroOnceAndNoTemplatesComeWithIt() {
    run("sequence-reset");
    IpfixReader reader = new IpfixReader();
    int resets = 0;
    long expected = 0;
    long lastExportS = 0;
    int templatesAtReset = -1;
    for (byte[] datagram : datagrams(FIRST_EXPORTER)) {
      IpfixReader.Message message = reader.read(datagram);
      if (message.sequence() != expected) {
        assertThat(message.sequence()).isZero();
        templatesAtReset = message.templates();
        // In one second nobody could tell it from a repetition.
        assertThat(message.exportS()).isGreaterThan(lastExportS);
        resets++;
      }
      expected = message.sequence() + message.records().size();
      lastExportS = message.exportS();
    }
    assertThat(resets).isEqualTo(1);
    assertThat(templatesAtReset).isZero();
  }

  @Test
  void aLayoutChangesWithoutASequenceThatBeginsAnew() {
    run("layout-change");
    IpfixReader reader = new IpfixReader();
    long expected = 0;
    Set<List<Integer>> layouts = new HashSet<>();
    for (byte[] datagram : datagrams(FIRST_EXPORTER)) {
      IpfixReader.Message message = reader.read(datagram);
      assertThat(message.sequence()).isEqualTo(expected);
      expected += message.records().size();
      message.records().forEach(record -> layouts.add(List.copyOf(record.keySet())));
    }
    assertThat(layouts).hasSize(6); // three templates, two orders
  }

  @Test
  void theTemplatesAfterARestartAreLostAndComeAMinuteLater() {
    Ledger ledger = run("template-loss");
    ExporterTotals totals = ledger.exporters().get(0);
    assertThat(totals.exporter()).isEqualTo(FIRST_EXPORTER);
    assertThat(totals.lostDatagrams()).isEqualTo(1);
    assertThat(totals.lostSequenceUnits()).isZero(); // IPFIX counts data records only
    List<byte[]> all = datagrams(FIRST_EXPORTER);
    long restartS = SimulationOptions.DEFAULT_START_MS / 1_000 + 250;
    List<byte[]> inTheDark = new ArrayList<>();
    for (byte[] datagram : all) {
      long exportS = Integer.toUnsignedLong(ByteBuffer.wrap(datagram).getInt(4));
      if (exportS > restartS && exportS < restartS + 60) {
        inTheDark.add(datagram);
      }
    }
    assertThat(inTheDark)
        .hasSizeGreaterThan(3)
        .allMatch(datagram -> ByteBuffer.wrap(datagram).getShort(16) >= 256);
  }

  @Test
  void aLostTemplateOfNetflow9IsTheFirstOfItsSequenceSoNoNumberShowsIt() {
    ExporterTotals totals = run("template-loss-netflow9").exporters().get(0);
    assertThat(totals.lostDatagrams()).isEqualTo(1);
    assertThat(totals.lostSequenceUnits()).isZero();
  }

  @Test
  void whatTheLateExporterSendsTakesFourMinutes() {
    SimulationOptions options = options("late-exporter");
    Simulation world = new Simulation(options, recording, recording);
    long fourMinutesMs = options.startMs() + 240_000;
    world.runTo(fourMinutesMs - 1);
    assertThat(datagrams(FIRST_EXPORTER)).isEmpty();
    assertThat(datagrams(SECOND_EXPORTER)).isNotEmpty();
    int sent = world.ledger().datagrams(FIRST_EXPORTER).size();
    world.runTo(fourMinutesMs + 240_000 - 1);
    assertThat(datagrams(FIRST_EXPORTER)).hasSize(sent);
    assertThat(world.waitingDatagrams()).isPositive();
    world.finish();
    assertThat(datagrams(FIRST_EXPORTER)).hasSameSizeAs(world.ledger().datagrams(FIRST_EXPORTER));
    assertThat(world.waitingDatagrams()).isZero();
  }

  @Test
  void onceTheLastRecordOfTheLateExporterHasArrivedNothingIsWaitedFor() {
    SimulationOptions options = options("late-exporter");
    Simulation world = new Simulation(options, recording, recording);
    world.runTo(world.endMs() + 600_000);
    int sent = world.ledger().datagrams(FIRST_EXPORTER).size();
    assertThat(datagrams(FIRST_EXPORTER)).as("templates go on").hasSizeLessThan(sent);
    assertThat(world.waitingDatagrams()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void twoGatewaysSeeOneFlowAndEachEipIsCountedAtItsOwn(long seed) {
    SimulationOptions options =
        new SimulationOptions(
            seed, 60, 6, SimulationOptions.DEFAULT_START_MS, Scenario.named("two-gateways"));
    Ledger ledger = Recording.run(options, recording).ledger();
    long leaving = 0;
    long arriving = 0;
    long ours = 0;
    for (int gateway = 1; gateway <= 3; gateway++) {
      Address exporter = Address.parse("127.1." + gateway + ".1");
      for (SentDatagram datagram : ledger.datagrams(exporter)) {
        for (FlowRecord record : datagram.records()) {
          FlowPath path = record.path();
          int from = region(path.postSrc());
          int to = region(path.dst());
          // A sender or receiver of this gateway's region counts here, one of another does not.
          ours += from == gateway - 1 ? record.bytes() : 0;
          ours += to == gateway - 1 ? record.bytes() : 0;
          if (from >= 0 && to >= 0 && from != to) {
            leaving += from == gateway - 1 ? record.bytes() : 0;
            arriving += to == gateway - 1 ? record.bytes() : 0;
          }
        }
      }
    }
    assertThat(leaving).isPositive().isEqualTo(arriving);
    Usage counted = ledger.records().values().stream().reduce(Usage.NONE, Usage::plus);
    assertThat(counted.bytesOut() + counted.bytesIn()).isEqualTo(ours);
    long elsewhere =
        ledger.controls().values().stream().mapToLong(ControlSums::elsewhereBytes).sum();
    assertThat(elsewhere).isEqualTo(leaving + arriving);
  }

  /** The index of the region whose pool has this address; -1: none. */
  private static int region(Address address) {
    for (Pool pool : Geography.POOLS) {
      if (pool.contains(address)) {
        return pool.region().index();
      }
    }
    return -1;
  }

  @Test
  void theSettingsNameTheGatewayThatCountsForEachPool() {
    Simulation world = new Simulation(options("two-gateways"), recording, recording);
    Map<Address, Address> exporterByPool = new TreeMap<>();
    world
        .settings()
        .getMeteringPointsList()
        .forEach(
            point ->
                exporterByPool.put(
                    Address.ofBytes(point.getPrefixAddress().toByteArray()),
                    Address.ofBytes(point.getExporterAddress().toByteArray())));
    assertThat(exporterByPool)
        .hasSize(6)
        .containsEntry(Address.parse("198.18.0.0"), FIRST_EXPORTER)
        .containsEntry(Address.parse("203.0.113.0"), SECOND_EXPORTER)
        .containsEntry(Address.parse("2001:db8:3::"), Address.parse("127.1.3.1"));
  }
}
