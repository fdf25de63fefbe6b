package io.eipmeter.sim.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCsvTest {
  @Test
  void theFilesSayWhatTheLedgerSays(@TempDir Path directory) throws Exception {
    SimulationOptions options =
        new SimulationOptions(
            6, 30, 4, SimulationOptions.DEFAULT_START_MS, Scenario.named("default"));
    Ledger ledger = Recording.run(options, new Recording()).ledger();
    LedgerCsv.write(ledger, directory);
    for (Map.Entry<String, SortedMap<AddressMinute, Usage>> truth :
        Map.of("packets.csv", ledger.packets(), "records.csv", ledger.records()).entrySet()) {
      SortedMap<AddressMinute, Usage> read = new TreeMap<>();
      List<String> lines = Files.readAllLines(directory.resolve(truth.getKey()));
      for (String line : lines.subList(1, lines.size())) {
        String[] v = line.split(",", -1);
        read.put(
            new AddressMinute(Address.parse(v[0]), Long.parseLong(v[1])),
            new Usage(
                Long.parseLong(v[2]),
                Long.parseLong(v[3]),
                Long.parseLong(v[4]),
                Long.parseLong(v[5]),
                Long.parseLong(v[6]),
                Long.parseLong(v[7])));
      }
      assertThat(read).isNotEmpty().isEqualTo(truth.getValue());
    }
    assertThat(Files.readAllLines(directory.resolve("exporters.csv"))).hasSize(1 + 3);
    assertThat(Files.readAllLines(directory.resolve("owners.csv")))
        .hasSize(1 + ledger.owners().values().stream().mapToInt(List::size).sum());
  }

  @Test
  void whatWasDroppedIsAFileOfItsOwn(@TempDir Path directory) throws Exception {
    SimulationOptions options =
        new SimulationOptions(
            6, 30, 4, SimulationOptions.DEFAULT_START_MS, Scenario.named("attacks"));
    Ledger ledger = Recording.run(options, new Recording()).ledger();
    LedgerCsv.write(ledger, directory);
    SortedMap<AddressMinute, Drops> read = new TreeMap<>();
    List<String> lines = Files.readAllLines(directory.resolve("drops.csv"));
    for (String line : lines.subList(1, lines.size())) {
      String[] v = line.split(",", -1);
      read.put(
          new AddressMinute(Address.parse(v[0]), Long.parseLong(v[1])),
          new Drops(Long.parseLong(v[2]), Long.parseLong(v[3])));
    }
    assertThat(read).isNotEmpty().isEqualTo(ledger.drops());
  }
}
