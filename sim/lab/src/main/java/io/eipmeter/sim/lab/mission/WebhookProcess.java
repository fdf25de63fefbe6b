package io.eipmeter.sim.lab.mission;

import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.process.ChildProcess;
import java.nio.file.Path;
import java.util.List;

/** {@code eipmeter webhook serve} as a process of its own. */
public final class WebhookProcess {
  private WebhookProcess() {}

  /**
   * Starts it.
   *
   * @param clock as {@code --clock} takes it
   */
  public static ChildProcess start(
      String bootstrapServers, Path receivers, Path logDirectory, String clock) {
    return ChildProcess.startWatched(
        "webhook",
        logDirectory,
        List.of("-Xmx128m", "-XX:+UseSerialGC"),
        List.of(
            Main.class.getName(),
            "webhook",
            "serve",
            "--kafka",
            bootstrapServers,
            "--receivers",
            receivers.toString(),
            "--clock",
            clock));
  }
}
