package io.eipmeter.sim.lab.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A child JVM with the launcher's own classpath, its output in a log file, its life in a pipe. */
public final class ChildProcess implements AutoCloseable {
  private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
  private static final int LAST_WORDS_BYTES = 4_000;

  private final String name;
  private final Path log;
  private final Process process;

  private ChildProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts a main class.
   *
   * @param name of the process and, with {@code .log}, of its log file
   * @param jvmOptions memory and the like
   * @param command main class and its arguments
   */
  public static ChildProcess start(
      String name, Path logDirectory, List<String> jvmOptions, List<String> command) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmOptions);
    line.addAll(List.of("-Deipmeter.log.level=INFO", "-Deipmeter.log.kafka=WARN"));
    line.add("-Deipmeter.home=" + Home.directory());
    line.add("-XX:+ExitOnOutOfMemoryError");
    line.addAll(command);
    Path log = logDirectory.resolve(name + ".log");
    try {
      Files.createDirectories(logDirectory);
      ProcessBuilder builder = new ProcessBuilder(line);
      builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
      builder.redirectErrorStream(true);
      builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      return new ChildProcess(name, log, builder.start());
    } catch (IOException e) {
      throw new LabFailure(name + " could not be started: " + e.getMessage() + ".", e);
    }
  }

  /** As {@link #start}, for a main that does not read its standard input itself. */
  public static ChildProcess startWatched(
      String name, Path logDirectory, List<String> jvmOptions, List<String> command) {
    List<String> watched = new ArrayList<>();
    watched.add(ChildMain.class.getName());
    watched.addAll(command);
    return start(name, logDirectory, jvmOptions, watched);
  }

  public String name() {
    return name;
  }

  public Path log() {
    return log;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** kill -9: no hook runs, nothing is flushed. Returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    if (!ended(LONGEST_STOP)) {
      throw new LabFailure(name + " (process " + pid() + ") could not be killed.");
    }
  }

  /** Asks it to stop by closing its input; what takes too long is killed. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // The pipe is broken: it has ended already.
    }
    if (!ended(LONGEST_STOP)) {
      kill();
    }
  }

  /** What it said last, for the sentence of an error. */
  public String lastWords() {
    String tail = "";
    try {
      byte[] all = Files.readAllBytes(log);
      int from = Math.max(0, all.length - LAST_WORDS_BYTES);
      tail = new String(all, from, all.length - from, StandardCharsets.UTF_8);
    } catch (IOException e) {
      // Without a log there are no last words.
    }
    if (tail.contains("No space left on device")
        || new File(log.toString()).getUsableSpace() == 0) {
      return "The disk is full: free some space under " + log.getParent() + ".";
    }
    String[] lines = tail.strip().split("\n");
    return "Its log " + log + " ends with: " + lines[lines.length - 1].strip();
  }

  private boolean ended(Duration limit) {
    try {
      return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
