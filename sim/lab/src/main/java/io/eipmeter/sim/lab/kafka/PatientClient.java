package io.eipmeter.sim.lab.kafka;

import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Kafka's client for programs that usually give up after some seconds, for a person waits. */
public final class PatientClient {
  private static final List<String> LIMITS =
      List.of("request.timeout.ms", "default.api.timeout.ms", "max.block.ms");

  private PatientClient() {}

  /** Writes its properties into a directory, as {@code --kafka-properties} takes them. */
  public static Path properties(Path directory) {
    String lines =
        LIMITS.stream()
            .map(limit -> limit + "=" + Await.LONGEST_START.toMillis() + "\n")
            .collect(Collectors.joining());
    try {
      return Files.writeString(directory.resolve("patient-client.properties"), lines);
    } catch (IOException e) {
      throw new LabFailure("Kafka's properties could not be written: " + e.getMessage() + ".", e);
    }
  }
}
