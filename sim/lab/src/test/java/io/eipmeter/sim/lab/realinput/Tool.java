package io.eipmeter.sim.lab.realinput;

import io.eipmeter.sim.lab.process.LabFailure;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of the operating system's packages, its output in a file; it ends with the test. */
final class Tool implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final List<String> command;
  private final Path log;
  private final Process process;
  private final Thread endWithTheTest;

  private Tool(List<String> command, Path log, Process process) {
    this.command = command;
    this.log = log;
    this.process = process;
    this.endWithTheTest = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(endWithTheTest);
  }

  static Tool start(Path log, String... command) {
    // The kernel kills it when the test dies, however that dies; setpriv becomes the program.
    List<String> line = new ArrayList<>(List.of(path("setpriv"), "--pdeathsig", "KILL", "--"));
    line.add(path(command[0]));
    line.addAll(List.of(command).subList(1, command.length));
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .redirectInput(new File("/dev/null"))
              .start();
      return new Tool(List.of(command), log, process);
    } catch (IOException e) {
      throw new LabFailure(command[0] + " could not be started: " + e.getMessage() + ".", e);
    }
  }

  /** Runs it to its end, which must be a good one, and returns what it printed. */
  static String run(Path log, String... command) {
    try (Tool tool = start(log, command)) {
      tool.awaitEnd();
      if (tool.process.exitValue() != 0) {
        throw new LabFailure(tool.command + " failed: " + tool.output());
      }
      return tool.output();
    }
  }

  static boolean installed(String name) {
    return !path(name).isEmpty();
  }

  /** Empty: not installed. Daemons are where a user's PATH need not lead. */
  static String path(String name) {
    String places = System.getenv().getOrDefault("PATH", "") + ":/usr/sbin";
    return Arrays.stream(places.split(":"))
        .map(place -> Path.of(place, name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst()
        .orElse("");
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new LabFailure("The output of " + command + " is missing.", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** SIGTERM; returns when it is gone. */
  void terminate() {
    process.destroy();
    awaitEnd();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(endWithTheTest);
  }

  private void awaitEnd() {
    try {
      if (!process.waitFor(LONGEST.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new LabFailure(command + " did not end. It said: " + output());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while waiting for " + command + ".", e);
    }
  }
}
