package io.eipmeter.sim.lab.realinput;

import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** softflowd, either over a capture or on the inner end of a wire. */
final class Softflowd implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Pattern PROCESSED = Pattern.compile("Packets processed: (\\d+)");
  private static final Pattern EXPORTED = Pattern.compile("Flows exported: .* in (\\d+) packets");

  private final Wire wire;
  private final Path directory;
  private final Tool tool;

  /** Returns when it listens to the wire. */
  Softflowd(Wire wire, Path directory, String version, String collector) {
    this.wire = wire;
    this.directory = directory;
    this.tool =
        wire.start(
            directory.resolve("softflowd.log"),
            command(directory, version, collector, "-i", Wire.INNER, "-c", control()));
    Await.until("softflowd", LONGEST, null, () -> tool.output().contains("Exporting flows"));
  }

  /** Runs over a capture and returns how many datagrams it sent. */
  static int exportFile(Path directory, Path capture, String version, String collector) {
    return number(
        EXPORTED,
        Tool.run(
            directory.resolve("softflowd.log"),
            command(directory, version, collector, "-a", "-r", capture.toString(), "-c", "none")));
  }

  private static String[] command(
      Path directory, String version, String collector, String... more) {
    List<String> line = new ArrayList<>(List.of("softflowd", "-d", "-n", collector, "-v", version));
    line.addAll(List.of("-p", directory.resolve("softflowd.pid").toString()));
    line.addAll(List.of(more));
    return line.toArray(String[]::new);
  }

  /**
   * Exports what came over the wire, and returns how many datagrams it has sent.
   *
   * @param packets how many must have come
   * @param push sends packets that do not matter: the capture library hands over what it gathered
   *     only when a block of it is full
   */
  int exportAll(int packets, Runnable push) {
    Await.until(
        "softflowd's reading",
        LONGEST,
        null,
        () -> {
          push.run();
          return number(PROCESSED, ask("statistics")) >= packets;
        });
    ask("expire-all");
    return number(EXPORTED, ask("statistics"));
  }

  @Override
  public void close() {
    tool.close();
  }

  private String ask(String question) {
    return wire.run(directory.resolve("softflowctl.log"), "softflowctl", "-c", control(), question);
  }

  private String control() {
    return directory.resolve("softflowd.ctl").toString();
  }

  private static int number(Pattern pattern, String said) {
    Matcher matcher = pattern.matcher(said);
    if (!matcher.find()) {
      throw new LabFailure("softflowd did not say " + pattern + " but: " + said);
    }
    return Integer.parseInt(matcher.group(1));
  }
}
