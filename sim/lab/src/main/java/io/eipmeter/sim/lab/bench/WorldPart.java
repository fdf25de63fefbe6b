package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.SimulationOptions;
import io.eipmeter.sim.world.bench.WorldBench;
import java.io.PrintStream;

/** The simulator alone, on one core: traffic, NAT, exporters, ledger; nothing is sent. */
final class WorldPart {
  private static final int SEED = 1;
  private static final int MINUTES = 2;

  private WorldPart() {}

  static void run(BenchOptions options, PrintStream out, PrintStream talk) {
    int eips = (int) options.amount(100_000);
    Table table =
        new Table(
            "world: packets, NAT, flow records, export datagrams and the ledger's two truths, one"
                + " thread",
            "EIPs",
            "virtual minutes",
            "records/CPU-s",
            "open flows",
            "MB of heap");
    WorldBench.Figures figures =
        WorldBench.run(
            new SimulationOptions(
                SEED, eips, MINUTES, SimulationOptions.DEFAULT_START_MS, Scenario.named("default")),
            options.runs(),
            talk);
    table.row(
        Table.count(eips),
        Table.count(MINUTES),
        Table.count(figures.recordsPerCpuSecond()),
        Table.count(figures.openFlows()),
        Table.count(figures.heapBytes() >> 20));
    table.note(
        "Median of "
            + options.runs()
            + ". Goal: 200,000 records a CPU second. Heap: of the world alone, after a collection at"
            + " the end of its traffic.");
    table.print(out);
  }
}
