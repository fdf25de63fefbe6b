package io.eipmeter.sim.lab.clickhouse;

import io.eipmeter.sim.lab.process.Home;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** Where the ClickHouse engine lies; brought by {@code npm ci} from the lock file when missing. */
final class ChdbLibrary {
  private static final String PACKAGE = "node_modules/@chdb/lib-linux-x64-gnu";

  private ChdbLibrary() {}

  /** The path of libchdb.so. Two processes that ask at once install it once. */
  static Path locate(Path logDirectory) {
    String platform =
        (System.getProperty("os.name") + " " + System.getProperty("os.arch"))
            .toLowerCase(Locale.ROOT);
    if (!platform.equals("linux amd64")) {
      throw new LabFailure(
          "There is no ClickHouse engine for "
              + platform
              + " in this repository's lock file: name a running ClickHouse with --clickhouse.");
    }
    Path home = Home.directory();
    Path library = home.resolve(PACKAGE).resolve("libchdb.so");
    Path done = home.resolve("node_modules").resolve(".eipmeter-installed");
    try {
      byte[] wanted = Files.readAllBytes(home.resolve("package-lock.json"));
      Files.createDirectories(home.resolve("sim/lab/target"));
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve("sim/lab/target/npm.lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid()
            || !Files.exists(library)
            || !Files.exists(done)
            || !java.util.Arrays.equals(Files.readAllBytes(done), wanted)) {
          install(home, logDirectory);
          Files.write(done, wanted);
        }
      }
    } catch (IOException e) {
      throw new LabFailure("The ClickHouse engine was not found: " + e.getMessage() + ".", e);
    }
    return library;
  }

  private static void install(Path home, Path logDirectory) throws IOException {
    Files.createDirectories(logDirectory);
    Path log = logDirectory.resolve("npm.log");
    Process npm;
    try {
      npm =
          new ProcessBuilder(List.of("npm", "ci", "--ignore-scripts"))
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new LabFailure(
          "npm is missing: install Node.js with npm (it brings the ClickHouse engine), or name a"
              + " running ClickHouse with --clickhouse.",
          e);
    }
    try {
      npm.getOutputStream().close();
      if (npm.waitFor() != 0) {
        boolean full = Files.readString(log).contains("ENOSPC");
        throw new LabFailure(
            full
                ? "The disk is full: the ClickHouse engine needs 600 MB under " + home + "."
                : "npm ci could not bring the ClickHouse engine: see " + log + ".");
      }
    } catch (InterruptedException e) {
      npm.destroy();
      Thread.currentThread().interrupt();
      throw new LabFailure("Interrupted while npm brought the ClickHouse engine.", e);
    }
  }
}
