package io.eipmeter.sim.lab.mission;

import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.kafka.PatientClient;
import io.eipmeter.sim.lab.process.Await;
import io.eipmeter.sim.lab.process.ChildProcess;
import io.eipmeter.sim.lab.process.LabFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code eipmeter webhook serve} as a process of its own. */
public final class WebhookProcess {
  private static final String NAME = "webhook";

  /** It says so when it has read what was told before. */
  private static final String READY = " telling ";

  private WebhookProcess() {}

  /**
   * Starts it and returns when it is ready to tell.
   *
   * @param clock as {@code --clock} takes it
   */
  public static ChildProcess start(
      String bootstrapServers, Path receivers, Path logDirectory, String clock) {
    Path log = logDirectory.resolve(NAME + ".log");
    int before = read(log).length();
    ChildProcess process =
        ChildProcess.startWatched(
            NAME,
            logDirectory,
            List.of("-Xmx128m", "-XX:+UseSerialGC"),
            List.of(
                Main.class.getName(),
                "webhook",
                "serve",
                "--kafka",
                bootstrapServers,
                "--kafka-properties",
                PatientClient.properties(logDirectory).toString(),
                "--receivers",
                receivers.toString(),
                "--clock",
                clock));
    try {
      Await.until(
          "readiness of webhook serve",
          Await.LONGEST_START,
          process,
          () -> read(log).substring(before).contains(READY));
      return process;
    } catch (LabFailure e) {
      process.close();
      throw e;
    }
  }

  private static String read(Path log) {
    try {
      return Files.exists(log) ? Files.readString(log) : "";
    } catch (IOException e) {
      throw new LabFailure("The log " + log + " could not be read: " + e.getMessage() + ".", e);
    }
  }
}
