package io.eipmeter.sim.lab.stack;

import io.eipmeter.schemas.clickhouse.ClickHouseTarget;
import io.eipmeter.sim.lab.clickhouse.LocalClickHouse;
import io.eipmeter.sim.lab.flink.FlinkRest;
import io.eipmeter.sim.lab.flink.LocalFlink;
import io.eipmeter.sim.lab.kafka.LocalKafka;
import io.eipmeter.sim.lab.process.Home;
import io.eipmeter.sim.lab.process.LabFailure;
import io.eipmeter.sim.lab.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Kafka, ClickHouse and Flink, each started here or the user's own. What is started here is a child
 * process and ends with this one.
 */
public final class Stack implements AutoCloseable {
  /** Five jobs with two slots each. */
  private static final int FLINK_SLOTS = 10;

  /** Of a ClickHouse that is started here. */
  private static final String DATABASE = "eipmeter";

  private final Path directory;
  private final @Nullable LocalKafka kafka;
  private final @Nullable LocalClickHouse clickHouse;
  private final @Nullable LocalFlink flink;
  private final String kafkaBootstrapServers;
  private final ClickHouseTarget tables;
  private final FlinkRest flinkRest;
  private final boolean ownDirectory;
  private boolean forgotten;

  private Stack(
      StackOptions options,
      Path directory,
      @Nullable LocalKafka kafka,
      @Nullable LocalClickHouse clickHouse,
      @Nullable LocalFlink flink) {
    this.directory = directory;
    this.ownDirectory = options.directory == null;
    this.kafka = kafka;
    this.clickHouse = clickHouse;
    this.flink = flink;
    this.kafkaBootstrapServers = kafka == null ? given(options.kafka) : kafka.bootstrapServers();
    this.tables =
        clickHouse == null
            ? told(options)
            : ClickHouseTarget.local(clickHouse.httpUrl().toString(), DATABASE);
    this.flinkRest =
        flink == null ? new FlinkRest(URI.create("http://" + given(options.flink))) : flink.rest();
  }

  private static ClickHouseTarget told(StackOptions options) {
    try {
      return options.clickHouse.target();
    } catch (IllegalArgumentException e) {
      throw new LabFailure("ClickHouse cannot be asked: " + e.getMessage() + ".", e);
    }
  }

  /** Starts what the options do not name, all at once, and returns when all of it answers. */
  public static Stack start(StackOptions options) {
    Path directory =
        options.directory == null ? newDirectory() : options.directory.toAbsolutePath();
    Path logs = directory.resolve("logs");
    int kafkaPort = options.kafka == null ? Ports.tcp(options.kafkaPort, "--kafka-port") : 0;
    int clickHousePort =
        options.clickHouse.isTold() ? 0 : Ports.tcp(options.clickHousePort, "--clickhouse-port");
    int flinkPort = options.flink == null ? Ports.tcp(options.flinkPort, "--flink-port") : 0;
    List<AutoCloseable> started = new ArrayList<>();
    CompletableFuture<@Nullable LocalKafka> kafka =
        starting(
            started,
            options.kafka != null
                ? null
                : () -> LocalKafka.start(directory.resolve("kafka"), logs, kafkaPort));
    CompletableFuture<@Nullable LocalClickHouse> clickHouse =
        starting(
            started,
            options.clickHouse.isTold()
                ? null
                : () ->
                    LocalClickHouse.start(directory.resolve("clickhouse"), logs, clickHousePort));
    CompletableFuture<@Nullable LocalFlink> flink =
        starting(
            started,
            options.flink != null
                ? null
                : () -> LocalFlink.start(directory.resolve("flink"), logs, flinkPort, FLINK_SLOTS));
    try {
      CompletableFuture.allOf(kafka, clickHouse, flink).join();
      return new Stack(options, directory, kafka.join(), clickHouse.join(), flink.join());
    } catch (CompletionException e) {
      synchronized (started) {
        started.forEach(Stack::closeQuietly);
      }
      if (e.getCause() instanceof LabFailure failure) {
        throw failure;
      }
      throw e;
    }
  }

  public String kafkaBootstrapServers() {
    return kafkaBootstrapServers;
  }

  /** Where the tables are, or come. */
  public ClickHouseTarget tables() {
    return tables;
  }

  public FlinkRest flinkRest() {
    return flinkRest;
  }

  public Path directory() {
    return directory;
  }

  public Path logDirectory() {
    return directory.resolve("logs");
  }

  /** The ClickHouse that was started here, to be killed and started again. */
  public LocalClickHouse clickHouse() {
    return own(clickHouse, "ClickHouse", "--clickhouse");
  }

  /** The Flink that was started here, to have its TaskManager killed. */
  public LocalFlink flink() {
    return own(flink, "Flink", "--flink");
  }

  /** Whether Flink was started here, and ends with this. */
  public boolean ownsFlink() {
    return flink != null;
  }

  /** Which addresses answer, one a line. */
  public String addresses() {
    return "Kafka       %s%nClickHouse  %s%nFlink       %s%nLogs        %s%n"
        .formatted(kafkaBootstrapServers, tables.url(), flinkRest.url(), logDirectory());
  }

  /** What has died since, in a sentence; null when all live. */
  public @Nullable String deadProcess() {
    if (kafka != null && !kafka.process().alive()) {
      return "Kafka has stopped. " + kafka.process().lastWords();
    }
    if (clickHouse != null && !clickHouse.process().alive()) {
      return "ClickHouse has stopped. " + clickHouse.process().lastWords();
    }
    if (flink != null && !flink.jobManager().alive()) {
      return "Flink's JobManager has stopped. " + flink.jobManager().lastWords();
    }
    if (flink != null && !flink.taskManager().alive()) {
      return "Flink's TaskManager has stopped. " + flink.taskManager().lastWords();
    }
    return null;
  }

  /** At the end, deletes data and logs, unless the user named the directory. */
  public void forget() {
    forgotten = ownDirectory;
  }

  /** Stops what was started here, readers before what they read. */
  @Override
  public void close() {
    if (flink != null) {
      flink.close();
    }
    if (clickHouse != null) {
      clickHouse.close();
    }
    if (kafka != null) {
      kafka.close();
    }
    if (forgotten) {
      delete(directory);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // What is left over lies under .lab, where nothing is needed any more.
    }
  }

  private static <T extends AutoCloseable> CompletableFuture<@Nullable T> starting(
      List<AutoCloseable> started, @Nullable Supplier<T> start) {
    if (start == null) {
      return CompletableFuture.completedFuture(null);
    }
    return CompletableFuture.supplyAsync(
        () -> {
          T part = start.get();
          synchronized (started) {
            started.add(part);
          }
          return part;
        },
        task -> new Thread(task, "start").start());
  }

  private static Path newDirectory() {
    try {
      Path lab = Files.createDirectories(Home.directory().resolve(".lab"));
      return Files.createTempDirectory(lab, "run-");
    } catch (IOException e) {
      throw new LabFailure("A directory for the stack could not be made: " + e.getMessage(), e);
    }
  }

  private static <T> T given(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("neither started nor given");
    }
    return value;
  }

  private static <T> T own(@Nullable T part, String name, String option) {
    if (part == null) {
      throw new LabFailure(
          "A " + name + " that " + option + " names is not ours to kill: leave the option out.");
    }
    return part;
  }

  private static void closeQuietly(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      // The failure that made us stop is the one to tell.
    }
  }
}
