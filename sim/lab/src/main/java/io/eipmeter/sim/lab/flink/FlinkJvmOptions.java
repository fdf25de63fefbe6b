package io.eipmeter.sim.lab.flink;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What Flink 2.3 needs opened on Java 17: {@code env.java.opts.all} of its config.yaml, kept in the
 * root POM. It must not be shortened: each is used by some serializer or by the RPC.
 */
public final class FlinkJvmOptions {
  private FlinkJvmOptions() {}

  public static List<String> opens() {
    try (InputStream in = FlinkJvmOptions.class.getResourceAsStream("/flink-jvm-options.txt")) {
      if (in == null) {
        throw new IllegalStateException("flink-jvm-options.txt is not on the classpath");
      }
      return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
