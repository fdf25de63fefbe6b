package io.eipmeter.sim.lab.mission;

import io.eipmeter.sim.lab.cli.Main;
import io.eipmeter.sim.lab.process.ChildProcess;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** {@code eipmeter webhook serve} as a child process, with the lab's clock. */
final class WebhookProcess implements AutoCloseable {
  private final ChildProcess process;

  private WebhookProcess(ChildProcess process) {
    this.process = process;
  }

  static WebhookProcess start(
      String bootstrapServers, Path receivers, Path logDirectory, Clock clock) {
    return new WebhookProcess(
        ChildProcess.startWatched(
            "webhook",
            logDirectory,
            List.of("-Xms32m", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
            List.of(
                Main.class.getName(),
                "webhook",
                "serve",
                "--kafka",
                bootstrapServers,
                "--receivers",
                receivers.toString(),
                "--clock",
                clock.toString())));
  }

  ChildProcess process() {
    return process;
  }

  @Override
  public void close() {
    process.close();
  }
}
