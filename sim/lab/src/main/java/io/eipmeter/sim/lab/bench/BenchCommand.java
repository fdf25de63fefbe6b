package io.eipmeter.sim.lab.bench;

import io.eipmeter.sim.lab.process.Home;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures, and prints a table for each part. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    description = {
      "Measure how fast the parts are, and print the figures with the peers' beside.",
      "It starts its own Kafka, Flink and ClickHouse, and removes their data at the end."
    })
public final class BenchCommand implements Callable<Integer> {
  /** In the order in which they run when none is named. */
  @SuppressWarnings("ImmutableEnumChecker")
  enum Part {
    DECODE((options, out, talk) -> DecodePart.run(options, out)),
    COLLECTOR((options, out, talk) -> new CollectorPart(options, talk).run(out)),
    BANDWIDTH((options, out, talk) -> new BandwidthBench(options, talk).run(out)),
    TABLES((options, out, talk) -> new TablesPart(options, talk).run(out)),
    CLICKHOUSE_ENGINE((options, out, talk) -> new EnginePart(options, talk).run(out)),
    STORAGE((options, out, talk) -> new StoragePart(options, talk).run(out)),
    LATENCY((options, out, talk) -> new LatencyPart(options, talk).run(out)),
    ALERTS((options, out, talk) -> new AlertsBench(options, talk).run(out)),
    WORLD(WorldPart::run),
    MONTH((options, out, talk) -> new MonthPart(options, talk).run(out)),
    STATEMENTS((options, out, talk) -> new StatementsPart(options, talk).run(out));

    private final Measurement measurement;

    Part(Measurement measurement) {
      this.measurement = measurement;
    }

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /** Measures something and prints its table. */
  @FunctionalInterface
  interface Measurement {
    void run(BenchOptions options, PrintStream out, PrintStream talk);
  }

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "PART",
      description = "What to measure: ${COMPLETION-CANDIDATES}. Default: all.")
  private List<Part> parts = new ArrayList<>();

  private static final int QUICK_SHARE = 4;

  @Option(names = "--quick", description = "A quarter of the flows, one run each.")
  private boolean quick;

  @Option(
      names = "--share",
      paramLabel = "N",
      description =
          "Measure with one flow in N, or one second in N. Default: 1, with --quick "
              + QUICK_SHARE
              + ".")
  private @Nullable Integer share;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "Runs of each measurement; the median counts. Default: 3, with --quick 1.")
  private @Nullable Integer runs;

  @Option(names = "--keep", description = "Keep data and logs of the run, and say where they are.")
  private boolean keep;

  @Override
  public Integer call() {
    int count = runs == null ? quick ? 1 : 3 : runs;
    int oneIn = share == null ? quick ? QUICK_SHARE : 1 : share;
    if (count < 1 || oneIn < 1) {
      throw new ParameterException(spec.commandLine(), "--runs and --share must be at least 1");
    }
    Path directory = newDirectory();
    BenchOptions options = new BenchOptions(oneIn, count, directory);
    System.out.printf(
        "eipmeter bench, %d cores, Java %s%n%n",
        Runtime.getRuntime().availableProcessors(), Runtime.version());
    try {
      for (Part part : parts.isEmpty() ? List.of(Part.values()) : parts) {
        part.measurement.run(options, System.out, System.err);
      }
    } finally {
      if (keep) {
        System.err.println("Data and logs: " + directory);
      } else {
        delete(directory);
      }
    }
    return 0;
  }

  private static Path newDirectory() {
    try {
      Path parent = Home.directory().resolve(".lab");
      Files.createDirectories(parent);
      return Files.createTempDirectory(parent, "bench-");
    } catch (IOException e) {
      throw new LabFailure("A directory could not be made: " + e.getMessage() + ".", e);
    }
  }

  private static void delete(Path directory) {
    try {
      Files.walkFileTree(
          directory,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
                throws IOException {
              Files.delete(visited);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      System.err.println("Not all of " + directory + " could be removed: " + e.getMessage() + ".");
    }
  }
}
