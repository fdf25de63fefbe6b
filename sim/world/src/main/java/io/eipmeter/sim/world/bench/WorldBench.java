package io.eipmeter.sim.world.bench;

import io.eipmeter.sim.world.ExporterTotals;
import io.eipmeter.sim.world.Ledger;
import io.eipmeter.sim.world.Scenario;
import io.eipmeter.sim.world.Simulation;
import io.eipmeter.sim.world.SimulationOptions;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;

/**
 * How many flow records a second one core can simulate, export and enter into the ledger.
 * Arguments: {@code [eips] [virtual minutes] [scenario] [runs]}. Prints one line a run and the
 * median.
 */
public final class WorldBench {
  private static final long SEED = 1;

  private WorldBench() {}

  public static void main(String[] args) {
    int eips = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
    int minutes = args.length > 1 ? Integer.parseInt(args[1]) : 2;
    Scenario scenario = Scenario.named(args.length > 2 ? args[2] : "default");
    int runs = args.length > 3 ? Integer.parseInt(args[3]) : 3;
    run(new SimulationOptions(SEED, eips, minutes, START_MS, scenario), runs, System.out);
  }

  private static final long START_MS = SimulationOptions.DEFAULT_START_MS;

  /**
   * What a run came to.
   *
   * @param recordsPerCpuSecond flow records exported
   * @param openFlows in the gateways' caches, at most
   * @param heapBytes that a world at the end of its traffic takes: after a garbage collection,
   *     without what was there before
   */
  public record Figures(long recordsPerCpuSecond, int openFlows, long heapBytes) {}

  /** Prints to {@code out}; returns the run with the median of records per CPU second. */
  public static Figures run(SimulationOptions options, int runs, PrintStream out) {
    Figures[] figures = new Figures[runs];
    for (int i = 0; i < runs; i++) {
      figures[i] = once(options, out);
    }
    Arrays.sort(figures, Comparator.comparingLong(Figures::recordsPerCpuSecond));
    Figures median = figures[runs / 2];
    out.printf(
        Locale.ROOT,
        "world: median %,d flow records per CPU second of %d runs%n",
        median.recordsPerCpuSecond(),
        runs);
    return median;
  }

  private static Figures once(SimulationOptions options, PrintStream out) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = heapAfterCollection();
    long[] sentBytes = new long[1];
    long cpuStart = threads.getCurrentThreadCpuTime();
    long wallStart = System.nanoTime();
    Simulation world =
        new Simulation(
            options,
            (exporter, datagram) -> sentBytes[0] += datagram.length,
            (event, atMs) -> {},
            false);
    Ledger ledger = world.ledger();
    int open = 0;
    for (long ms = options.startMs(); ms < options.endMs(); ms += 1_000) {
      world.runTo(ms);
      open = Math.max(open, world.openFlows());
    }
    long pauseStart = threads.getCurrentThreadCpuTime();
    long heapBytes = heapAfterCollection() - before;
    cpuStart += threads.getCurrentThreadCpuTime() - pauseStart;
    world.finish();
    long cpuNs = threads.getCurrentThreadCpuTime() - cpuStart;
    long wallNs = System.nanoTime() - wallStart;
    long records = ledger.exporters().stream().mapToLong(ExporterTotals::records).sum();
    long datagrams = ledger.exporters().stream().mapToLong(ExporterTotals::datagrams).sum();
    long rate = records * 1_000_000_000L / cpuNs;
    out.printf(
        Locale.ROOT,
        "world: %s, %,d EIPs, %d virtual min: %,d records in %,d datagrams (%,d bytes), %.2f s CPU,"
            + " %.2f s wall, %,d records/s CPU, at most %,d open flows, %,d MB of heap%n",
        options.scenario().name(),
        options.eips(),
        options.minutes(),
        records,
        datagrams,
        sentBytes[0],
        cpuNs / 1e9,
        wallNs / 1e9,
        rate,
        open,
        heapBytes >> 20);
    return new Figures(rate, open, heapBytes);
  }

  private static long heapAfterCollection() {
    System.gc(); // what is garbage is not a world's
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
