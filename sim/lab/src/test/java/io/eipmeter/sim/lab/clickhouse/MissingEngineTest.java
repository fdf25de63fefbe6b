package io.eipmeter.sim.lab.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.eipmeter.sim.lab.cli.Main;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fresh clone on a machine that cannot bring the ClickHouse engine: one sentence says why. */
final class MissingEngineTest {
  @TempDir private Path home;

  @BeforeEach
  void clonedButNothingInstalled() throws IOException {
    Files.writeString(home.resolve("package-lock.json"), "{}");
    Files.writeString(home.resolve("pom.xml"), "<project/>");
  }

  @Test
  void aMissingNpmIsNamedWithWhatToDo() throws Exception {
    String said = up(home.resolve("nothing-here"));
    assertThat(said)
        .contains("eipmeter up: npm is missing: install Node.js with npm")
        .contains("--clickhouse")
        .doesNotContain("\tat ");
  }

  @Test
  void aFullDiskIsNamedWithTheRoomThatIsNeeded() throws Exception {
    String said = up(npm("echo 'npm error code ENOSPC'; exit 1"));
    assertThat(said)
        .contains("The disk is full: the ClickHouse engine needs 600 MB under " + home)
        .doesNotContain("\tat ");
  }

  @Test
  void anyOtherFailureOfNpmPointsToItsLog() throws Exception {
    String said = up(npm("echo 'npm error code ENOTFOUND'; exit 1"));
    assertThat(said).contains("npm ci could not bring the ClickHouse engine: see ");
    assertThat(said).doesNotContain("\tat ");
  }

  /** A directory with an npm of our own in it. */
  private Path npm(String script) throws IOException {
    Path directory = Files.createDirectories(home.resolve("bin"));
    Path npm = directory.resolve("npm");
    Files.writeString(npm, "#!/bin/sh\n" + script + "\n");
    assertThat(npm.toFile().setExecutable(true)).isTrue();
    return directory;
  }

  /** What {@code eipmeter up} says when commands are looked for there; it must end with 1. */
  private String up(Path path) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-Deipmeter.home=" + home,
                Main.class.getName(),
                "up",
                "--kafka",
                "127.0.0.1:9",
                "--flink",
                "127.0.0.1:9"));
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("PATH", path.toString());
    builder.redirectErrorStream(true);
    Process process = builder.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isEqualTo(1);
    return said;
  }
}
