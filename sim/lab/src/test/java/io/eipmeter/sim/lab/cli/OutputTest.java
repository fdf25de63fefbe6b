package io.eipmeter.sim.lab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command prints depends on what it is asked, not on where it runs. */
final class OutputTest {
  private static final String HEADER = "account,region,line,eip,hourStart,bytesIn,bytesOut";

  @TempDir Path directory;

  private record Printed(int exitCode, String out, String err) {}

  private Printed rate(List<String> jvmOptions, String locale, String... rows)
      throws IOException, InterruptedException {
    Path usage = directory.resolve("usage.csv");
    Files.writeString(usage, HEADER + "\n" + String.join("\n", rows) + "\n");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmOptions);
    line.addAll(
        List.of(Main.class.getName(), "rate", "--book", "hoster", "--usage", usage.toString()));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().put("LC_ALL", locale);
    Path out = directory.resolve("out");
    Path err = directory.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Printed(process.waitFor(), text(out), text(err));
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
  }

  @Test
  void namesAreUtf8WhateverTheLocaleSays() throws Exception {
    Printed printed =
        rate(
            List.of(),
            "C",
            "Zoë,eu,BGP,eip-1,2026-10-01T09:00:00Z,1000,1000",
            "Zoé,東京,BGP,eip-2,2026-10-01T09:00:00Z,1000,1000");
    assertThat(printed.exitCode()).as(printed.err()).isZero();
    assertThat(printed.out()).contains(",Zoë,", ",Zoé,", ",東京,");
    Printed refused = rate(List.of(), "C", "acme,eu,BGP,eip-1,2026-10-01T09:00:00Z,fünf,1000");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("fünf");
  }

  @Test
  void numbersAreTheSameInEveryLanguage() throws Exception {
    String row = "acme,eu,BGP,eip-1,2026-10-01T09:00:00Z,123456789012,1000";
    Printed arabic = rate(List.of("-Duser.language=ar", "-Duser.country=EG"), "C.UTF-8", row);
    Printed neutral = rate(List.of(), "C.UTF-8", row);
    assertThat(arabic.exitCode()).as(arabic.err()).isZero();
    assertThat(arabic.out()).isEqualTo(neutral.out());
  }
}
